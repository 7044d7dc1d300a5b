/** Finds and counts what a plan asks for, in the fastest way that the plan allows. */
import type { Pattern, Patterns } from "@portcullis/plugin-api";
import { foldsInAscii } from "../plan/ascii-folded.js";
import type { Plan } from "../plan/plan.js";
import { every, type Span } from "./occurrences.js";
import { runsAround } from "./runs.js";
import { wholeWords } from "./whole-words.js";

/** Looks at a block: some whole lines. No occurrence crosses a line. */
export interface Matcher {
  count(lines: Buffer): number;
  /** From left to right. Some five times slower than `count`: for what is shown. */
  spans(lines: Buffer): Iterable<Span>;
}

/** To be kept for a whole search: an automaton grows as it runs. */
export function matcherOf(plan: Plan, patterns: Patterns): Matcher {
  const { text, literals, pattern, asciiPattern, ignoreCase } = plan;
  if (text !== undefined) return occurrencesOf(Buffer.from(text));
  const matcher = matching(plan, (source) => patterns.compile(source, { ignoreCase, multiline: true }), pattern);
  if (asciiPattern !== undefined) {
    const inAscii = matching(plan, (source) => patterns.compile(source, { multiline: true }), asciiPattern);
    const of = (lines: Buffer) => (foldsInAscii(lines) ? inAscii : matcher);
    return { count: (lines) => of(lines).count(lines), spans: (lines) => of(lines).spans(lines) };
  }
  return literals?.texts.every((each) => each !== "") ? inRuns(runsAround(literals), matcher) : matcher;
}

const matching = (plan: Plan, compile: (source: string) => Pattern, source: string): Matcher => {
  if (plan.wholeWord) return counting(wholeWords(source, compile));
  const compiled = compile(source);
  const matcher = counting((lines) => every(lines, (from) => compiled.find(lines, from)));
  return plan.least > 0 ? { ...matcher, count: (lines) => ends(compiled, lines, plan.least) } : matcher;
};

/** Counts what it finds, one by one. */
const counting = (spans: Matcher["spans"]): Matcher => ({
  spans,
  count(lines) {
    let count = 0;
    for (const _ of spans(lines)) count += 1;
    return count;
  },
});

/** @param least - the fewest bytes of a match: the engine is not asked about less */
function ends(pattern: Pattern, lines: Buffer, least: number): number {
  let count = 0;
  for (let at = 0; lines.length - at >= least; count++) {
    at = pattern.end(lines, at);
    if (at === -1) return count;
  }
  return count;
}

const occurrencesOf = (needle: Buffer): Matcher => ({
  count(lines) {
    let count = 0;
    for (let at = lines.indexOf(needle); at !== -1; at = lines.indexOf(needle, at + needle.length)) count += 1;
    return count;
  },
  *spans(lines) {
    for (let at = lines.indexOf(needle); at !== -1; at = lines.indexOf(needle, at + needle.length)) {
      yield { start: at, end: at + needle.length };
    }
  },
});

/** Looks only where one of the texts stands of which each match holds one. */
const inRuns = (runsOf: (lines: Buffer) => readonly Span[], matcher: Matcher): Matcher => ({
  count(lines) {
    let count = 0;
    for (const { start, end } of runsOf(lines)) count += matcher.count(lines.subarray(start, end));
    return count;
  },
  *spans(lines) {
    for (const { start: from, end: to } of runsOf(lines)) {
      for (const { start, end } of matcher.spans(lines.subarray(from, to)))
        yield { start: from + start, end: from + end };
    }
  },
});
