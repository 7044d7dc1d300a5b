/** Has processes search for calls, and sees to it that each of them looks after as much as the others. */
import { type Call, type RootedPath, WorkerLost, type WorkerPool } from "@portcullis/plugin-api";
import { NOWHERE } from "../plan/plan.js";
import { type Merged, merged } from "./merge.js";
import { Ownership } from "./ownership.js";
import { SharedSearch } from "./shared-search.js";
import type { Answer, News, Query, Task } from "./task.js";

/** Milliseconds that a process without work waits before it asks for some, where a search may be over by then. */
const PATIENCE = 5;
/** How often a search is begun anew because another call had its process killed. */
const ATTEMPTS = 10;
/** How much a process has too much that leaves some to another: a part of its own, and bytes. */
const UNEVEN = 0.1;
const UNEVEN_BYTES = 1024 * 1024;
/** How long that may take. */
const LEVEL_MS = 25_000;

export class Coordinator {
  readonly #ownership: Ownership;
  #searches = 0;

  constructor(private readonly pool: WorkerPool<Task, Answer, News>) {
    this.#ownership = new Ownership(pool.size);
  }

  /** Has the processes started before a call waits for them. Where that fails, the call will say so. */
  prepare(): void {
    const { signal } = new AbortController();
    for (let worker = 0; worker < this.pool.size; worker++) {
      this.pool.run(worker, { kind: "share", search: "" }, { signal }).catch(() => {});
    }
  }

  /** @throws what the call was aborted with */
  async find(query: Query, starts: readonly RootedPath[], call: Call): Promise<Merged> {
    for (let attempt = 1; ; attempt++) {
      const isNew = starts.map((start) => this.#ownership.settle(start)).includes(true);
      const ended = new AbortController();
      const signal = AbortSignal.any([call.signal, ended.signal]);
      const search = new SharedSearch(
        `${this.#searches++}`,
        this.pool,
        this.#ownership,
        query,
        starts,
        isNew ? 0 : PATIENCE,
        signal,
        call,
      );
      try {
        const found = await search.run();
        const [start, ...others] = starts;
        if (isNew && start !== undefined && others.length === 0) {
          // What is not moved stays where it is.
          this.#level(query, start, search.weights).catch(() => {});
        }
        return merged(found, query.pageSize);
      } catch (error) {
        ended.abort(error);
        if (!(error instanceof WorkerLost) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /**
   * Behind a first search, which was shared out before anybody knew what lies where: has the process with the least look
   * after some of what the one with the most does.
   */
  async #level(query: Query, start: RootedPath, weights: ReadonlyMap<number, number>): Promise<void> {
    const workers = Array.from({ length: this.pool.size }, (_, worker) => worker);
    const weightOf = (worker: number) => weights.get(worker) ?? 0;
    const [least = 0, ...more] = workers.sort((a, b) => weightOf(a) - weightOf(b));
    const most = more.at(-1) ?? least;
    const weight = (weightOf(most) - weightOf(least)) / 2;
    const share = this.#ownership.share(start, most);
    if (share === undefined || weight < Math.max(UNEVEN * weightOf(most), UNEVEN_BYTES)) return;
    const how = { paths: [start], signal: AbortSignal.timeout(LEVEL_MS) };
    const spare = await this.pool.run(most, { kind: "spare", share, weight }, how);
    if (spare.kind !== "given" || spare.below.length === 0) return;
    this.#ownership.give(start.rootIndex, spare.below, least);
    const own = this.#ownership.share(start, least);
    if (own === undefined) return;
    // Read now, it is known when the next call comes.
    const starts = [{ start: 0, share: own, below: spare.below }];
    const reading = { ...query, plan: NOWHERE };
    await this.pool.run(least, { kind: "search", search: `${this.#searches++}`, query: reading, starts }, how);
  }
}
