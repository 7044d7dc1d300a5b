/** The index: it never misses a block with a match, whatever was added, replaced and removed, and it is small. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { root } from "../../../../test/repository.js";
import { randomFrom, textFrom } from "./generated.js";
import { blocks, TrigramIndex } from "./insides.js";
import { candidatesFor, matcherFor, planned } from "./planned.js";

/** Sources of C++: some hundred files. */
const sources = join(root, "node_modules/re2/vendor");
const texts = readdirSync(sources, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(?:cc|h)$/.test(name))
  .map((name) => readFileSync(join(sources, name)));
const bytes = texts.reduce((sum, { length }) => sum + length, 0);

const indexed = (): InstanceType<typeof TrigramIndex> => {
  const index = new TrigramIndex();
  for (const [file, text] of texts.entries()) index.add(file, text);
  return index;
};

const KEYWORDS = [
  planned("absl::StrCat", { literal: true }),
  planned("MUTEX", { literal: true, ignoreCase: true }),
  planned("\\bkMax\\w+ = \\d+;"),
  planned("Copyright \\d{4}|Benchmark_\\w+"),
  planned("\\d{4}-\\d\\d"),
  planned("^.{100}"),
  planned("(?i)ſk"),
];

describe("the trigram index", () => {
  for (const plan of KEYWORDS) {
    it(`gives every block that ${plan.pattern} matches, with its place in the text`, () => {
      const matcher = matcherFor(plan);
      const index = indexed();
      for (const [file, text] of texts.entries()) {
        const found = candidatesFor(index, plan, file);
        for (const { start, lines } of blocks(text)) {
          if (matcher.count(lines) > 0) expect(found).to.deep.include({ offset: start, length: lines.length });
        }
      }
    });
  }

  it("gives few blocks for what is rare, and none for what is not there", () => {
    const index = indexed();
    const given = (plan: ReturnType<typeof planned>): number =>
      texts.reduce((sum, _, file) => sum + (candidatesFor(index, plan, file)?.length ?? 0), 0);
    const all = given(planned(""));
    expect(all).to.equal(texts.reduce((sum, text) => sum + [...blocks(text)].length, 0));
    expect(given(planned("unlikely_to_be_written", { literal: true }))).to.equal(0);
    expect(given(planned("\\d{4}-\\d\\d-\\d\\dT"))).to.be.below(all / 10);
    expect(given(planned("xqzjv", { ignoreCase: true }))).to.be.below(all / 10);
  });

  it("gives all that matches of very long lines, and little beside it", function () {
    this.timeout(20_000);
    const below = randomFrom(11);
    const sources = [
      "needle",
      "a{2,9}b",
      "x[0-9]{3}-y",
      "né+edle",
      "foo|bar baz",
      "\\bneedle",
      "needle.*foo",
      "needle$",
    ];
    const plans = sources.flatMap((source) => [planned(source), planned(source, { ignoreCase: true })]);
    expect(plans.map(({ isShort }) => isShort).filter(Boolean)).to.have.length(8);
    for (let round = 0; round < 40; round++) {
      const words = ["needle", "NEEDLE", "aaaab", "aab", "x123-y", "née", "néedle", "foo", "bar baz", "needle foo"];
      const bytes = Buffer.alloc(150_000 + below(250_000), "_;=()");
      for (let planted = below(12); planted > 0; planted--) {
        // Around where pieces meet, too.
        const near = below(2) === 0 ? below(bytes.length) : (1 + below(4)) * 32 * 1024 - 20 + below(40);
        bytes.write(words[below(words.length)] ?? "", near);
      }
      const text = Buffer.concat([Buffer.from("short\n"), bytes, Buffer.from("\nneedle\n")]);
      const index = new TrigramIndex();
      index.add(1, text);
      for (const plan of plans) {
        const matcher = matcherFor(plan);
        const all = [...blocks(text)].reduce((sum, { lines }) => sum + matcher.count(lines), 0);
        const given = candidatesFor(index, plan, 1) ?? [];
        const found = given.map(({ offset, length }) => matcher.count(text.subarray(offset, offset + length)));
        expect(found.reduce((sum, count) => sum + count, 0)).to.equal(all);
      }
    }
    const line = Buffer.alloc(3_200_000, " ");
    line.write("needle", 1_600_000);
    const index = new TrigramIndex();
    index.add(1, line);
    const [piece, ...others] = candidatesFor(index, planned("needle"), 1) ?? [];
    expect(others).to.deep.equal([]);
    expect(piece?.length).to.be.below(70_000);
  });

  it("takes at most 8 % of the text", () => {
    expect(indexed().bytes / bytes).to.be.below(0.08);
  });

  it("gives a block with U+017F or U+212A for whatever ignores case", () => {
    const index = new TrigramIndex();
    index.add(1, Buffer.from("\u017f\u212ay\n"));
    index.add(2, Buffer.from("ghi\n"));
    const anyCase = planned("sky", { ignoreCase: true });
    expect([0, 1, 2].map((file) => candidatesFor(index, anyCase, file)?.length)).to.deep.equal([undefined, 1, 0]);
    expect(candidatesFor(index, planned("sky"), 1)).to.deep.equal([]);
  });

  it("knows each text as it was added last, over 3,000 changes, in bounded memory", function () {
    this.timeout(20_000);
    const below = randomFrom(3);
    const index = new TrigramIndex();
    const held = new Map<number, Buffer>();
    const plans = ["foo", "task.*Kiss", "\\d{4}", "Error|sky"].map((source) => planned(source));
    const matchers = plans.map((plan) => matcherFor(plan));
    for (let change = 0; change < 3000; change++) {
      const file = below(200);
      if (below(4) === 0) {
        index.remove(file);
        held.delete(file);
      } else {
        const text =
          below(20) === 0
            ? Buffer.alloc(0)
            : Buffer.concat(Array.from({ length: 1 + below(40) }, () => textFrom(below, "foo")));
        index.add(file, text);
        held.set(file, text);
      }
      expect(index.has(file)).to.equal(held.has(file));
      const at = change % plans.length;
      const [plan, matcher] = [plans[at], matchers[at]];
      if (plan === undefined || matcher === undefined) throw new Error("no plan");
      const candidates = (each: number) => candidatesFor(index, plan, each);
      for (const [each, text] of held) {
        const whole = [{ offset: 0, length: text.length }];
        if (matcher.count(text) > 0) expect(candidates(each)).to.deep.equal(whole);
        else expect([[], whole]).to.deep.include(candidates(each));
      }
    }
    const fresh = new TrigramIndex();
    for (const [file, text] of held) fresh.add(file, text);
    expect(index.bytes).to.be.below(2 * fresh.bytes);
  });
});
