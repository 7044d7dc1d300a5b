/** Has the processes search, lets those that are done help those that are not, and merges what they found. */
import { setTimeout } from "node:timers/promises";
import { type Call, type RootedPath, WorkerLost, type WorkerPool } from "@portcullis/plugin-api";
import { FILE_BYTES } from "../fresh/spare.js";
import type { FileCount, Match } from "../output.js";
import { comparePlaces, Page } from "../page.js";
import { NOWHERE } from "../plan/plan.js";
import { Tally } from "../tally.js";
import { Ownership } from "./ownership.js";
import type { Answer, Found, News, Query, SearchTask, Task } from "./task.js";

/** Milliseconds that a process without work waits before it asks for some, where a search may be over by then. */
const PATIENCE = 5;
/** How often a search is begun anew because another call had its process killed. */
const ATTEMPTS = 10;
/** How much a process has too much that leaves some to another: a part of its own, and bytes. */
const UNEVEN = 0.1;
const UNEVEN_BYTES = 1024 * 1024;
/** How long that may take. */
const LEVEL_MS = 25_000;
/** Milliseconds between two messages of progress. */
const NEWS = 100;

export type Merged = Omit<Found, "kind" | "counts"> & { readonly tally: Tally };

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

/** One call's search in all processes. */
class SharedSearch {
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
      this.weights.set(worker, (this.weights.get(worker) ?? 0) + bytes + searched * FILE_BYTES);
    } finally {
      this.#busy.delete(worker);
    }
  }
}

function merged(all: readonly Found[], pageSize: number): Merged {
  const tally = new Tally();
  for (const { counts } of all) tally.add(counts);
  const matches = onePage<Match>(all, pageSize, (found) => found.matches);
  const files = onePage<FileCount>(all, pageSize, (found) => found.files);
  return {
    tally,
    matches: [...matches.rows],
    files: [...files.rows],
    more: matches.more || files.more || all.some(({ more }) => more),
    cut: all.map(({ cut }) => cut).find((cut) => cut !== undefined),
  };
}

function onePage<Row extends FileCount | Match>(
  all: readonly Found[],
  pageSize: number,
  rowsOf: (found: Found) => readonly Row[],
) {
  const page = new Page<Row>(pageSize);
  for (const found of all) for (const row of rowsOf(found)) page.add(row);
  const { rows, more } = page.rows();
  // Behind the last row of a full page of one process, it may have more than it told.
  const ends = all.flatMap((found) => (found.more ? (rowsOf(found).at(-1) ?? []) : []));
  const told = rows.findIndex((row) => ends.some((end) => comparePlaces(row, end) > 0));
  return told === -1 ? { rows, more } : { rows: rows.slice(0, told), more: true };
}
