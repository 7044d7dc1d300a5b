/** Pools of child processes that run plugins' modules. They are started by the first task, and ended with the server. */
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import type { Log, RootedPath, WorkerPool, Workers } from "@portcullis/plugin-api";
import { logWith } from "./log.js";
import { type Footing, HostRootedPath } from "./rooted-path.js";
import { WorkerProcess } from "./worker-process.js";

/** More would not read faster, and each takes some 50 MB. */
const mostProcesses = 4;

/** What Node needs to start, and to find the folder for temporary files. No secret is in these. */
const needed = ["SystemRoot", "TEMP", "TMP", "TMPDIR"];

/** The host's {@link Workers}. */
export class HostWorkers implements Workers {
  readonly #environment: Readonly<Record<string, string>>;
  readonly #log: Log;
  readonly #living = new Set<WorkerProcess>();
  #closed = false;

  constructor(environment: Readonly<Record<string, string>>, log: Log) {
    this.#environment = Object.fromEntries(Object.entries(environment).filter(([name]) => needed.includes(name)));
    this.#log = log;
  }

  pool<Task, Result, News = never>(
    entry: URL,
    { size = Math.min(availableParallelism(), mostProcesses) }: { readonly size?: number } = {},
  ): WorkerPool<Task, Result, News> {
    return new HostWorkerPool(size, () => this.#start(entry));
  }

  /** Kills what runs, and waits until it is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const worker of this.#living) worker.kill();
    await Promise.all([...this.#living].map(({ gone }) => gone));
  }

  #start(entry: URL): WorkerProcess {
    if (this.#closed) throw new Error("The server has ended: no worker is started.");
    const worker = new WorkerProcess(
      entry,
      this.#environment,
      logWith(this.#log, { worker: basename(entry.pathname) }),
    );
    this.#living.add(worker);
    void worker.gone.then(() => this.#living.delete(worker));
    return worker;
  }
}

class HostWorkerPool<Task, Result, News> implements WorkerPool<Task, Result, News> {
  readonly #start: () => WorkerProcess;
  readonly #workers: (WorkerProcess | undefined)[] = [];

  constructor(
    readonly size: number,
    start: () => WorkerProcess,
  ) {
    this.#start = start;
  }

  async run(
    worker: number,
    task: Task,
    { paths = [], signal, onNews = () => {} }: Parameters<WorkerPool<Task, Result, News>["run"]>[2],
  ): Promise<Result> {
    signal.throwIfAborted();
    const footings = paths.map(footingOf);
    const how = { signal, onNews: (news: unknown) => onNews(news as News) };
    // What a module answers, the types of its pool say: nobody else sees both.
    return (await this.#worker(worker).run(task, footings, how)) as Result;
  }

  #worker(index: number): WorkerProcess {
    if (!Number.isInteger(index) || index < 0 || index >= this.size)
      throw new RangeError(`there is no worker ${index}`);
    const running = this.#workers[index];
    if (running !== undefined && !running.lost) return running;
    const started = this.#start();
    this.#workers[index] = started;
    return started;
  }
}

const footingOf = (path: RootedPath): Footing => {
  const footing = HostRootedPath.footing(path);
  if (footing === undefined)
    throw new TypeError(`${path.relative} was not admitted by this server: no worker can go there`);
  return footing;
};
