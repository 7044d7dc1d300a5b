/**
 * Tells which blocks of which texts may hold a match: a signature for each block, a bit for each trigram of it. Nothing
 * that matches is ever missed; what a signature lets through has to be looked at.
 */
import { blocks } from "../blocks.js";
import { foldsInAscii } from "../plan/ascii-folded.js";
import type { Plan } from "../plan/plan.js";
import type { Requirement } from "../plan/requirement.js";
import { hashOf, holds, Signer } from "./signature.js";
import { Slab } from "./slab.js";

/** Whole lines of a text. */
export interface Block {
  /** The number that the text was added under. */
  readonly file: number;
  /** In bytes of the text. */
  readonly offset: number;
  readonly length: number;
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** What stands in the table of each block: its file or {@link GONE}, offset, length, line, signature, size of it. */
const ROW = 6;
const GONE = -1;
/** Dead words above this part of all are cleared away. */
const MOST_DEAD = 0.25;

export class TrigramIndex {
  /** In rows, those of one file one behind the other. */
  #table = new Slab(ROW * 64);
  #signatures = new Slab(1024);
  /** Where the rows of a file begin. */
  readonly #rows = new Map<number, number>();
  #dead = 0;
  readonly #signer = new Signer();

  /** What the index takes of memory. */
  get bytes(): number {
    return this.#table.words.byteLength + this.#signatures.words.byteLength;
  }

  has(file: number): boolean {
    return this.#rows.has(file);
  }

  /** Adds a text, in place of the one that was there under this number. Takes some 4 ns for each byte. */
  add(file: number, text: Buffer): void {
    this.remove(file);
    this.#rows.set(file, this.#table.used);
    let line = 1;
    for (const { start, lines } of blocks(text)) {
      const words = this.#signer.read(lines);
      const signature = this.#signatures.take(words);
      this.#signer.write(this.#signatures.words, signature, words);
      const row = this.#table.take(ROW);
      // The sign tells of characters that fold to ASCII from without.
      const size = foldsInAscii(lines) ? words : ~words;
      this.#table.words.set([file, start, lines.length, line, signature, size], row);
      line += this.#signer.newlines;
    }
  }

  remove(file: number): void {
    const first = this.#rows.get(file);
    if (first === undefined) return;
    this.#rows.delete(file);
    const table = this.#table;
    for (let row = first; row < table.used && table.get(row) === file; row += ROW) {
      table.words[row] = GONE;
      this.#dead += sizeOf(table.get(row + 5));
    }
    if (this.#dead > MOST_DEAD * this.#signatures.used) this.#compact();
  }

  /** The blocks that may hold a match, those of one text together and in order. */
  candidates({ requirement, ignoreCase }: Pick<Plan, "requirement" | "ignoreCase">): Block[] {
    const hashed = hashes(requirement);
    const found: Block[] = [];
    const table = this.#table;
    for (let row = 0; row < table.used; row += ROW) {
      const file = table.get(row);
      if (file === GONE) continue;
      const size = table.get(row + 5);
      if ((ignoreCase && size < 0) || fulfils(this.#signatures.words, table.get(row + 4), sizeOf(size), hashed)) {
        found.push({ file, offset: table.get(row + 1), length: table.get(row + 2), line: table.get(row + 3) });
      }
    }
    return found;
  }

  #compact(): void {
    let rows = 0;
    let signatures = 0;
    const table = this.#table;
    for (let row = 0; row < table.used; row += ROW) {
      const file = table.get(row);
      if (file === GONE) continue;
      if (this.#rows.get(file) === row) this.#rows.set(file, rows);
      const kept = this.#signatures.keep(table.get(row + 4), sizeOf(table.get(row + 5)), signatures);
      table.words[row + 4] = signatures;
      signatures = kept;
      rows = table.keep(row, ROW, rows);
    }
    this.#table.truncate(rows);
    this.#signatures.truncate(signatures);
    this.#dead = 0;
  }
}

const sizeOf = (size: number): number => (size < 0 ? ~size : size);

const hashes = ({ every, oneOf }: Requirement): Requirement => ({
  every: every.map(hashOf),
  oneOf: oneOf.map((list) => list.map(hashes)),
});

const fulfils = (slab: Int32Array, at: number, words: number, { every, oneOf }: Requirement): boolean =>
  every.every((hash) => holds(slab, at, words, hash)) &&
  oneOf.every((list) => list.some((one) => fulfils(slab, at, words, one)));
