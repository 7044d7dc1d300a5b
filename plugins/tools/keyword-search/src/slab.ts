/** Numbers in one array that grows. */
export class Slab {
  words: Int32Array<ArrayBuffer>;
  /** How many of the words are in use, from the first on. */
  used = 0;

  constructor(capacity: number) {
    this.words = new Int32Array(capacity);
  }

  get(at: number): number {
    return this.words[at] ?? 0;
  }

  /** What is not in use yet is zero. */
  set(at: number, word: number): void {
    if (at >= this.used) this.take(at + 1 - this.used);
    this.words[at] = word;
  }

  /** Takes zeros behind what is in use. */
  take(count: number): number {
    const at = this.used;
    this.used += count;
    if (this.used > this.words.length) {
      // By little: memory is what an index is short of.
      const grown = new Int32Array(Math.ceil(this.used * 1.2));
      grown.set(this.words);
      this.words = grown;
    }
    return at;
  }

  /** Moves words forward to the end of what was kept so far. */
  keep(from: number, count: number, kept: number): number {
    this.words.copyWithin(kept, from, from + count);
    return kept + count;
  }

  /** Leaves the first words alone. */
  truncate(used: number): void {
    this.words = this.words.slice(0, used);
    this.used = used;
  }
}
