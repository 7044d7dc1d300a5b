/** Keeps one page of issues out of all that are found, in any order, in bounded memory. */
import { FirstOf } from "./first-of.js";
import { compareIssues, type Position } from "./order.js";

/** Well under what a host lets an answer have (1 MB): the text repeats some of it. */
const PAGE_BYTES = 256 * 1024;

export class Page<Row extends Position> {
  readonly #first: FirstOf<Row>;

  /**
   * @param size - issues; a page ends earlier when they are large
   * @param after - the last one of the page before
   */
  constructor(
    private readonly size: number,
    private readonly after: Position | undefined,
  ) {
    // One behind the page tells that there is more.
    this.#first = new FirstOf<Row>(size + 1, compareIssues);
  }

  add(row: Row): void {
    if (this.after === undefined || compareIssues(row, this.after) > 0) this.#first.add(row);
  }

  /** The page, sorted, and whether there are more behind it. */
  rows(): { readonly rows: readonly Row[]; readonly hasMore: boolean } {
    const kept = this.#first.rows();
    let bytes = 0;
    const over = kept.findIndex((row) => {
      bytes += Buffer.byteLength(JSON.stringify(row));
      return bytes > PAGE_BYTES;
    });
    const rows = kept.slice(0, Math.min(this.size, over === -1 ? kept.length : Math.max(1, over)));
    return { rows, hasMore: rows.length < kept.length };
  }
}
