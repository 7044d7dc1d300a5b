/** Counts what a search saw. */
import type { FileCount, Output, Place, Skipped } from "./output.js";
import { comparePlaces } from "./page.js";

type Stats = Output["stats"];
type Dense = NonNullable<Stats["highest_density_file"]>;

const NAMED = 20;

/** Plain data: each process counts its own, and the sums are told. */
export interface Counts {
  searched: number;
  matched: number;
  bytes: number;
  occurrences: number;
  skipped: Skipped;
  /** The first by path. */
  unreadable: string[];
  mostFrequent: FileCount | null;
  densest: Dense | null;
}

export class Tally {
  readonly counts: Counts = {
    searched: 0,
    matched: 0,
    bytes: 0,
    occurrences: 0,
    skipped: { binary: 0, too_large: 0, unreadable: 0, outside_roots: 0, ignored: 0, hidden: 0 },
    unreadable: [],
    mostFrequent: null,
    densest: null,
  };

  skip(why: keyof Skipped): void {
    this.counts.skipped[why] += 1;
  }

  leftOut({ ignored, hidden }: Pick<Skipped, "ignored" | "hidden">): void {
    this.counts.skipped.ignored += ignored;
    this.counts.skipped.hidden += hidden;
  }

  unreadable(path: string): void {
    this.skip("unreadable");
    this.#name([path]);
  }

  /** @param size - in bytes, of all files together */
  searched(size: number, files = 1): void {
    this.counts.searched += files;
    this.counts.bytes += size;
  }

  /** @param count - above 0 */
  matched(place: Place, size: number, count: number): void {
    const { counts } = this;
    counts.matched += 1;
    counts.occurrences += count;
    const density = Math.round((count / size) * 1e6) / 1e3;
    // Most files are neither.
    if (count < (counts.mostFrequent?.count ?? 0) && density < (counts.densest?.per_kilobyte ?? 0)) return;
    const file = { ...place, count };
    this.#rank(file, { ...file, per_kilobyte: density });
  }

  add(more: Counts): void {
    const { counts } = this;
    counts.searched += more.searched;
    counts.matched += more.matched;
    counts.bytes += more.bytes;
    counts.occurrences += more.occurrences;
    for (const why of Object.keys(counts.skipped) as (keyof Skipped)[]) counts.skipped[why] += more.skipped[why];
    this.#name(more.unreadable);
    this.#rank(more.mostFrequent, more.densest);
  }

  stats(milliseconds: number): Stats {
    const { counts } = this;
    return {
      files_searched: counts.searched,
      files_matched: counts.matched,
      files_skipped: counts.skipped,
      unreadable_files: counts.unreadable,
      bytes_searched: counts.bytes,
      occurrences: counts.occurrences,
      most_frequent_file: counts.mostFrequent,
      highest_density_file: counts.densest,
      duration_ms: Math.round(milliseconds * 10) / 10,
    };
  }

  #name(paths: readonly string[]): void {
    this.counts.unreadable = [...this.counts.unreadable, ...paths].sort().slice(0, NAMED);
  }

  #rank(file: FileCount | null, dense: Dense | null): void {
    this.counts.mostFrequent = higher(this.counts.mostFrequent, file, (of) => of.count);
    this.counts.densest = higher(this.counts.densest, dense, (of) => of.per_kilobyte);
  }
}

/** Of two that are alike, the first by path, so that an answer does not depend on the order of the search. */
function higher<F extends FileCount>(held: F | null, next: F | null, value: (of: F) => number): F | null {
  if (held === null || next === null) return held ?? next;
  const by = value(next) - value(held);
  return by > 0 || (by === 0 && comparePlaces(next, held) < 0) ? next : held;
}
