/**
 * Our Python rules against ruff's own fixtures of PERF and ASYNC: precision and recall of each rule that carries one of
 * ruff's codes, and every line on which the two differ. `node dist-test/bench/performance-check-ruff.js`
 *
 * A finding counts as right when the fixture, or ruff itself run over it, reports one of the rule's codes in that line:
 * a fixture lists the lines of its own code only.
 */
import { existsSync, readFileSync } from "node:fs";
import { PositionEncoding, Workspace } from "@astral-sh/ruff-wasm-nodejs";

interface Fixture {
  readonly rule: string;
  readonly fixture: string;
  readonly source: string;
  readonly expected: readonly { readonly line: number }[];
}

const root = new URL("../../", import.meta.url);
const load = (file: string) => import(new URL(`plugins/tools/performance-check/dist/${file}`, root).href);
const { Analyser }: typeof import("../plugins/tools/performance-check/src/engine/analyser.js") =
  await load("engine/analyser.js");
const { pythonRules }: typeof import("../plugins/tools/performance-check/src/rules/python.js") =
  await load("rules/python.js");
const { defaultVocabulary }: typeof import("../plugins/tools/performance-check/src/vocabulary/default-vocabulary.js") =
  await load("vocabulary/default-vocabulary.js");

const data = new URL("../shared/data/ruff-perf-async.json", root);
if (!existsSync(data)) throw new Error(`the fixtures are missing: ${data.pathname}`);
const fixtures: readonly Fixture[] = JSON.parse(readFileSync(data, "utf8"));

const ruff = new Workspace({ lint: { select: ["PERF", "ASYNC"] }, "target-version": "py312" }, PositionEncoding.Utf16);
const codesOf = (codes: readonly string[]) => codes.flatMap((code) => /^ruff ([A-Z]+\d+)$/.exec(code)?.[1] ?? []);
const ratio = (part: number, whole: number) => (whole === 0 ? "  -  " : (part / whole).toFixed(3));

let allRight = 0;
let allFound = 0;
let allMissed = 0;
for (const rule of pythonRules) {
  const codes = codesOf(rule.codes);
  const own = fixtures.filter((fixture) => codes.includes(fixture.rule));
  if (own.length === 0) continue;
  const analyser = new Analyser([rule], defaultVocabulary);
  const tally = { right: 0, found: 0, missed: 0 };
  const differences = new Set<string>();
  for (const { fixture, source, expected } of own) {
    const reported: readonly { code?: string; start_location: { row: number } }[] = ruff.check(source);
    const oracle = reported
      .filter(({ code }) => codes.includes(code ?? ""))
      .map(({ start_location }) => start_location.row);
    const known = new Set([...expected.map(({ line }) => line), ...oracle]);
    const found = new Set((await analyser.analyse(source, "python")).findings.map(({ line }) => line));
    const lines = source.split("\n");
    for (const line of found) {
      tally.found++;
      if (known.has(line)) tally.right++;
      else differences.add(`    not in ruff ${fixture}:${line} ${lines[line - 1]?.trim()}`);
    }
    for (const { line } of expected) {
      if (found.has(line)) continue;
      tally.missed++;
      differences.add(`    missed      ${fixture}:${line} ${lines[line - 1]?.trim()}`);
    }
  }
  allRight += tally.right;
  allFound += tally.found;
  allMissed += tally.missed;
  const figures = `precision ${ratio(tally.right, tally.found)}  recall ${ratio(tally.right, tally.right + tally.missed)}`;
  process.stdout.write(`${rule.id.padEnd(30)} ${codes.join(" ").padEnd(28)} ${figures}\n`);
  for (const difference of differences) process.stdout.write(`${difference}\n`);
}
const carried = new Set(pythonRules.flatMap(({ codes }) => codesOf(codes)));
const left = fixtures.map(({ rule }) => rule).filter((code) => !carried.has(code));
process.stdout.write(`all: precision ${ratio(allRight, allFound)}  recall ${ratio(allRight, allRight + allMissed)}\n`);
process.stdout.write(`codes that no rule carries: ${left.join(" ") || "none"}\n`);
