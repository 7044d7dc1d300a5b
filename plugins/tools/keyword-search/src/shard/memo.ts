/** Remembers how often each file matches the queries asked last: for the next page, or the same query once more. */

const QUERIES = 16;

/** One query's counts. A file counts as long as its content is known. */
export class Counted {
  /** Of files that match. */
  readonly #counts = new Map<number, number>();
  #isCounted = new Uint8Array(1024);

  /** @returns nothing when it was not counted */
  get(file: number): number | undefined {
    return this.#isCounted[file] === 1 ? (this.#counts.get(file) ?? 0) : undefined;
  }

  set(file: number, count: number): void {
    if (file >= this.#isCounted.length) {
      const grown = new Uint8Array(2 * file);
      grown.set(this.#isCounted);
      this.#isCounted = grown;
    }
    this.#isCounted[file] = 1;
    if (count > 0) this.#counts.set(file, count);
  }

  forget(file: number): void {
    if (this.#isCounted[file] !== 1) return;
    this.#isCounted[file] = 0;
    this.#counts.delete(file);
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
