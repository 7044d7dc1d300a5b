/**
 * What the sanitizer costs an answer of 100 KB, by kind of text, with 50 secrets known and every rule at work; beside it
 * the same rules one after another, each over the whole text.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { loadPatterns } from "@portcullis/core";
import { text } from "@portcullis/plugin-api";
import sanitizer from "@portcullis/policy-sanitizer";
import { call, quiet } from "../plugins/policies/sanitizer/test/call.js";

const BYTES = 102_400;
const ROUNDS = 40;

const root = new URL("../../", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), "utf8");
const filled = (part: string): string => part.repeat(Math.ceil(BYTES / part.length)).slice(0, BYTES);

const texts = {
  json: filled(read("package-lock.json")),
  source: filled(read("packages/core/src/pipeline.ts")),
  base64: randomBytes(BYTES).toString("base64").slice(0, BYTES),
  prose: filled(read("docs/errors.md")),
};

const beside = new URL("./rules/rules.js", import.meta.resolve("@portcullis/policy-sanitizer"));
const { rules }: { rules: readonly { before?: string; secret: string }[] } = await import(beside.href);
const patterns = await loadPatterns();
const environment = Object.fromEntries(
  Array.from({ length: 50 }, (_, index) => [`S${index}_SECRET`, randomBytes(12 + index).toString("base64")]),
);
const policy = await sanitizer.create(sanitizer.options.parse({}), { environment, log: quiet, patterns });
const each = rules.map(({ before = "", secret }) => patterns.compile(`(?:${before})(?:${secret})`));

console.log("kind     ms per 100 KB, median   one rule after another");
for (const [kind, sample] of Object.entries(texts)) {
  const answer = text(sample);
  const own = await median(ROUNDS, async () => void (await policy.after?.(answer, call)));
  const bytes = Buffer.from(sample);
  const others = await median(5, async () => {
    for (const pattern of each) pattern.find(bytes, 0);
  });
  console.log(`${kind.padEnd(8)} ${own.toFixed(2).padStart(21)}   ${others.toFixed(2).padStart(22)}`);
}

/** After as many rounds to warm up. */
async function median(rounds: number, work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 2 * rounds; round += 1) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
  }
  return times.slice(rounds).sort((a, b) => a - b)[rounds >> 1] ?? 0;
}
