/** The plan of a keyword: what it says of matches must be true of every match that RE2 finds on a line of its own. */
import { PatternError } from "@portcullis/plugin-api";
import { expect } from "chai";
import type { Span } from "../src/match/occurrences.js";
import type { Masked } from "../src/plan/masked.js";
import { patternFrom, randomFrom, surroundedFrom, textFrom } from "./generated.js";
import { every, TrigramIndex } from "./insides.js";
import { candidatesFor, type Flags, matcherFor, patterns, planFor, planned } from "./planned.js";

const CASES = process.env.ATTACKS === "long" ? 100_000 : 5_000;

/** What RE2 finds with the pattern as it was written, on each line alone. */
function spansOnLines(source: string, ignoreCase: boolean, text: Buffer): Span[] {
  const pattern = patterns.compile(source, { ignoreCase });
  const spans: Span[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf(10, start);
    const end = newline === -1 ? text.length : newline;
    const line = text.subarray(start, end);
    for (const span of every(line, (from) => pattern.find(line, from))) {
      spans.push({ start: start + span.start, end: start + span.end });
    }
    start = end + 1;
  }
  return spans;
}

describe("the plan of a keyword", () => {
  it(`is true of what RE2 finds in ${CASES} generated cases`, function () {
    this.timeout(CASES * 10);
    const below = randomFrom(5);
    const index = new TrigramIndex();
    const seen = { matching: 0, narrowed: 0, literal: 0, spared: 0 };
    for (let ran = 0; ran < CASES; ) {
      const source = patternFrom(below);
      const ignoreCase = below(2) === 0;
      const made = madeOf(source, ignoreCase);
      if (made === undefined) continue;
      const { plan, matcher } = made;
      const { literals } = plan;
      for (let texts = 0; texts < 5; texts++, ran++) {
        const text = textFrom(below, source);
        const told = JSON.stringify({ source, ignoreCase, text: text.toString("latin1") });
        const spans = spansOnLines(source, ignoreCase, text);
        expect([...matcher.spans(text)], told).to.deep.equal(spans);
        expect(matcher.count(text), told).to.equal(spans.length);
        index.add(1, text);
        const candidates = candidatesFor(index, plan, 1)?.length;
        if (spans.length > 0) {
          expect(candidates, told).to.equal(1);
          if (literals !== undefined)
            expect(
              literals.rows.some((row) => holds(text, row)) || (ignoreCase && /[\u017f\u212a]/.test(text.toString())),
              told,
            ).to.equal(true);
          seen.matching += 1;
          if (literals !== undefined) seen.literal += 1;
          if (plan.requirement.every.length + plan.requirement.oneOf.length > 0) seen.narrowed += 1;
        } else if (text.length > 0 && candidates === 0) seen.spared += 1;
      }
    }
    if (process.env.ATTACKS === "long") console.log(seen);
    expect(seen.matching).to.be.above(CASES / 10);
    expect(seen.narrowed).to.be.above(CASES / 20);
    expect(seen.literal).to.be.above(CASES / 20);
    expect(seen.spared).to.be.above(CASES / 10);
  });

  it(`knows what may stand around a text in ${CASES} generated cases`, function () {
    this.timeout(CASES * 10);
    const below = randomFrom(7);
    let matching = 0;
    for (let ran = 0; ran < CASES; ) {
      const source = surroundedFrom(below);
      const plan = planned(source);
      const matcher = matcherFor(plan);
      for (let texts = 0; texts < 5; texts++, ran++) {
        const text = Buffer.concat(Array.from({ length: 1 + below(4) }, () => textFrom(below, source)));
        const told = JSON.stringify({ source, text: text.toString("latin1") });
        const spans = spansOnLines(source, false, text);
        expect([...matcher.spans(text)], told).to.deep.equal(spans);
        expect(matcher.count(text), told).to.equal(spans.length);
        if (spans.length > 0) matching += 1;
      }
    }
    expect(matching).to.be.above(CASES / 10);
  });

  it("asks for nothing that another count of a repetition lacks", () => {
    const index = new TrigramIndex();
    index.add(1, Buffer.from("aksx abcdabcdabcd\n"));
    for (const source of [
      "a[ks]{1,3}x",
      "a[ks]+x",
      "a[ks]{2}x",
      "d?a(?:b|[cd])+a",
      "x (?:[a-d]{4}){3}$",
      "(?:x|y)? a",
    ]) {
      expect(candidatesFor(index, planned(source), 1)?.length, source).to.equal(1);
    }
  });

  it("names the text of a keyword that is nothing else, written as a regex or not", () => {
    expect(planned("a.b", { literal: true }).text).to.equal("a.b");
    expect(planned("a\\.b(?m)").text).to.equal(undefined);
    expect(planned("\\Qa.b\\E\\x{2d}é").text).to.equal("a.b-é");
    expect(planned("abc", { ignoreCase: true }).text).to.equal(undefined);
    expect(planned("abc", { wholeWord: true }).text).to.equal(undefined);
  });

  it("names the bytes that tell most, of which every match holds one row", () => {
    const literals = (source: string, flags?: Flags) => planned(source, flags).literals?.rows.map(written);
    expect(literals("struct\\s+\\w+_ops\\s")).to.deep.equal(["struct\0<d2>"]);
    expect(literals("a(?:foobar|bazqux)+b")).to.deep.equal(["foobar", "bazqux"]);
    expect(literals("(?:foobar|\\w)x")).to.deep.equal(["x"]);
    expect(literals("\\b[A-Z][a-z]+Error\\b")).to.deep.equal(["`<e0>Error"]);
    expect(literals("[0-9]{4}-[0-9]{2}T")).to.deep.equal(["0<f0>0<f0>0<f0>0<f0>-0<f0>0<f0>T"]);
    expect(literals("x[0-9]{2,3}-\\bé")).to.deep.equal(["0<f0>0<f0>-é"]);
    expect(literals("(?:ab){2}[^a]")).to.deep.equal(["abab"]);
    expect(literals("k=1", { ignoreCase: true })).to.deep.equal(["K<df>=1"]);
    expect(literals("a{100}")).to.deep.equal(["a".repeat(32)]);
    expect(literals(`${"a".repeat(100)}b{20}`)).to.deep.equal(["a".repeat(64)]);
    expect(literals(`(?:${"a".repeat(40)}){2,}`)).to.deep.equal(["a".repeat(40)]);
    expect(literals("(?:foobar)?")).to.equal(undefined);
    expect(literals("foo|\\d")).to.equal(undefined);
    expect(literals("[a-z]\\w")).to.equal(undefined);
  });

  it("says what else a match may hold, before the text and behind it", () => {
    const around = (source: string) => {
      const { before, behind } = planned(source).literals ?? {};
      return [before, behind].map((stretch) => `${bytesIn(stretch?.bytes ?? 0n)} ${stretch?.least}`);
    };
    expect(around("\\b[A-D][a-c]+Error\\b")).to.deep.equal(["ABCDabc 1", " 0"]);
    expect(around("1?foo(?:2|3)+$")).to.deep.equal(["1 0", "23 1"]);
    expect(around("1(?:a+foob|bar4)5")).to.deep.equal(["1a 1", "5 1"]);
    expect(around("(?:[12]foo[ab]){2,}3")).to.deep.equal(["12abfo 0", " 0"]);
    expect(around("(?:[12]foo.){2}3")).to.deep.equal([`${bytesIn(ANY)} 0`, `${bytesIn(ANY)} 2`]);
  });

  it("spells case out for ASCII, and leaves it to RE2 beyond", () => {
    const spelled = (source: string) => planned(source, { ignoreCase: true }).asciiPattern;
    expect(spelled("k[^s-u\\d]-1")).to.equal("[kK][^s-uS-U\\d\\x{a}]\\x{2d}1");
    expect(spelled("é")).to.equal(undefined);
    expect(planned("(?i)k")).to.include({ ignoreCase: true, asciiPattern: "[kK]" });
  });

  for (const source of ["[[:alpha:]]foo", "\\pLfoo", "(?i:foo)", "(?U)foo", "\\x{d800}foo", "^*foo", "(?-i)foo"]) {
    it(`asks for nothing where it cannot read ${source}`, () => {
      const { requirement, literals } = planned(source);
      expect({ requirement, literals }).to.deep.equal({ requirement: { every: [], oneOf: [] }, literals: undefined });
    });
  }
});

/** All but a line break. */
const ANY = ((1n << 256n) - 1n) & ~(1n << 10n);

/** Whether a row of bytes stands anywhere in a text. */
const holds = (text: Buffer, { bytes, masks }: Masked): boolean =>
  text.some((_, at) => bytes.every((byte, index) => ((text[at + index] ?? -1) & (masks[index] ?? 0)) === byte));

/** A row as text: behind a byte of which not all bits are known, the mask. */
const written = ({ bytes, masks }: Masked): string =>
  Buffer.concat(
    bytes.map((byte, at) => Buffer.concat([Buffer.from([byte]), Buffer.from(maskOf(masks[at] ?? 0))])),
  ).toString();

const maskOf = (mask: number): string => (mask === 0xff ? "" : `<${mask.toString(16)}>`);

const bytesIn = (bits: bigint): string =>
  Array.from({ length: 256 }, (_, byte) => ((bits >> BigInt(byte)) & 1n ? String.fromCharCode(byte) : "")).join("");

/** Undefined when RE2 cannot run the pattern, or it asks for a line break. */
function madeOf(source: string, ignoreCase: boolean) {
  try {
    const plan = planFor(source, { ignoreCase });
    return plan === undefined ? undefined : { plan, matcher: matcherFor(plan) };
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}
