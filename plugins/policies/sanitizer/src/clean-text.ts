/** Everything that is done to one text before it leaves, in the order in which it is done. */
import { apply, type Counts, type Finding } from "./finding.js";
import { type Invisible, showInvisible } from "./invisible.js";
import type { Places } from "./places.js";
import type { Scanner } from "./scanner.js";

/** How the manifest wants texts to leave. */
export interface Cleaning {
  readonly scanner: Scanner;
  readonly places: Places;
  readonly paths: "errors" | "everywhere";
  readonly invisible: Invisible;
  /** In bytes of UTF-8, of each block of text. */
  readonly maxTextBytes: number;
}

/**
 * The text as it may leave.
 *
 * @param withPlaces - whether paths and stacks go, too
 * @param found - what is known to stand there
 */
export function cleanText(
  text: string,
  { scanner, places, invisible }: Cleaning,
  withPlaces: boolean,
  counts: Counts,
  found: readonly Finding[] = scanner.find(text),
): string {
  // Secrets first: what is done afterwards may change how they are written.
  const bare = apply(text, found, counts);
  const shown = showInvisible(bare, invisible, () => {
    counts.invisible = (counts.invisible ?? 0) + 1;
  });
  return withPlaces ? places.redact(shown, counts) : shown;
}

/** The beginning of a text that is too long, up to a whole character, and how much more there was. */
export function cut(text: string, maxBytes: number, counts: Counts): string {
  if (text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  counts.cut = (counts.cut ?? 0) + 1;
  return `${bytes.toString("utf8", 0, end)}[cut: ${bytes.length - end} more bytes]`;
}
