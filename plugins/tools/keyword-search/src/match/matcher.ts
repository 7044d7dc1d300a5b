/**
 * Finds and counts what a plan asks for, in the fastest way that the plan allows.
 *
 * Matchers are classes: what V8 learns of a closure, and compiles, goes with the call that made it.
 */
import type { Pattern, Patterns } from "@portcullis/plugin-api";
import { foldsInAscii } from "../plan/ascii-folded.js";
import { maskedText } from "../plan/masked.js";
import type { Plan } from "../plan/plan.js";
import { every, type Span } from "./occurrences.js";
import { Runs } from "./runs.js";
import type { Needle, Scanner } from "./scanner.js";
import { WholeWords } from "./whole-words.js";

/** Looks at a block: some whole lines. No occurrence crosses a line. */
export interface Matcher {
  count(lines: Buffer): number;
  /** From left to right, to be taken before anything else is matched. Some five times slower than `count`: for what is shown. */
  spans(lines: Buffer): Iterable<Span>;
}

/** To be kept for a whole search: an automaton grows as it runs. */
export function matcherOf(plan: Plan, patterns: Patterns, scanner: Scanner): Matcher {
  const { text, asciiText, asciiPattern, literals, pattern, ignoreCase, least, wholeWord } = plan;
  const textMatcher = (each: string, anyCase: boolean) =>
    new TextMatcher(scanner.needle(maskedText(each, anyCase)), scanner);
  const matching = (source: string, flags: { readonly ignoreCase?: boolean }): Matcher => {
    const compile = (each: string) => patterns.compile(each, { ...flags, multiline: true });
    return wholeWord ? new WholeWords(compile, source) : new PatternMatcher(compile(source), least);
  };
  const inRuns = (matcher: Matcher) => (literals ? new RunsMatcher(new Runs(literals, scanner), matcher) : matcher);
  if (text !== undefined) return textMatcher(text, false);
  const matcher = matching(pattern, { ignoreCase });
  if (asciiPattern === undefined) return inRuns(matcher);
  const inAscii = asciiText === undefined ? inRuns(matching(asciiPattern, {})) : textMatcher(asciiText, true);
  return new FoldingMatcher(inAscii, matcher);
}

class PatternMatcher implements Matcher {
  /** @param least - the fewest bytes of a match: the engine is not asked about less */
  constructor(
    private readonly pattern: Pattern,
    private readonly least: number,
  ) {}

  count(lines: Buffer): number {
    let count = 0;
    if (this.least === 0) {
      for (const _ of this.spans(lines)) count += 1;
      return count;
    }
    for (let at = 0; lines.length - at >= this.least; count++) {
      at = this.pattern.end(lines, at);
      if (at === -1) return count;
    }
    return count;
  }

  spans(lines: Buffer): Generator<Span> {
    return every(lines, (from) => this.pattern.find(lines, from));
  }
}

class TextMatcher implements Matcher {
  constructor(
    private readonly needle: Needle,
    private readonly scanner: Scanner,
  ) {}

  count(lines: Buffer): number {
    return this.needle.count(lines);
  }

  *spans(lines: Buffer): Generator<Span> {
    const held = this.scanner.within(lines);
    for (let start = this.needle.find(held, 0); start < held.length; ) {
      const end = start + this.needle.length;
      yield { start, end };
      start = this.needle.find(held, end);
    }
  }
}

/** Finds the same in two ways, of which the faster one asks for lines that fold in ASCII. */
class FoldingMatcher implements Matcher {
  constructor(
    private readonly inAscii: Matcher,
    private readonly inAll: Matcher,
  ) {}

  count(lines: Buffer): number {
    return this.#for(lines).count(lines);
  }

  spans(lines: Buffer): Iterable<Span> {
    return this.#for(lines).spans(lines);
  }

  #for(lines: Buffer): Matcher {
    return foldsInAscii(lines) ? this.inAscii : this.inAll;
  }
}

/** Looks only where one of the rows of bytes stands of which each match holds one. */
class RunsMatcher implements Matcher {
  constructor(
    private readonly runs: Runs,
    private readonly matcher: Matcher,
  ) {}

  count(lines: Buffer): number {
    let count = 0;
    for (const { start, end } of this.runs.of(lines)) count += this.matcher.count(lines.subarray(start, end));
    return count;
  }

  *spans(lines: Buffer): Generator<Span> {
    for (const { start: from, end: to } of this.runs.of(lines)) {
      for (const { start, end } of this.matcher.spans(lines.subarray(from, to)))
        yield { start: from + start, end: from + end };
    }
  }
}
