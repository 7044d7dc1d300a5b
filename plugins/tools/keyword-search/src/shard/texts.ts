/** Keeps texts in memory: to open a file costs many times what a match in it takes. */

/** A larger text is read again: there, opening costs little beside the rest. */
const MOST_OF_ONE = 4 * 1024 * 1024;
/** The memory is given in chunks: one is free again when all its texts are gone. */
const CHUNK_BYTES = 1024 * 1024;

interface Kept {
  readonly text: Buffer;
  /** Where it lies: one chunk, or several that are all its own. */
  readonly chunk: number;
  readonly chunks: number;
}

export class Texts {
  readonly #texts = new Map<number, Kept>();
  /** How many texts lie in each chunk. */
  readonly #held: number[];
  /** What comes next goes here, behind what lies there, if it fits. */
  #chunk = 0;
  #used = 0;

  /** @param memory - what comes when it is full is read again */
  constructor(private readonly memory: Buffer) {
    this.#held = Array.from({ length: Math.floor(memory.length / CHUNK_BYTES) }, () => 0);
  }

  has(file: number): boolean {
    return this.#texts.has(file);
  }

  /** @returns the text of the content that is known, if it was kept: good until the next one is */
  get(file: number): Buffer | undefined {
    return this.#texts.get(file)?.text;
  }

  /** @param text - is copied */
  keep(file: number, text: Buffer): void {
    this.forget(file);
    if (text.length > MOST_OF_ONE) return;
    const at = text.length > CHUNK_BYTES ? this.#apart(text.length) : this.#behind(text.length);
    if (at === undefined) return;
    const kept = this.memory.subarray(at, at + text.length);
    kept.set(text);
    const chunk = Math.floor(at / CHUNK_BYTES);
    const chunks = Math.max(1, Math.ceil(text.length / CHUNK_BYTES));
    for (let one = chunk; one < chunk + chunks; one++) this.#hold(one, 1);
    this.#texts.set(file, { text: kept, chunk, chunks });
  }

  forget(file: number): void {
    const kept = this.#texts.get(file);
    if (kept === undefined) return;
    this.#texts.delete(file);
    for (let one = kept.chunk; one < kept.chunk + kept.chunks; one++) this.#hold(one, -1);
  }

  #hold(chunk: number, more: number): void {
    this.#held[chunk] = (this.#held[chunk] ?? 0) + more;
  }

  /** Room in the chunk that is being filled, or in one that nothing lies in. */
  #behind(length: number): number | undefined {
    if (this.#held[this.#chunk] === 0) this.#used = 0;
    // Behind a full one, the next begins: not even an empty text has room.
    if (this.#used === CHUNK_BYTES || this.#used + length > CHUNK_BYTES) {
      const free = this.#free(1);
      if (free === undefined) return undefined;
      this.#chunk = free;
      this.#used = 0;
    }
    const at = this.#chunk * CHUNK_BYTES + this.#used;
    this.#used += length;
    return at;
  }

  /** Chunks side by side that nothing lies in. */
  #apart(length: number): number | undefined {
    const free = this.#free(Math.ceil(length / CHUNK_BYTES));
    return free === undefined ? undefined : free * CHUNK_BYTES;
  }

  #free(chunks: number): number | undefined {
    let row = 0;
    for (const [chunk, held] of this.#held.entries()) {
      row = held === 0 && chunk !== this.#chunk ? row + 1 : 0;
      if (row === chunks) return chunk - chunks + 1;
    }
    return undefined;
  }
}
