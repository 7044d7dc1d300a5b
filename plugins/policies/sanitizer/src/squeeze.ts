/** A text without what may stand in the middle of a secret and not be seen, and the way back to the text as it was. */
import type { Finding } from "./finding.js";

interface Squeezed {
  readonly bytes: Buffer;
  /** Finds in these bytes, as spans of the text as it was. */
  spans(findings: readonly Finding[]): Finding[];
}

/**
 * Undefined when there is nothing to leave out.
 *
 * @param gap - with the flag `g`
 */
export function squeeze(text: string, gap: RegExp): Squeezed | undefined {
  const left = text.replace(gap, "");
  if (left.length === text.length) return undefined;
  const bytes = Buffer.from(left);
  return {
    bytes,
    spans(findings) {
      if (findings.length === 0) return [];
      const pieces = piecesOf(text, gap);
      return findings.map((finding) => ({
        ...finding,
        start: origin(pieces, finding.start),
        end: origin(pieces, finding.end - 1) + 1,
      }));
    },
  };
}

/** A stretch of text that was kept: where it begins, squeezed and as it was. */
interface Piece {
  readonly squeezed: number;
  readonly original: number;
}

function piecesOf(text: string, gap: RegExp): Piece[] {
  const pieces: Piece[] = [{ squeezed: 0, original: 0 }];
  let done = 0;
  let squeezed = 0;
  let original = 0;
  for (const { 0: match, index } of text.matchAll(gap)) {
    const kept = Buffer.byteLength(text.slice(done, index));
    squeezed += kept;
    original += kept + Buffer.byteLength(match);
    pieces.push({ squeezed, original });
    done = index + match.length;
  }
  return pieces;
}

function origin(pieces: readonly Piece[], at: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.squeezed ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  return piece === undefined ? at : piece.original + at - piece.squeezed;
}
