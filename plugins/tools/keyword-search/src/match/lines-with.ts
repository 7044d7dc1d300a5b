/** Picks the lines that hold a text out of many. */
import type { Span } from "./occurrences.js";

const NEWLINE = 10;

/** What it costs to pick a line, in bytes that the slowest search that is worth it gets through meanwhile. */
const WORTH = 800;
/** So many lines tell how close they stand. */
const FEW = 4;

/**
 * Runs of whole lines that together hold every line with one of the texts. Where such lines stand close to each other,
 * they are no longer picked: the last run is all the rest.
 *
 * @param texts - without a line break
 */
export function* linesWith(texts: readonly Buffer[], lines: Buffer): Generator<Span> {
  const next = nextOf(texts, lines);
  let picked = 0;
  for (let at = next(0); at !== undefined; ) {
    const start = lines.lastIndexOf(NEWLINE, at) + 1;
    picked += 1;
    if (picked > FEW && at < picked * WORTH) {
      yield { start, end: lines.length };
      return;
    }
    const newline = lines.indexOf(NEWLINE, at);
    const end = newline === -1 ? lines.length : newline + 1;
    yield { start, end };
    at = next(end);
  }
}

/** Where the next of the texts stands at or behind an offset, which never goes back. */
function nextOf(texts: readonly Buffer[], lines: Buffer): (from: number) => number | undefined {
  const places = texts.map((text) => ({ text, at: -1 }));
  return (from) => {
    let first: number | undefined;
    for (const place of places) {
      if (place.at < from) {
        const at = lines.indexOf(place.text, from);
        place.at = at === -1 ? Number.POSITIVE_INFINITY : at;
      }
      if (place.at < (first ?? lines.length)) first = place.at;
    }
    return first;
  };
}
