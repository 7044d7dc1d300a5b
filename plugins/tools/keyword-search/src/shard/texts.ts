/** Keeps texts in memory: to open a file costs many times what a match in it takes. */

/** A larger text is read again: there, opening costs little beside the rest. */
const MOST_OF_ONE = 4 * 1024 * 1024;
/** Of one process. What comes after is read again. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Texts lie in few pieces of memory: each piece makes the collector run sooner. */
const CHUNK_BYTES = 1024 * 1024;

interface Chunk {
  readonly bytes: Buffer;
  used: number;
  /** How many texts lie in it. It goes with the last. */
  texts: number;
}

export class Texts {
  readonly #texts = new Map<number, { readonly text: Buffer; readonly chunk: Chunk }>();
  #bytes = 0;
  /** What comes next goes here, if it fits. */
  #chunk: Chunk | undefined;

  has(file: number): boolean {
    return this.#texts.has(file);
  }

  /** @returns the text of the content that is known, if it was kept */
  get(file: number): Buffer | undefined {
    return this.#texts.get(file)?.text;
  }

  /** @param text - is copied */
  keep(file: number, text: Buffer): void {
    this.forget(file);
    const chunk = this.#chunkFor(text.length);
    if (chunk === undefined) return;
    const kept = chunk.bytes.subarray(chunk.used, chunk.used + text.length);
    text.copy(kept);
    chunk.used += text.length;
    chunk.texts += 1;
    this.#texts.set(file, { text: kept, chunk });
  }

  forget(file: number): void {
    const chunk = this.#texts.get(file)?.chunk;
    if (chunk === undefined) return;
    this.#texts.delete(file);
    chunk.texts -= 1;
    if (chunk.texts > 0) return;
    this.#bytes -= chunk.bytes.length;
    if (chunk === this.#chunk) this.#chunk = undefined;
  }

  #chunkFor(length: number): Chunk | undefined {
    if (length > MOST_OF_ONE) return undefined;
    if (this.#chunk !== undefined && this.#chunk.used + length <= this.#chunk.bytes.length) return this.#chunk;
    const bytes = Math.max(length, CHUNK_BYTES);
    if (this.#bytes + bytes > MOST_BYTES) return undefined;
    this.#bytes += bytes;
    const chunk = { bytes: Buffer.allocUnsafeSlow(bytes), used: 0, texts: 0 };
    // A large text has one of its own, and the next small one goes where it would have gone.
    if (bytes === CHUNK_BYTES) this.#chunk = chunk;
    return chunk;
  }
}
