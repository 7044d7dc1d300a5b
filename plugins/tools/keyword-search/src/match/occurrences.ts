/** Which of a pattern's matches count: left to right, without overlap, empty ones as ripgrep has them. */

/** A run of bytes. */
export interface Span {
  readonly start: number;
  /** After the last byte. */
  readonly end: number;
}

const NEWLINE = 10;

/**
 * An empty match counts at each place between characters and at the end of a line, but not right behind another match.
 *
 * @param lines - not empty
 * @param find - the leftmost match at or after an offset, none across a line break
 */
export function* every(lines: Buffer, find: (from: number) => Span | undefined): Generator<Span> {
  const lastLineIsClosed = lines.at(-1) === NEWLINE;
  let from = 0;
  let behind = -1;
  while (from <= lines.length) {
    const span = find(from);
    // Behind the last line break no line begins.
    if (span === undefined || (span.start === lines.length && lastLineIsClosed)) return;
    const empty = span.start === span.end;
    if (!empty || span.start !== behind) yield span;
    behind = span.end;
    from = empty ? nextCharacter(lines, span.end) : span.end;
  }
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;

/** The offset behind the character at an offset. A bad byte is a character. */
export function nextCharacter(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  for (let next = at + 1; next < at + length; next++) if (!isContinuation(bytes[next])) return at + 1;
  return at + length;
}

/** The offset of the character that ends at an offset above 0. A bad byte is a character. */
export function previousCharacter(bytes: Buffer, at: number): number {
  for (let start = at - 1; start >= Math.max(0, at - 4); start--) {
    if (isContinuation(bytes[start])) continue;
    return nextCharacter(bytes, start) === at ? start : at - 1;
  }
  return at - 1;
}
