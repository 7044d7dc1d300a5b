/** Every rule against its own samples: alone, in the places where keys stand, and beside all others. */
import { readFileSync } from "node:fs";
import { loadPatterns } from "@portcullis/core";
import { type Policy, text, type Verdict } from "@portcullis/plugin-api";
import sanitizer from "@portcullis/policy-sanitizer";
import { expect } from "chai";
import { describe, it } from "mocha";
import { call, quiet } from "./call.js";

/** The package exports its plugin alone; the rules lie beside it. */
const beside = new URL("./rules/rules.js", import.meta.resolve("@portcullis/policy-sanitizer"));
const {
  rules,
}: { rules: readonly { id: string; literals: string[]; good: string[]; bad: string[]; before?: string }[] } =
  await import(beside.href);

const patterns = await loadPatterns();
const ids = [...new Set(rules.map(({ id }) => id))];

/** The policy with all rules, or with one alone. */
const policyOf = async (only?: string): Promise<Policy> => {
  const others = only === undefined ? [] : ids.filter((id) => id !== only);
  const options = { invisible: "keep", rules: Object.fromEntries(others.map((id) => [id, "off"])) };
  return sanitizer.create(sanitizer.options.parse(options), { environment: {}, log: quiet, patterns });
};
const all = await policyOf();
const countsOf = async (policy: Policy, sample: string): Promise<Verdict<unknown>["counts"]> =>
  (await policy.after?.(text(sample), call))?.counts;

/** Where a key stands: alone, in code, JSON, YAML, `.env`, a URL, markup, an escaped line. */
const around: readonly ((key: string) => string)[] = [
  (key) => `"${key}"`,
  (key) => `const key = '${key}';`,
  (key) => `(\`${key}\`)`,
  (key) => `{"key":"${key}"}`,
  (key) => `{\\"key\\":\\"${key}\\"}`,
  (key) => `key: ${key}\nnext: line`,
  (key) => `KEY=${key}\r\n`,
  (key) => `https://example.net/?key=${key}&page=1`,
  (key) => `<key>${key}</key>`,
  (key) => `before\\n${key}\\nafter`,
  (key) => `The key is ${key}.`,
];

describe("sanitizer's rules", () => {
  it("are 60 formats or more, each with literals that the search can use, and samples", () => {
    expect(ids.length).to.be.at.least(60);
    for (const { id, literals, good, bad } of rules) {
      expect(
        literals.filter((literal) => Buffer.byteLength(literal) < 3),
        id,
      ).to.deep.equal([]);
      expect([literals.length, good.length, bad.length], id).to.not.include(0);
    }
  });

  it("stand in the README, all of them and no other, and are counted there", () => {
    const readme = readFileSync(new URL("../README.md", beside.href.replace("/rules/", "/")), "utf8");
    const listed = readme.split("\n## The rules\n")[1]?.split("\n## ")[0] ?? "";
    const told = [...listed.matchAll(/^- .*/gm)].flatMap(([line]) =>
      [...line.matchAll(/`([^`]+)`/g)].map(([, id]) => id),
    );
    expect(told).to.have.members(ids);
    expect(readme).to.include(`by ${ids.length} rules`);
  });

  for (const id of ids) {
    it(`find ${id} and leave what is none`, async () => {
      const alone = await policyOf(id);
      for (const { good, bad, before } of rules.filter((rule) => rule.id === id)) {
        for (const sample of good) {
          expect(await countsOf(alone, sample), sample).to.have.property(id);
          expect(await countsOf(all, sample), sample).to.be.an("object");
          // A format that needs what stands before it brings its own surroundings.
          if (before !== undefined || sample.includes("\n")) continue;
          for (const put of around) expect(await countsOf(alone, put(sample)), put(sample)).to.have.property(id);
        }
        for (const sample of bad) expect(await countsOf(all, sample), sample).to.equal(undefined);
      }
    });
  }
});
