/**
 * What a call costs more than with the bare SDK. Rounds of all cases take turns, so that what else the machine does
 * hits each alike; the figures are medians of the rounds.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { type Case, cases, folder } from "./cases.js";
import { inMemory, overStdio, type Subject } from "./subject.js";

const ROUNDS = 11;
const CALLS = 2000;

interface Round {
  /** Of one call, in microseconds: the median. */
  readonly p50: number;
  /** Per call, in microseconds. */
  readonly cpu: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function round({ call, cpu }: Subject): Promise<Round> {
  const times: number[] = [];
  const before = cpu();
  for (let done = 0; done < CALLS; done += 1) {
    const from = performance.now();
    await call();
    times.push((performance.now() - from) * 1000);
  }
  return { p50: median(times), cpu: (cpu() - before) / CALLS };
}

async function measure(open: (one: Case) => Promise<Subject>, all: readonly Case[]): Promise<void> {
  const subjects: { readonly subject: Subject; readonly rounds: Round[] }[] = [];
  for (const one of all) subjects.push({ subject: await open(one), rounds: [] });
  // Warm: the first rounds pay for the compiler.
  for (let warm = 0; warm < 3; warm += 1) for (const { subject } of subjects) await round(subject);
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    for (const { subject, rounds } of subjects) rounds.push(await round(subject));
  }
  for (const { subject } of subjects) await subject.close();

  const [bare] = subjects;
  /** In each round against the bare server's of the same round. */
  const against = (rounds: readonly Round[], compare: (mine: Round, other: Round) => number) =>
    median(rounds.flatMap((mine, turn) => (bare?.rounds[turn] ? [compare(mine, bare.rounds[turn])] : [])));
  print(["", "p50 µs", "CPU µs", "more CPU µs", "CPU ratio", "p50 ratio"]);
  for (const { subject, rounds } of subjects) {
    const figures = [
      median(rounds.map(({ p50 }) => p50)).toFixed(1),
      median(rounds.map(({ cpu }) => cpu)).toFixed(1),
      against(rounds, (mine, other) => mine.cpu - other.cpu).toFixed(1),
      against(rounds, (mine, other) => mine.cpu / other.cpu).toFixed(2),
      against(rounds, (mine, other) => mine.p50 / other.p50).toFixed(2),
    ];
    print([subject.name, ...figures]);
  }
}

const print = ([name = "", ...figures]: readonly string[]): void =>
  console.log(name.padEnd(27) + figures.map((figure) => figure.padStart(12)).join(""));

mkdirSync(join(folder, "root/folder"), { recursive: true });
writeFileSync(join(folder, "root/folder/file.txt"), "text\n");
console.log(`Node ${process.version}, ${cpus()[0]?.model}; ${ROUNDS} rounds of ${CALLS} calls, one at a time\n`);
try {
  console.log("In memory, client and server together:");
  await measure(inMemory, cases("memory"));
  console.log("\nOver stdio, the server alone (p50 as its client sees it):");
  await measure(overStdio, cases("stdio"));
} finally {
  rmSync(folder, { recursive: true });
}
