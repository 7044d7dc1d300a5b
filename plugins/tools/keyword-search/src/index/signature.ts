/**
 * A block's signature: a bit for each trigram that stands in one of its lines, as it is and folded, at the place that its
 * hash gives. There are as many bits as keep {@link FILL} of them set.
 */
import { FOLD } from "../plan/trigram.js";

const NEWLINE = 10;
const HASHES = 1 << 17;

/** More set bits let more through; fewer take more memory. */
const FILL = 0.3;
/** Of n random bits out of m, 1 - exp(-n / m) are set. */
const BITS_A_HASH = -1 / Math.log(1 - FILL);

/** Knuth's multiplicative hash. */
export const hashOf = (trigram: number): number => Math.imul(trigram, 0x9e3779b1) >>> 15;

/** Which bit of a signature stands for a hash. */
const bitOf = (hash: number, words: number): number => ((hash * words * 32) / HASHES) | 0;

/** @param at - where the signature begins */
export const holds = (slab: Int32Array, at: number, words: number, hash: number): boolean => {
  const bit = bitOf(hash, words);
  return ((slab[at + (bit >>> 5)] ?? 0) & (1 << (bit & 31))) !== 0;
};

/** Makes signatures, one after the other. */
export class Signer {
  readonly #isSeen = new Uint8Array(HASHES);
  readonly #hashes = new Int32Array(HASHES + 1);
  #count = 0;

  /** @returns how many words its signature takes */
  read(block: Buffer): number {
    const isSeen = this.#isSeen;
    const hashes = this.#hashes;
    let count = 0;
    let raw = 0;
    let folded = 0;
    let length = 0;
    for (let at = 0; at < block.length; at++) {
      const byte = block[at] ?? 0;
      raw = ((raw << 8) | byte) & 0xffffff;
      folded = ((folded << 8) | (FOLD[byte] ?? 0)) & 0xffffff;
      length += 1;
      if (byte === NEWLINE) length = 0;
      // No match crosses a line.
      if (length < 3) continue;
      // What is there is written and not counted: to ask first is a branch that no processor foresees.
      const hash = hashOf(folded);
      hashes[count] = hash;
      count += 1 - (isSeen[hash] ?? 0);
      isSeen[hash] = 1;
      const rawHash = hashOf(raw);
      hashes[count] = rawHash;
      count += 1 - (isSeen[rawHash] ?? 0);
      isSeen[rawHash] = 1;
    }
    this.#count = count;
    for (let at = 0; at < count; at++) isSeen[hashes[at] ?? 0] = 0;
    return Math.ceil((count * BITS_A_HASH) / 32);
  }

  /** Writes the signature of the block that was read last, into zeros. */
  write(slab: Int32Array, at: number, words: number): void {
    for (let index = 0; index < this.#count; index++) {
      const bit = bitOf(this.#hashes[index] ?? 0, words);
      const word = at + (bit >>> 5);
      slab[word] = (slab[word] ?? 0) | (1 << (bit & 31));
    }
  }
}
