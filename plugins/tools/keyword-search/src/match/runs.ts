/** Picks what can hold a match out of many lines, so that the engine is asked about little. */
import type { Literals } from "../plan/literal.js";
import type { Span } from "./occurrences.js";
import type { Needle, Scanner } from "./scanner.js";

const NEWLINE = 10;
/** An assertion looks at one character beside a match: four bytes at most. */
const BESIDE = 4;
/** What it costs to look at one row, in bytes that the slowest search that is worth it gets through meanwhile. */
const WORTH = 300;
/** So many rows tell how close they stand: in a block, and in all that is searched. */
const FEW = 8;
const MANY = 256;

/** A row of bytes, and where it stands next. */
interface Place {
  readonly needle: Needle;
  at: number;
}

/** Bytes of a pattern's part, how many there are at least, and each byte's mark in a table: 1 if it is one of them. */
interface Side {
  readonly least: number;
  readonly table: Uint8Array;
}

/**
 * Runs of bytes, in which the engine finds what it finds in the whole. Around each row, a run goes on as far as a match
 * may, and a character further: whatever matches in a run holds a row, so it does not reach to where the run was cut.
 */
export class Runs {
  readonly #places: readonly Place[];
  readonly #before: Side;
  readonly #behind: Side;
  #looked = 0;
  #through = 0;

  constructor(
    { rows, before, behind }: Literals,
    private readonly scanner: Scanner,
  ) {
    this.#places = rows.map((row) => ({ needle: scanner.needle(row), at: 0 }));
    this.#before = { least: before.least, table: tableOf(before.bytes) };
    this.#behind = { least: behind.least, table: tableOf(behind.bytes) };
  }

  /**
   * Where rows stand close to each other, they are no longer looked for: the last run is all the rest.
   *
   * @returns from left to right, apart from each other
   */
  of(lines: Buffer): readonly Span[] {
    if (this.#looked > MANY && this.#through < this.#looked * WORTH) return [{ start: 0, end: lines.length }];
    const held = this.scanner.within(lines);
    const [before, behind] = [this.#before, this.#behind];
    const runs: { readonly start: number; end: number }[] = [];
    for (const place of this.#places) place.at = place.needle.find(held, 0);
    // Where a match around a row so far ends at the latest. No byte before it is looked at twice: time stays linear.
    let reached = 0;
    for (let seen = 1; ; seen++) {
      const place = this.#first();
      const { at, needle } = place;
      const end = at + needle.length;
      const isDense = seen > FEW && at < seen * WORTH;
      if (isDense || at >= held.length) {
        this.#looked += seen;
        this.#through += at;
      }
      if (at >= held.length) return runs;
      if (isDense) {
        add(runs, held.lastIndexOf(NEWLINE, at) + 1, held.length);
        return runs;
      }
      const goesOn =
        (before.least === 0 || holds(before.table, held[at - 1])) &&
        (behind.least === 0 || holds(behind.table, held[end]));
      if (end > reached && goesOn) {
        const start = startOf(before.table, held, at, reached);
        reached = endOf(behind.table, held, end);
        add(runs, start - BESIDE, Math.min(reached + BESIDE, held.length));
      }
      place.at = needle.find(held, Math.max(at, reached - needle.length) + 1);
    }
  }

  #first(): Place {
    let [first] = this.#places as readonly [Place];
    for (const place of this.#places) if (place.at < first.at) first = place;
    return first;
  }
}

function add(runs: { readonly start: number; end: number }[], start: number, end: number): void {
  const last = runs.at(-1);
  if (last !== undefined && start <= last.end) last.end = end;
  else runs.push({ start: Math.max(0, start), end });
}

/** At the index of each byte whose bit is set, 1. */
const tableOf = (bytes: bigint): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => Number((bytes >> BigInt(byte)) & 1n));

const holds = (table: Uint8Array, byte: number | undefined): boolean => byte !== undefined && table[byte] === 1;

/** How far back from an offset the bytes are what a table says, but no further than a limit. */
function startOf(table: Uint8Array, lines: Buffer, from: number, limit: number): number {
  let start = from;
  while (start > limit && table[lines[start - 1] ?? 0] === 1) start -= 1;
  return start;
}

function endOf(table: Uint8Array, lines: Buffer, from: number): number {
  let end = from;
  while (end < lines.length && table[lines[end] ?? 0] === 1) end += 1;
  return end;
}
