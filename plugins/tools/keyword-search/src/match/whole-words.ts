/**
 * Whole words, as `rg -w`: no word character right before a match nor right behind it, wherever the match itself begins
 * and ends. RE2 cannot look around, so the pattern takes the character on each side with it, and the span is cut back.
 */
import type { Pattern } from "@portcullis/plugin-api";
import { every, nextCharacter, previousCharacter, type Span } from "./occurrences.js";

/** Unicode's word characters (UTS 18, annex C): Alphabetic, marks, decimal digits, connectors, joiners. */
const WORD = String.raw`\pL\pM\p{Nl}\p{Nd}\p{Pc}\x{24B6}-\x{24E9}\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189}\x{200C}\x{200D}`;
const NEWLINE = Buffer.from("\n");

export class WholeWords {
  readonly #between: Pattern;

  /** @param source - sees one line at a time */
  constructor(compile: (source: string) => Pattern, source: string) {
    this.#between = compile(`[^${WORD}](?:${source})[^${WORD}]`);
  }

  count(lines: Buffer): number {
    let count = 0;
    for (const _ of this.spans(lines)) count += 1;
    return count;
  }

  spans(lines: Buffer): Generator<Span> {
    // With a line break on both sides, every place has a character before it and one behind it.
    const framed = Buffer.concat([NEWLINE, lines, lines.at(-1) === 10 ? Buffer.alloc(0) : NEWLINE]);
    return every(lines, (from) => {
      const span = this.#between.find(framed, previousCharacter(framed, from + 1));
      if (span === undefined) return undefined;
      return { start: nextCharacter(framed, span.start) - 1, end: previousCharacter(framed, span.end) - 1 };
    });
  }
}
