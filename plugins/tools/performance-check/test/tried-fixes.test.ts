/** Which fixes are not offered: of rules made for this, since ours are not to have such. */
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Edit } from "../src/finding.js";
import type { Rule } from "../src/rule.js";

/** The package shows its tool alone; its insides are read where they are built. */
const load = (file: string) => import(new URL(file, import.meta.resolve("@portcullis/tool-performance-check")).href);

const { Analyser }: typeof import("../src/engine/analyser.js") = await load("./engine/analyser.js");
const { tryFixes }: typeof import("../src/fix/try-fixes.js") = await load("./fix/try-fixes.js");
const { defaultVocabulary }: typeof import("../src/vocabulary/default-vocabulary.js") = await load(
  "./vocabulary/default-vocabulary.js",
);

/** Finds calls of a function. */
const calls = (id: string, name: string, edits: (start: number, end: number) => readonly Edit[]): Rule => ({
  id,
  languages: ["python"],
  category: "inefficient_loop",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "calls it",
  suggestion: "do not",
  doc: "",
  codes: [],
  on: { calls: [name] },
  check: (node, _model, report) => report(node),
  fix: ({ start, end }) => ({ title: "Mend", edits: edits(start, end) }),
});

const other = calls("test/other", "other", () => []);

/** Whether the fix of `slow()` is offered that puts a text in its place. */
async function isOffered(edits: (start: number, end: number) => readonly Edit[]): Promise<boolean> {
  const analyser = new Analyser([calls("test/slow", "slow", edits), other], defaultVocabulary);
  const source = "x = slow()\n";
  const before = await analyser.analyse(source, "python");
  const tried = await tryFixes(before.findings, { path: "x.py", source, language: "python", before, analyser });
  return tried.size === 1;
}
const replacing = (text: string) => (start: number, end: number) => [{ start, end, text }];

describe("a fix is tried", () => {
  it("and offered when its rule no longer fires", async () => {
    expect(await isOffered(replacing("quick()"))).to.equal(true);
  });

  for (const [what, edits] of [
    ["its rule still fires", replacing("f(slow())")],
    ["another rule newly fires", replacing("other()")],
    ["the source no longer parses", replacing("quick((")],
    ["it changes nothing", () => []],
    [
      "its edits overlap",
      (start: number, end: number) => [...replacing("a")(start, end), ...replacing("b")(start, end)],
    ],
    ["its edits lie outside of the source", () => replacing("quick()")(4, 4000)],
  ] as const) {
    it(`and not offered when ${what}`, async () => {
      expect(await isOffered(edits)).to.equal(false);
    });
  }
});
