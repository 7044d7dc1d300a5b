/** What the matcher finds in whole lines, and that its short cuts find the same as the way round. */
import type { Patterns } from "@portcullis/plugin-api";
import { expect } from "chai";
import { pickWith, randomFrom, surroundedFrom, textFrom } from "./generated.js";
import { type Flags, matcherFor, patterns, planFor, planned } from "./planned.js";

const text: Flags = { literal: true };
const i: Flags = { ignoreCase: true };
const w: Flags = { wholeWord: true };

/** Keyword, how it is meant, lines, and the spans of all matches in bytes. */
const cases: readonly (readonly [string, Flags, string, string])[] = [
  ["aa", text, "aaaa a", "0-2 2-4"],
  ["a.b", text, "a.b axb\n", "0-3"],
  ["\\E*", text, "\\E*", "0-3"],
  ["é", text, "aé\né", "1-3 4-6"],
  ["sk", { ...text, ...i }, "SK Sk\n", "0-2 3-5"],
  ["sk", { ...text, ...i }, "SK \u017f\u212a\n", "0-2 3-8"],
  ["É", { ...text, ...i }, "é", "0-2"],
  ["[a-f_K]+", i, "xAF_k\n", "1-5"],
  ["[^a-f]k", i, "ak xK\n", "3-5"],
  ["[Z-b]", i, "z [c\n", "0-1 2-3"],
  ["(?i)error", {}, "ERROR\n", "0-5"],
  ["foo", { ...text, ...w }, "foo food _foo (foo)\n", "0-3 15-18"],
  ["-f", { ...text, ...w }, "a-f\n-f", "4-6"],
  ["\\w+", w, "ab é1 日\n", "0-2"],
  ["x*", {}, "xx\ny\n", "0-2 3-3 4-4"],
  ["^$", {}, "\na\n\n", "0-0 3-3"],
  ["$", {}, "a\nb", "1-1 3-3"],
  ["a$", {}, "a\r\na\n", "3-4"],
  ["\\Aa|b\\z", {}, "ab\nab\n", "0-1 1-2 3-4 4-5"],
  ["a\\s*b", {}, "a\nb a b\n", "4-7"],
  ["a[^c]b", {}, "a\nb axb\n", "4-7"],
  ["a[\\s\\S]b", {}, "a\nb axb\n", "4-7"],
  ["a(?s).b", {}, "a\nb axb\n", "4-7"],
  ["a[\\x00-\\x{10ffff}]b", {}, "a\nb axb\n", "4-7"],
  ["a[[:space:]]b", {}, "a\nb a b\n", "4-7"],
  ["foo|bar", {}, "a bar\n\nfoo\n", "2-5 7-10"],
  ["\\w+bar", {}, "\xe9 foobar\n", "3-9"],
];

const told = (spans: Iterable<{ readonly start: number; readonly end: number }>): string =>
  [...spans].map(({ start, end }) => `${start}-${end}`).join(" ");

describe("the matcher", () => {
  for (const [keyword, flags, lines, expected] of cases) {
    const how = Object.keys(flags).join(", ");
    it(`finds ${JSON.stringify(keyword)}${how && ` (${how})`} in ${JSON.stringify(lines)}`, () => {
      const matcher = matcherFor(planned(keyword, flags));
      const bytes = Buffer.from(lines);
      expect(told(matcher.spans(bytes))).to.equal(expected);
      expect(matcher.count(bytes)).to.equal(expected === "" ? 0 : expected.split(" ").length);
    });
  }

  for (const keyword of ["a\nb", "a\\nb", "[\\n]", "\\x0a", "a|\\12"]) {
    it(`has no plan for ${JSON.stringify(keyword)}: it asks for a line break`, () => {
      expect(planFor(keyword)).to.equal(undefined);
    });
  }

  it("finds text between bad bytes", () => {
    const lines = Buffer.from("\xfffoo\xc3foo\n", "latin1");
    expect(told(matcherFor(planned("fo+")).spans(lines))).to.equal("1-4 5-8");
  });

  it("finds and counts the same with its short cuts and without them, in blocks of up to 5,000 lines", function () {
    this.timeout(20_000);
    const below = randomFrom(11);
    const pick = pickWith(below);
    const words = ["foo", "bar", "Kiss", "sky", "Error"];
    let found = 0;
    for (let ran = 0; ran < 300; ran++) {
      const keyword = pick([
        "foo",
        "\\w+foo",
        "foo\\s?bar",
        "foo|Kiss",
        "(?:K|s)[iky]+",
        "Error.*1",
        "\\bsky\\b",
        "(foo|bar)+",
      ]);
      const plan = planned(keyword, { ignoreCase: below(3) === 0, wholeWord: below(3) === 0 });
      const rare = 1 + below(100);
      const line = () => (below(rare) === 0 ? textFrom(below, pick(words)).toString() : "nothing to find here 12");
      const lines = Buffer.from(Array.from({ length: 1 + below(pick([10, 5000])) }, line).join("\n"));
      const [short, long] = [
        plan,
        { ...plan, text: undefined, literals: undefined, asciiPattern: undefined, asciiText: undefined, least: 0 },
      ].map((each) => matcherFor(each));
      const spans = told(long?.spans(lines) ?? []);
      expect(told(short?.spans(lines) ?? []), keyword).to.equal(spans);
      expect(short?.count(lines), keyword).to.equal(long?.count(lines));
      if (spans !== "") found += 1;
    }
    expect(found).to.be.above(100);
  });

  it("finds and counts whole words around their texts as on whole lines", function () {
    this.timeout(20_000);
    const below = randomFrom(13);
    let found = 0;
    for (let ran = 0; ran < 200; ran++) {
      const keyword = surroundedFrom(below);
      const plan = planned(keyword, w);
      const [around, whole] = [plan, { ...plan, literals: undefined }].map((each) => matcherFor(each));
      for (let texts = 0; texts < 5; texts++) {
        const lines = textFrom(below, keyword);
        const spans = told(whole?.spans(lines) ?? []);
        expect(told(around?.spans(lines) ?? []), keyword).to.equal(spans);
        expect(around?.count(lines), keyword).to.equal(whole?.count(lines));
        if (spans !== "") found += 1;
      }
    }
    expect(found).to.be.above(100);
  });

  it("asks the engine about nothing that does not go on as a match must", () => {
    const asked: string[] = [];
    const recording: Patterns = {
      ...patterns,
      compile(source, flags) {
        const pattern = patterns.compile(source, flags);
        const end = (bytes: Uint8Array, from: number) => {
          asked.push(Buffer.from(bytes).toString("utf8", from));
          return pattern.end(bytes, from);
        };
        return { test: (text) => pattern.test(text), find: (bytes, from) => pattern.find(bytes, from), end };
      },
    };
    const matcher = matcherFor(planned("\\b[A-Z][a-z]+Error\\b"), recording);
    expect(matcher.count(Buffer.from("throw new Error(text); // a TypeError\nErrors, Error\n"))).to.equal(1);
    expect(asked).to.deep.equal(["/ a TypeError\nErr"]);
  });

  it("has nothing left of one block when it looks at the next", () => {
    const matcher = matcherFor(planned("fo+"));
    const lines = Buffer.from("foo\n");
    const first = matcher.spans(lines)[Symbol.iterator]();
    first.next();
    expect(matcher.count(lines)).to.equal(matcher.count(lines));
  });
});
