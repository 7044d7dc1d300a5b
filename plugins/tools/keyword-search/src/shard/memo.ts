/** Remembers how often each file matches the queries asked last: for the next page, or the same query once more. */
import { numbers } from "../fresh/tracked-file.js";
import { Slab } from "../slab.js";

const QUERIES = 16;

/** One query's counts. A file counts as long as its content is known. */
export class Counted {
  /** By file, one more than its count, or 0. */
  readonly #counts = new Slab(numbers());

  /** @returns nothing when it was not counted */
  get(file: number): number | undefined {
    const count = this.#counts.get(file) - 1;
    return count < 0 ? undefined : count;
  }

  set(file: number, count: number): void {
    this.#counts.set(file, count + 1);
  }

  forget(file: number): void {
    if (this.#counts.get(file) !== 0) this.#counts.set(file, 0);
  }
}

export class Memo {
  /** The one asked last stands last. */
  readonly #queries = new Map<string, Counted>();

  of(query: string): Counted {
    const counted = this.#queries.get(query) ?? new Counted();
    this.#queries.delete(query);
    this.#queries.set(query, counted);
    for (const oldest of this.#queries.keys()) {
      if (this.#queries.size <= QUERIES) break;
      this.#queries.delete(oldest);
    }
    return counted;
  }

  forget(file: number): void {
    for (const counted of this.#queries.values()) counted.forget(file);
  }
}
