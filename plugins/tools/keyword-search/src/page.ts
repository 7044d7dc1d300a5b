/** Keeps one page of results out of all that are found, in any order, in bounded memory. */
import type { Place } from "./output.js";

/** By root, then by path. */
export function comparePlaces(a: Place, b: Place): number {
  const roots = (a.root ?? 0) - (b.root ?? 0);
  return roots !== 0 ? roots : a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** Well under what a host lets an answer have (1 MB): the text repeats the structured rows. */
const PAGE_BYTES = 256 * 1024;

interface Kept<Row> {
  readonly row: Row;
  readonly bytes: number;
}

export class Page<Row extends Place> {
  #kept: Kept<Row>[] = [];
  #bytes = 0;
  #inOrder = true;
  /** A page was full: what stands behind its last row is not kept. */
  #last: Place | undefined;

  /** @param size - rows; a page ends earlier when its rows are large */
  constructor(private readonly size: number) {}

  /** Whether rows of this file could stand on the page. */
  wants(place: Place): boolean {
    // As long as rows come in order, what comes behind a full page is known at once.
    const isFull = this.#inOrder && (this.#kept.length > this.size || this.#bytes > PAGE_BYTES);
    const last = this.#last ?? (isFull ? this.#kept.at(-1)?.row : undefined);
    return last === undefined || comparePlaces(place, last) <= 0;
  }

  get full(): boolean {
    return this.#kept.length >= this.size;
  }

  /** @param row - rows of one file come in their order; files in any order */
  add(row: Row): void {
    const before = this.#kept.at(-1);
    if (before !== undefined && comparePlaces(row, before.row) < 0) this.#inOrder = false;
    const bytes = Buffer.byteLength(JSON.stringify(row));
    this.#kept.push({ row, bytes });
    this.#bytes += bytes;
    if (this.#kept.length > 2 * this.size + 1 || this.#bytes > 4 * PAGE_BYTES) this.#trim();
  }

  /** The rows, sorted, and whether there are more behind them. */
  rows(): { readonly rows: readonly Row[]; readonly more: boolean } {
    this.#trim();
    const rows = this.#kept.slice(0, this.#room()).map(({ row }) => row);
    return { rows, more: rows.length < this.#kept.length };
  }

  /** Leaves the page and the first row behind it, which tells that there is more. */
  #trim(): void {
    this.#kept.sort((a, b) => comparePlaces(a.row, b.row));
    this.#kept.length = Math.min(this.#kept.length, this.#room() + 1);
    this.#bytes = this.#kept.reduce((sum, { bytes }) => sum + bytes, 0);
    const beyond = this.#kept[this.#room()];
    if (beyond !== undefined) this.#last = beyond.row;
  }

  /** How many of the rows kept fit on the page: one at least. */
  #room(): number {
    let bytes = 0;
    const over = this.#kept.findIndex((kept) => {
      bytes += kept.bytes;
      return bytes > PAGE_BYTES;
    });
    return Math.min(this.size, over === -1 ? this.#kept.length : Math.max(1, over));
  }
}
