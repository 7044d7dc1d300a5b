/** Counts what a search saw. */
import type { FileCount, Output, Place, Skipped } from "./output.js";
import { comparePlaces } from "./page.js";

type Stats = Output["stats"];
type Dense = NonNullable<Stats["highest_density_file"]>;

const NAMED = 20;

export class Tally {
  searched = 0;
  matched = 0;
  bytes = 0;
  occurrences = 0;
  readonly skipped: Skipped = { binary: 0, too_large: 0, unreadable: 0, outside_roots: 0, ignored: 0, hidden: 0 };
  readonly #unreadable: string[] = [];
  #mostFrequent: FileCount | null = null;
  #densest: Dense | null = null;

  unreadable(path: string): void {
    this.skipped.unreadable += 1;
    if (this.#unreadable.length < NAMED) this.#unreadable.push(path);
  }

  /** @param size - the file's bytes */
  file(place: Place, size: number, count: number): void {
    this.searched += 1;
    this.bytes += size;
    if (count === 0) return;
    this.matched += 1;
    this.occurrences += count;
    const file = { ...place, count };
    this.#mostFrequent = higher(this.#mostFrequent, file, (of) => of.count);
    const dense = { ...file, per_kilobyte: Math.round((count / size) * 1e6) / 1e3 };
    this.#densest = higher(this.#densest, dense, (of) => of.per_kilobyte);
  }

  stats(milliseconds: number): Stats {
    return {
      files_searched: this.searched,
      files_matched: this.matched,
      files_skipped: this.skipped,
      unreadable_files: this.#unreadable,
      bytes_searched: this.bytes,
      occurrences: this.occurrences,
      most_frequent_file: this.#mostFrequent,
      highest_density_file: this.#densest,
      duration_ms: Math.round(milliseconds * 10) / 10,
    };
  }
}

/** Of two that are alike, the first by path, so that an answer does not depend on the order of the search. */
function higher<F extends FileCount>(held: F | null, next: F, value: (of: F) => number): F {
  if (held === null) return next;
  const by = value(next) - value(held);
  return by > 0 || (by === 0 && comparePlaces(next, held) < 0) ? next : held;
}
