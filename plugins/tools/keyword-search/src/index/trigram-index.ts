/**
 * Tells which blocks of which texts may hold a match: a signature for each block, a bit for each trigram of it. Nothing
 * that matches is ever missed; what a signature lets through has to be looked at.
 */
import { BLOCK_BYTES, blocks } from "../blocks.js";
import { foldsInAscii } from "../plan/ascii-folded.js";
import { REACH } from "../plan/extent.js";
import type { Plan } from "../plan/plan.js";
import type { Requirement } from "../plan/requirement.js";
import { foldedTrigram } from "../plan/trigram.js";
import { Slab } from "../slab.js";
import { hashOf, holds, Signer } from "./signature.js";

/** Whole lines of a text; or of a very long line, all that holds a short match which begins in a part of it. */
export interface Block {
  /** In bytes of the text. */
  readonly offset: number;
  readonly length: number;
}

/** What a plan asks of each signature. */
export interface Question {
  readonly hashed: Requirement;
  readonly ignoreCase: boolean;
  /** Which kind of rows does not matter to it. */
  readonly passedOver: number;
}

const NONE: readonly Block[] = [];

/** What stands in the table of each block: its file or {@link GONE}, offset, length, signature, size of it, kind. */
const ROW = 6;
const GONE = -1;
/** What is longer holds nearly every trigram: it stands there once as a whole and once in pieces that overlap. */
const LONG_BYTES = 4 * BLOCK_BYTES;
const KINDS = { block: 0, long: 1, piece: 2 } as const;
/** Dead words above this part of all are cleared away. */
const MOST_DEAD = 0.25;

export class TrigramIndex {
  /** In rows, those of one file one behind the other. */
  #table = new Slab(ROW * 64);
  #signatures = new Slab(1024);
  /** Of each file, the word behind which its rows begin, or 0. */
  readonly #rows = new Slab(64);
  #dead = 0;
  readonly #signer = new Signer();

  /** What the index takes of memory. */
  get bytes(): number {
    return this.#table.words.byteLength + this.#signatures.words.byteLength + this.#rows.words.byteLength;
  }

  has(file: number): boolean {
    return this.#rows.get(file) !== 0;
  }

  /** Adds a text, in place of the one that was there under this number. Takes some 4 ns for each byte. */
  add(file: number, text: Buffer): void {
    this.remove(file);
    this.#rows.set(file, this.#table.used + 1);
    for (const { start, lines } of blocks(text)) {
      const isLong = lines.length > LONG_BYTES;
      this.#add(file, start, lines, isLong ? KINDS.long : KINDS.block);
      for (let at = 0; isLong && at < lines.length; at += BLOCK_BYTES) {
        this.#add(file, start + at, lines.subarray(at, at + BLOCK_BYTES + REACH), KINDS.piece);
      }
    }
  }

  remove(file: number): void {
    if (!this.has(file)) return;
    const table = this.#table;
    for (let row = this.#rows.get(file) - 1; row < table.used && table.get(row) === file; row += ROW) {
      table.words[row] = GONE;
      this.#dead += sizeOf(table.get(row + 4));
    }
    this.#rows.set(file, 0);
    if (this.#dead > MOST_DEAD * this.#signatures.used) this.#compact();
  }

  /** @returns the blocks of a text that may hold a match, in order; undefined when the text is not indexed */
  candidates(file: number, { hashed, ignoreCase, passedOver }: Question): readonly Block[] | undefined {
    if (!this.has(file)) return undefined;
    const table = this.#table;
    let found: { readonly offset: number; length: number }[] | undefined;
    for (let row = this.#rows.get(file) - 1; row < table.used && table.get(row) === file; row += ROW) {
      if (table.get(row + 5) === passedOver) continue;
      const size = table.get(row + 4);
      if (!(ignoreCase && size < 0) && !fulfils(this.#signatures.words, table.get(row + 3), sizeOf(size), hashed))
        continue;
      const [offset, length] = [table.get(row + 1), table.get(row + 2)];
      const last = found?.at(-1);
      // Pieces side by side are one: what begins where they overlap must count once.
      if (last !== undefined && offset < last.offset + last.length) {
        last.length = offset + length - last.offset;
      } else {
        found ??= [];
        found.push({ offset, length });
      }
    }
    return found ?? NONE;
  }

  #add(file: number, offset: number, bytes: Buffer, kind: number): void {
    const words = this.#signer.read(bytes);
    const signature = this.#signatures.take(words);
    this.#signer.write(this.#signatures.words, signature, words);
    const row = this.#table.take(ROW);
    // The sign tells of characters that fold to ASCII from without.
    const size = foldsInAscii(bytes) ? words : ~words;
    this.#table.words.set([file, offset, bytes.length, signature, size, kind], row);
  }

  #compact(): void {
    let rows = 0;
    let signatures = 0;
    const table = this.#table;
    for (let row = 0; row < table.used; row += ROW) {
      const file = table.get(row);
      if (file === GONE) continue;
      if (this.#rows.get(file) === row + 1) this.#rows.set(file, rows + 1);
      const kept = this.#signatures.keep(table.get(row + 3), sizeOf(table.get(row + 4)), signatures);
      table.words[row + 3] = signatures;
      signatures = kept;
      rows = table.keep(row, ROW, rows);
    }
    this.#table.truncate(rows);
    this.#signatures.truncate(signatures);
    this.#dead = 0;
  }
}

export const questionOf = ({ requirement, ignoreCase, isShort }: Plan): Question => ({
  hashed: hashes(requirement),
  ignoreCase,
  passedOver: isShort ? KINDS.long : KINDS.piece,
});

const sizeOf = (size: number): number => (size < 0 ? ~size : size);

/** A trigram stands there as it is and folded: to ask for both lets less through. */
const hashes = ({ every, oneOf }: Requirement): Requirement => ({
  every: [...new Set([...every, ...every.map(foldedTrigram)])].map(hashOf),
  oneOf: oneOf.map((list) => list.map(hashes)),
});

function fulfils(slab: Int32Array, at: number, words: number, { every, oneOf }: Requirement): boolean {
  for (const hash of every) if (!holds(slab, at, words, hash)) return false;
  for (const list of oneOf) if (!oneFulfils(slab, at, words, list)) return false;
  return true;
}

function oneFulfils(slab: Int32Array, at: number, words: number, list: readonly Requirement[]): boolean {
  for (const one of list) if (fulfils(slab, at, words, one)) return true;
  return false;
}
