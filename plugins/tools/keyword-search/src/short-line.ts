/** Cuts a long line to what is worth showing. `…` marks each cut; lengths are in characters (code points). */

/** Bytes that one character takes at most: as many times the wished length always hold enough of them. */
const UTF8_MAX = 4;

/** The line from its start. */
export const lineStart = (line: Buffer, max: number): string => lineAround(line, 0, max);

/** The line around a match, whose start always shows, with a quarter of the length before it. */
export function lineAround(line: Buffer, matchStart: number, max: number): string {
  if (line.length <= max) return line.toString();
  const first = Math.max(0, matchStart - max * UTF8_MAX);
  const last = Math.min(line.length, matchStart + max * UTF8_MAX);
  const before = [...line.toString("utf8", first, matchStart)];
  const from = [...line.toString("utf8", matchStart, last)];
  const lead = Math.min(before.length, Math.max(Math.floor(max / 4), max - from.length));
  const rest = max - lead;
  const left = first > 0 || lead < before.length ? "…" : "";
  const right = last < line.length || rest < from.length ? "…" : "";
  return left + before.slice(before.length - lead).join("") + from.slice(0, rest).join("") + right;
}
