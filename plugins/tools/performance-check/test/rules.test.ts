/** Every rule keeps what its cases promise. */
import { readdirSync } from "node:fs";
import { expect } from "chai";
import type { Language } from "../src/engine/language.js";
import type { Edit } from "../src/finding.js";
import type { Cases, Rule } from "../src/rule.js";

/** The package shows its tool alone; its insides are read where they are built. */
const dist = new URL("../../../../../plugins/tools/performance-check/dist/", import.meta.url);
const load = (file: string) => import(new URL(file, dist).href);

const { Analyser }: typeof import("../src/engine/analyser.js") = await load("engine/analyser.js");
const { pythonRules }: typeof import("../src/rules/python.js") = await load("rules/python.js");
const { ecmaRules }: typeof import("../src/rules/ecma.js") = await load("rules/ecma.js");
const { defaultVocabulary }: typeof import("../src/vocabulary/default-vocabulary.js") = await load(
  "vocabulary/default-vocabulary.js",
);

const FOLDERS: readonly { readonly folder: string; readonly prefix: string; readonly rules: readonly Rule[] }[] = [
  { folder: "python", prefix: "py/", rules: pythonRules },
  { folder: "ecma", prefix: "js/", rules: ecmaRules },
];
const fileOf = (id: string, prefix: string): string => id.slice(prefix.length);

for (const { folder, prefix, rules } of FOLDERS) {
  describe(`the rules of rules/${folder}`, () => {
    it("are its files, each with its cases", () => {
      const files = readdirSync(new URL(`rules/${folder}/`, dist)).filter((name) => name.endsWith(".js"));
      const expected = rules.flatMap(({ id }) => [`${fileOf(id, prefix)}.js`, `${fileOf(id, prefix)}.cases.js`]);
      expect(files.sort()).to.deep.equal(expected.sort());
    });

    for (const rule of rules)
      describe(rule.id, () => rulesCases(rule, `rules/${folder}/${fileOf(rule.id, prefix)}.cases.js`));
  });
}

function rulesCases(rule: Rule, file: string): void {
  let cases: Cases;
  const analyser = new Analyser([rule], defaultVocabulary);
  const [language] = rule.languages;

  const findingsIn = async (code: string, ofLanguage: Language | undefined) => {
    const { findings, syntaxErrors } = await analyser.analyse(code, ofLanguage ?? language ?? "python");
    expect(syntaxErrors, `the case parses:\n${code}`).to.deep.equal([]);
    return findings;
  };

  before(async () => {
    const module: { readonly cases: Cases } = await load(file);
    cases = module.cases;
  });

  it("is documented", () => {
    expect(rule.doc.trim().length).to.be.greaterThan(80);
    expect(rule.message).to.match(/[^.]$/);
    expect(rule.suggestion).to.match(/[^.]$/);
  });

  it("has bad cases and near misses", () => {
    expect(cases.bad.length).to.be.at.least(4);
    expect(cases.good.length).to.be.at.least(6);
  });

  it("finds every bad case at its lines", async () => {
    for (const { code, lines, language: own } of cases.bad) {
      const findings = await findingsIn(code, own);
      expect(
        findings.map(({ line }) => line),
        code,
      ).to.deep.equal(lines);
    }
  });

  it("leaves every good case alone", async () => {
    for (const good of cases.good) {
      const { code, language: own } = typeof good === "string" ? { code: good, language: undefined } : good;
      const findings = await findingsIn(code, own);
      expect(
        findings.map(({ line, message }) => `${line} ${message}`),
        code,
      ).to.deep.equal([]);
    }
  });

  it("fixes what it says it fixes, and finds nothing there any more", async () => {
    for (const { code, fixed, language: own } of cases.bad) {
      if (fixed === undefined) continue;
      const edits = (await findingsIn(code, own)).flatMap(({ fix }) => fix?.edits ?? []);
      expect(applied(code, edits)).to.equal(fixed);
      expect(await findingsIn(fixed, own), fixed).to.deep.equal([]);
    }
  });
}

function applied(code: string, edits: readonly Edit[]): string {
  const backwards = [...edits].sort((a, b) => b.start - a.start);
  return backwards.reduce(
    (text, { start, end, text: inserted }) => text.slice(0, start) + inserted + text.slice(end),
    code,
  );
}
