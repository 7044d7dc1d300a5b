/** Has the processes search, lets those that are done help those that are not, and merges what they found. */
import { setTimeout } from "node:timers/promises";
import { type Call, type RootedPath, WorkerLost, type WorkerPool } from "@portcullis/plugin-api";
import type { FileCount, Match } from "../output.js";
import { comparePlaces, Page } from "../page.js";
import { Tally } from "../tally.js";
import { Ownership } from "./ownership.js";
import type { Answer, Found, News, Query, SearchTask, Task } from "./task.js";

/** Milliseconds that a process without work waits before it asks for some: a warm search is over by then. */
const PATIENCE = 5;
/** How often a search is begun anew because another call had its process killed. */
const ATTEMPTS = 10;
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
      for (const start of starts) this.#ownership.settle(start);
      const ended = new AbortController();
      const signal = AbortSignal.any([call.signal, ended.signal]);
      const search = new SharedSearch(`${this.#searches++}`, this.pool, this.#ownership, query, starts, signal, call);
      try {
        return merged(await search.run(), query.pageSize);
      } catch (error) {
        ended.abort(error);
        if (!(error instanceof WorkerLost) || attempt === ATTEMPTS) throw error;
      }
    }
  }
}

/** One call's search in all processes. */
class SharedSearch {
  readonly #found: Found[] = [];
  readonly #busy = new Map<number, Promise<unknown>>();
  readonly #own: Ownership;
  #files = 0;
  #told = performance.now();

  constructor(
    private readonly name: string,
    private readonly pool: WorkerPool<Task, Answer, News>,
    private readonly ownership: Ownership,
    private readonly query: Query,
    private readonly starts: readonly RootedPath[],
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
      await Promise.race([...this.#busy.values(), setTimeout(PATIENCE, undefined, { signal: ended.signal })]);
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
      if (answer.kind === "found") this.#found.push(answer);
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
