/** Picks what can hold a match out of many lines, so that the engine is asked about little. */
import type { Literals } from "../plan/literal.js";
import type { Span } from "./occurrences.js";

const NEWLINE = 10;
/** An assertion looks at one character beside a match: four bytes at most. */
const BESIDE = 4;
/** What it costs to look at one text, in bytes that the slowest search that is worth it gets through meanwhile. */
const WORTH = 300;
/** So many texts tell how close they stand: in a block, and in all that is searched. */
const FEW = 8;
const MANY = 256;

/**
 * Runs of bytes, in which the engine finds what it finds in the whole. Around each text, a run goes on as far as a match
 * may, and a character further: whatever matches in a run holds a text, so it does not reach to where the run was cut.
 *
 * Where the texts stand close to each other, they are no longer looked for: the last run is all the rest.
 *
 * @returns from left to right, apart from each other
 */
export function runsAround({ texts, before, behind }: Literals): (lines: Buffer) => readonly Span[] {
  const needles = texts.map((text) => Buffer.from(text));
  const [maybeBefore, maybeBehind] = [tableOf(before.bytes), tableOf(behind.bytes)];
  let [looked, through] = [0, 0];
  return (lines) => {
    if (looked > MANY && through < looked * WORTH) return [{ start: 0, end: lines.length }];
    const runs: { readonly start: number; end: number }[] = [];
    const add = (start: number, end: number) => {
      const last = runs.at(-1);
      if (last !== undefined && start <= last.end) last.end = end;
      else runs.push({ start: Math.max(0, start), end });
    };
    const places = needles.map((needle) => ({ needle, at: find(lines, needle, 0) }));
    // Where a match around a text so far ends at the latest. No byte before it is looked at twice: time stays linear.
    let reached = 0;
    for (let seen = 1; ; seen++) {
      const place = places.reduce((first, other) => (other.at < first.at ? other : first));
      const { at, needle } = place;
      const end = at + needle.length;
      const isDense = seen > FEW && at < seen * WORTH;
      if (isDense || at === lines.length) {
        looked += seen;
        through += at;
      }
      if (at === lines.length) return runs;
      if (isDense) {
        add(lines.lastIndexOf(NEWLINE, at) + 1, lines.length);
        return runs;
      }
      const goesOn =
        (before.least === 0 || holds(maybeBefore, lines[at - 1])) &&
        (behind.least === 0 || holds(maybeBehind, lines[end]));
      if (end > reached && goesOn) {
        const start = startOf(maybeBefore, lines, at, reached);
        reached = endOf(maybeBehind, lines, end);
        add(start - BESIDE, Math.min(reached + BESIDE, lines.length));
      }
      place.at = find(lines, needle, Math.max(at, reached - needle.length) + 1);
    }
  };
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

/** @returns the end when it is not there */
function find(lines: Buffer, needle: Buffer, from: number): number {
  const at = lines.indexOf(needle, from);
  return at === -1 ? lines.length : at;
}
