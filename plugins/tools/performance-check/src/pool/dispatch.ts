/** Shares files among the worker processes, and gives up the ones that cost a process. */
import { setTimeout as sleep } from "node:timers/promises";
import { type RootedPath, WorkerLost, type WorkerPool } from "@portcullis/plugin-api";
import type { News, Report, RuleSet, SourceFile, Task, TaskResult } from "../task.js";

export type Pool = WorkerPool<Task, TaskResult, News>;

/** Files in one task: what a process is asked for at a time. */
const BATCH = 32;
/** Milliseconds without news after which a process is thought to hang. A file has 1 second. */
const SILENCE = 3000;
/** Milliseconds after which a process that goes on with an aborted task is gone. */
const KILLED = 500;
/** So often is a process lost before the file that it had is the reason: another call's may have been. */
const LOSSES = 2;

/** The call cannot go on, for a reason that its caller is told. */
export class RulesInvalid extends Error {
  override readonly name = "RulesInvalid";
}

/** What the tasks of a call have in common. */
export interface Checking {
  readonly pool: Pool;
  readonly paths: readonly RootedPath[];
  readonly rules: RuleSet;
  readonly signal: AbortSignal;
}

export class Dispatch {
  /** Ids of the rules that projects brought. */
  readonly ownRules = new Set<string>();
  readonly #queues: readonly SourceFile[][];
  readonly #runs: (Promise<void> | undefined)[];
  readonly #losses = new Map<SourceFile, number>();
  readonly #failed = new AbortController();
  readonly #signal: AbortSignal;

  constructor(
    private readonly checking: Checking,
    private readonly onReport: (report: Report) => void,
  ) {
    this.#queues = Array.from({ length: checking.pool.size }, () => []);
    this.#runs = this.#queues.map(() => undefined);
    this.#signal = AbortSignal.any([checking.signal, this.#failed.signal]);
  }

  /** A file goes to the process that had it before: that one may remember what it found. */
  add(file: SourceFile): void {
    const worker = numberOf(file) % this.#queues.length;
    this.#queues[worker]?.push(file);
    if (this.#runs[worker] !== undefined) return;
    const run = this.#run(worker);
    this.#runs[worker] = run;
    // Whoever waits for `done` is told; the other processes need not go on.
    run.catch((error: unknown) => this.#failed.abort(error));
  }

  /** @throws {@link RulesInvalid}; what the call was aborted with */
  async done(): Promise<void> {
    await Promise.all(this.#runs);
  }

  async #run(worker: number): Promise<void> {
    const queue = this.#queues[worker] ?? [];
    // What is added at the same time, goes in the same task.
    await Promise.resolve();
    while (queue.length > 0) await this.#batch(worker, queue);
    this.#runs[worker] = undefined;
  }

  async #batch(worker: number, queue: SourceFile[]): Promise<void> {
    const batch = queue.splice(0, BATCH);
    const { pool, paths, rules } = this.checking;
    const overdue = new AbortController();
    const timer = setTimeout(() => overdue.abort(), SILENCE);
    let told = 0;
    try {
      const task: Task = { kind: "check", files: batch, rules };
      const result = await pool.run(worker, task, {
        paths,
        signal: AbortSignal.any([this.#signal, overdue.signal]),
        onNews: (news) => {
          if (news.kind !== "report") return;
          told += 1;
          timer.refresh();
          this.onReport(news.report);
        },
      });
      if (result.kind === "rules-invalid") throw new RulesInvalid(result.reason);
      if (result.kind === "checked") for (const id of result.ownRules) this.ownRules.add(id);
    } catch (error) {
      this.#signal.throwIfAborted();
      if (!overdue.signal.aborted && !(error instanceof WorkerLost)) throw error;
      if (overdue.signal.aborted) await sleep(KILLED, undefined, { signal: this.#signal });
      queue.unshift(...this.#left(batch.slice(told)));
    } finally {
      clearTimeout(timer);
    }
  }

  /** What is to be done again when a process was lost. The first file is the one that it had. */
  #left(files: readonly SourceFile[]): readonly SourceFile[] {
    const [first, ...rest] = files;
    if (first === undefined) return [];
    const losses = (this.#losses.get(first) ?? 0) + 1;
    this.#losses.set(first, losses);
    if (losses < LOSSES) return files;
    const { path, root } = first;
    this.onReport({ kind: "given-up", path, ...(root === undefined ? {} : { root }) });
    return rest;
  }
}

/** The same for the same file. */
function numberOf({ path, source }: SourceFile): number {
  if (source !== undefined) return source.length;
  let number = 0;
  for (let at = 0; at < path.length; at += 1) number = (number * 31 + path.charCodeAt(at)) >>> 0;
  return number;
}
