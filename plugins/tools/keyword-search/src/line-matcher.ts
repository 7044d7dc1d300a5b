/** Makes the finder of a keyword's occurrences, the fastest that the keyword allows. */
import type { Patterns, SafePattern } from "@portcullis/plugin-api";
import { escaped, linePattern } from "./line-pattern.js";
import { every, type LineMatcher, type Span } from "./occurrences.js";
import { wholeWords } from "./whole-words.js";

/** @returns nothing when the keyword asks for a line break: no line holds one */
export function lineMatcher(keyword: SafePattern, wholeWord: boolean, patterns: Patterns): LineMatcher | undefined {
  const literal = keyword.syntax === "literal";
  if (literal && keyword.source.includes("\n")) return undefined;
  const needle = literal && !keyword.ignoreCase ? Buffer.from(keyword.source) : undefined;
  if (needle !== undefined && !wholeWord) return (lines) => literals(lines, needle);

  const source = literal ? escaped(keyword.source) : linePattern(keyword.source);
  if (source === undefined) return undefined;
  const compile = (text: string) => patterns.compile(text, { ignoreCase: keyword.ignoreCase, multiline: true });
  const matcher = wholeWord ? wholeWords(source, compile) : regex(compile(source));
  // Few blocks hold the text at all, and to know it costs a fraction of what RE2 does.
  return needle === undefined ? matcher : (lines) => (lines.includes(needle) ? matcher(lines) : []);
}

const regex =
  (pattern: ReturnType<Patterns["compile"]>): LineMatcher =>
  (lines) =>
    every(lines, (from) => pattern.find(lines, from));

function* literals(lines: Buffer, needle: Buffer): Generator<Span> {
  let start = lines.indexOf(needle);
  while (start !== -1) {
    const end = start + needle.length;
    yield { start, end };
    start = lines.indexOf(needle, end);
  }
}
