/** Cuts a stream of bytes into lines, in time linear in the bytes and within a bound. */

const NEWLINE = 0x0a;

export class Frames {
  #held: Buffer[] = [];
  #length = 0;
  #skipping = false;

  /**
   * @param maxBytes - a longer line is dropped whole, and told once
   * @param onLine - a line without its newline, never empty
   */
  constructor(
    private readonly maxBytes: number,
    private readonly onLine: (line: string) => void,
    private readonly onTooLong: () => void,
  ) {}

  push(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.#hold(chunk.subarray(from, at));
      this.#release();
      from = at + 1;
    }
    this.#hold(chunk.subarray(from));
  }

  #hold(part: Buffer): void {
    if (this.#skipping || part.length === 0) return;
    this.#length += part.length;
    if (this.#length <= this.maxBytes) {
      this.#held.push(part);
      return;
    }
    this.#skipping = true;
    this.#held = [];
    this.onTooLong();
  }

  #release(): void {
    const [first, ...rest] = this.#held;
    const skipped = this.#skipping;
    this.#held = [];
    this.#length = 0;
    this.#skipping = false;
    if (skipped || first === undefined) return;
    const line = (rest.length === 0 ? first : Buffer.concat([first, ...rest])).toString("utf8");
    if (line.trim() !== "") this.onLine(line);
  }
}
