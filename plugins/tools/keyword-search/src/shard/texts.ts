/** Keeps small texts in memory: to open a file costs many times what a match in it takes. */

/** A larger text is read again: there, opening costs little beside the rest. */
const MOST_OF_ONE = 64 * 1024;
/** Of one process. What comes after is read again. */
const MOST_BYTES = 64 * 1024 * 1024;

export class Texts {
  readonly #texts = new Map<number, Buffer>();
  #bytes = 0;

  has(file: number): boolean {
    return this.#texts.has(file);
  }

  /** @returns the text of the content that is known, if it was kept */
  get(file: number): Buffer | undefined {
    return this.#texts.get(file);
  }

  /** @param text - is copied */
  keep(file: number, text: Buffer): void {
    if (text.length > MOST_OF_ONE || this.#bytes + text.length > MOST_BYTES || this.#texts.has(file)) return;
    this.#texts.set(file, Buffer.from(text));
    this.#bytes += text.length;
  }

  forget(file: number): void {
    const text = this.#texts.get(file);
    if (text === undefined) return;
    this.#texts.delete(file);
    this.#bytes -= text.length;
  }
}
