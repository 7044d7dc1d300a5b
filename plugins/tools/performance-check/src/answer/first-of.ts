/** Keeps the first rows, in some order, of all that come in any order. */
export class FirstOf<Row> {
  #kept: Row[] = [];

  /** @param size - how many are kept */
  constructor(
    private readonly size: number,
    private readonly compare: (a: Row, b: Row) => number,
  ) {}

  add(row: Row): void {
    this.#kept.push(row);
    if (this.#kept.length > 2 * this.size + 64) this.#trim();
  }

  /** In order. */
  rows(): readonly Row[] {
    this.#trim();
    return this.#kept;
  }

  #trim(): void {
    this.#kept.sort(this.compare);
    this.#kept.length = Math.min(this.#kept.length, this.size);
  }
}
