/** One worker process, as the server has it: its tasks, and its end. */
import { type ChildProcess, fork } from "node:child_process";
import { setMaxListeners } from "node:events";
import { fileURLToPath } from "node:url";
import { type Log, WorkerLost } from "@portcullis/plugin-api";
import type { Footing } from "./rooted-path.js";
import type { FromWorker, ToWorker } from "./worker-messages.js";

/** How long a task that was aborted may go on before its process is killed. */
const graceMs = 250;

/**
 * Most of what a worker makes, it keeps: copying it about between small spaces cost a first search a fifth. And there
 * are as many workers as cores: what V8 compiles beside one, it takes from another. At seven times its own bound it
 * compiles what runs for long, and a first search takes 0.14 s in place of 0.25 s.
 */
const options = ["--min-semi-space-size=16", "--interrupt-budget=1000000"];

const main = fileURLToPath(new URL("./worker-main.js", import.meta.url));

/** Who waits for a task, and what to do when nobody has to wait any more. */
interface Waiting {
  readonly onNews: (news: unknown) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly ended: () => void;
}

export class WorkerProcess {
  /** Takes no more tasks: it is gone, or about to be. */
  lost = false;
  /** Resolves when nothing of it is left. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  readonly #log: Log;
  readonly #waiting = new Map<number, Waiting>();
  #tasks = 0;

  /** @param environment - all that it gets of the server's */
  constructor(entry: URL, environment: Readonly<Record<string, string>>, log: Log) {
    this.#log = log;
    this.#child = fork(main, [entry.href], {
      env: environment,
      execArgv: options,
      serialization: "advanced",
      // The server's stdout is the client's.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => log.warn("a worker printed", { text }));
    }
    this.gone = new Promise((resolve) => {
      this.#child.once("exit", (code, signal) => {
        log.info("a worker ended", { code, signal });
        resolve();
      });
      this.#child.on("error", (error) => {
        log.error("a worker cannot be reached", { error: String(error) });
        // It did not even begin, and so will not exit.
        if (this.#child.pid === undefined) resolve();
        this.kill();
      });
    });
    this.#child.on("message", (message: FromWorker) => this.#hear(message));
    // It comes after the last message; a process whose channel is closed is of no use.
    this.#child.once("disconnect", () => this.kill());
  }

  run(
    task: unknown,
    footings: readonly Footing[],
    { signal, onNews }: { readonly signal: AbortSignal; readonly onNews: (news: unknown) => void },
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#tasks;
      this.#tell({ kind: "task", id, task, footings });
      let grace: NodeJS.Timeout | undefined;
      const abort = () => {
        reject(signal.reason);
        this.#tell({ kind: "abort", id });
        grace = setTimeout(() => {
          this.#log.warn("a worker is killed: its task went on after it was aborted", { graceMs });
          this.kill();
        }, graceMs);
      };
      // Node warns of the eleventh listener. A call may have as many tasks as it likes.
      setMaxListeners(0, signal);
      signal.addEventListener("abort", abort, { once: true });
      const ended = () => {
        signal.removeEventListener("abort", abort);
        clearTimeout(grace);
      };
      this.#waiting.set(id, { onNews: (news) => signal.aborted || onNews(news), resolve, reject, ended });
    });
  }

  kill(): void {
    this.lost = true;
    this.#child.kill("SIGKILL");
    for (const id of [...this.#waiting.keys()]) this.#end(id)?.reject(new WorkerLost("the worker's process is gone"));
  }

  #tell(message: ToWorker): void {
    this.#child.send(message);
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case "log":
        this.#log[message.level](message.message, message.facts);
        break;
      case "news":
        this.#pass(message.id, message.news);
        break;
      case "done":
        this.#end(message.id)?.resolve(message.result);
        break;
      case "failed":
        this.#end(message.id)?.reject(new Error(`a task failed in a worker: ${message.thrown}`));
    }
  }

  #pass(id: number, news: unknown): void {
    try {
      this.#waiting.get(id)?.onNews(news);
    } catch (error) {
      this.#waiting.get(id)?.reject(error);
    }
  }

  #end(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.ended();
    return waiting;
  }
}
