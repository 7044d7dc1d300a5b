/** The lines of a text, and places in them. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(private readonly text: string) {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  /** A text that ends in a line break has an empty line behind it. */
  get count(): number {
    return this.#starts.length;
  }

  /** @param index - from 0 */
  start(index: number): number {
    return this.#starts[index] ?? this.text.length;
  }

  /** With its line break, if it has one. */
  line(index: number): string {
    return this.text.slice(this.start(index), this.start(index + 1));
  }

  /** The index of the line that the offset stands in, from 0. */
  indexAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.start(middle) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  /** As people count: from 1, columns in UTF-16 units. */
  place(offset: number): { readonly line: number; readonly column: number } {
    const index = this.indexAt(offset);
    return { line: index + 1, column: offset - this.start(index) + 1 };
  }
}
