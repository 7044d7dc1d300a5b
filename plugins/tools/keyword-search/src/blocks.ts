/** Cuts a text into runs of whole lines, so that a search can stop between two of them. */

/**
 * A pattern that RE2 must run on its slowest engine takes some 80 ms for as much; what other patterns lose to the
 * cutting cannot be measured.
 */
export const BLOCK_BYTES = 32 * 1024;
const NEWLINE = 10;

/** A line that is longer than a block is a block of its own. */
export function* blocks(text: Buffer): Generator<{ readonly start: number; readonly lines: Buffer }> {
  let start = 0;
  while (start < text.length) {
    const end = endOfBlock(text, start);
    yield { start, lines: text.subarray(start, end) };
    start = end;
  }
}

function endOfBlock(text: Buffer, start: number): number {
  const limit = start + BLOCK_BYTES;
  if (limit >= text.length) return text.length;
  const last = text.lastIndexOf(NEWLINE, limit - 1);
  if (last >= start) return last + 1;
  const next = text.indexOf(NEWLINE, limit);
  return next === -1 ? text.length : next + 1;
}
