/** Has all processes search for one call: each what it looks after, and then what it takes from those with too much. */
import { setTimeout } from "node:timers/promises";
import type { Call, RootedPath, WorkerPool } from "@portcullis/plugin-api";
import { weightOf } from "../load.js";
import type { Ownership } from "./ownership.js";
import type { Answer, Found, News, Query, SearchTask, Task } from "./task.js";

/** Milliseconds between two messages of progress. */
const NEWS = 100;

/** One call's search in all processes. */
export class SharedSearch {
  readonly #found: Found[] = [];
  readonly #busy = new Map<number, Promise<unknown>>();
  /** What each process searched, in bytes. */
  readonly weights = new Map<number, number>();
  readonly #own: Ownership;
  #files = 0;
  #told = performance.now();

  constructor(
    private readonly name: string,
    private readonly pool: WorkerPool<Task, Answer, News>,
    private readonly ownership: Ownership,
    private readonly query: Query,
    private readonly starts: readonly RootedPath[],
    private readonly patience: number,
    private readonly signal: AbortSignal,
    private readonly call: Call,
  ) {
    this.#own = ownership.copy();
  }

  async run(): Promise<readonly Found[]> {
    const workers = Array.from({ length: this.pool.size }, (_, worker) => worker);
    const working = workers.map((worker) => this.#work(worker));
    await Promise.all(workers.map((worker) => working[worker]?.then(() => this.#help(worker))));
    return this.#found;
  }

  /** Searches what a process owns. */
  async #work(worker: number): Promise<void> {
    const tasks = this.starts.flatMap((path, start) => {
      const share = this.#own.share(path, worker);
      return share === undefined ? [] : [{ start, share }];
    });
    if (tasks.length > 0) await this.#search(worker, tasks);
  }

  /** Takes work from those that have too much of it. */
  async #help(worker: number): Promise<void> {
    let isStarted = false;
    while (this.#busy.size > 0) {
      const ended = new AbortController();
      await Promise.race([...this.#busy.values(), setTimeout(this.patience, undefined, { signal: ended.signal })]);
      ended.abort();
      // Before it takes work from another: it may have to be started.
      if (!isStarted && this.#busy.size > 0) await this.#ask(worker);
      isStarted = true;
      for (const busy of this.#busy.keys()) {
        const given = await this.#ask(busy);
        const path = given.kind === "given" ? this.starts[given.start] : undefined;
        if (given.kind !== "given" || path === undefined || given.below.length === 0) continue;
        const { start, below } = given;
        for (const owners of [this.ownership, this.#own]) owners.give(path.rootIndex, below, worker);
        const share = this.#own.share(path, worker);
        if (share !== undefined) await this.#search(worker, [{ start, share, below }]);
        break;
      }
    }
  }

  #ask(worker: number): Promise<Answer> {
    return this.pool.run(worker, { kind: "share", search: this.name }, { signal: this.signal });
  }

  #progress(): void {
    if (performance.now() - this.#told < NEWS) return;
    this.#told = performance.now();
    this.call.progress(this.#files, undefined, `${this.#files} files searched`);
  }

  async #search(worker: number, starts: SearchTask["starts"]): Promise<void> {
    const task: SearchTask = { kind: "search", search: this.name, query: this.query, starts };
    const searching = this.pool.run(worker, task, {
      paths: starts.flatMap(({ start }) => this.starts[start] ?? []),
      signal: this.signal,
      onNews: (files) => {
        this.#files += files;
        this.#progress();
      },
    });
    this.#busy.set(
      worker,
      searching.catch(() => {}),
    );
    try {
      const answer = await searching;
      if (answer.kind !== "found") return;
      this.#found.push(answer);
      const { bytes, searched } = answer.counts;
      this.weights.set(worker, (this.weights.get(worker) ?? 0) + weightOf({ files: searched, bytes }));
    } finally {
      this.#busy.delete(worker);
    }
  }
}
