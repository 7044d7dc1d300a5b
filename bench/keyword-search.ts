/**
 * keyword_search beside ripgrep: wall and CPU time as ratios to rg's, interleaved, medians, each beside its goal. Then
 * how long small searches take while a slow one runs, on one start of the server.
 *
 * The small tree is made of packages that are installed here. The large one is given by its path, as in
 * `node dist-test/bench/keyword-search.js /usr/src/linux-source-6.1`; without one, it is left out.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { rgPath } from "@vscode/ripgrep";
import { type Args, type Searcher, searcherOn } from "../test/ripgrep/searcher.js";

const ROUNDS = 5;
const SMALL_FILES = 10_000;
/** Of which no text need stand in a match, so that all is matched; and one whose text stands nowhere. */
const SLOW = ["[a-f].{0,90}[g-p].{0,90}[0-9]", "(.{1,50}){1,11}[0-9]", "(.{1,50}){1,11}zzzq"];
const SLOW_MS = 10_000;
/** Of a call that runs beside a slow one, at the 99th percentile. */
const BESIDE_MS = 20;

interface Query {
  readonly keyword: string;
  /** In ripgrep's words, where they differ. */
  readonly rg?: string;
  readonly flags?: readonly ("regex" | "ignoreCase" | "strict")[];
}
interface Case {
  readonly name: string;
  readonly query: Query;
  /** Ratios of wall time: on the large tree, on the small one. */
  readonly goal: readonly [number, number];
  /** What is known when the query is asked: nothing, the tree and its index, or the query as well. */
  readonly state: "cold" | "warm" | "again";
}

const R = ["regex"] as const;
const dates = "[0-9]{4}-[0-9]{2}-[0-9]{2}T";

const cases = (rare: string, three: string): readonly Case[] => [
  { name: "first call: literal", query: { keyword: rare }, goal: [1.4, 1.2], state: "cold" },
  { name: "first call: common literal", query: { keyword: "return" }, goal: [1.2, 1.2], state: "cold" },
  { name: "first call: regex with literal", query: withLiteral(), goal: [1.8, 1.3], state: "cold" },
  { name: "first call: regex without", query: { keyword: dates, flags: R }, goal: [2.8, 1.5], state: "cold" },
  { name: "strict: rare literal", query: { keyword: rare, flags: ["strict"] }, goal: [0.4, 0.4], state: "warm" },
  { name: "no match", query: { keyword: "qzjxkvwyqzj" }, goal: [0.03, 0.03], state: "warm" },
  { name: "rare literal", query: { keyword: rare }, goal: [0.1, 0.05], state: "warm" },
  {
    name: "rare literal, any case",
    query: { keyword: rare, flags: ["ignoreCase"] },
    goal: [0.12, 0.06],
    state: "warm",
  },
  { name: "regex with literal", query: withLiteral(), goal: [0.25, 0.15], state: "warm" },
  { name: "regex of classes", query: { keyword: dates, flags: R }, goal: [0.12, 0.05], state: "warm" },
  { name: "three alternatives", query: { keyword: three, flags: R }, goal: [0.25, 0.08], state: "warm" },
  { name: "common literal", query: { keyword: "return" }, goal: [0.6, 0.25], state: "warm" },
  { name: "common literal again", query: { keyword: "return" }, goal: [0.05, 0.05], state: "again" },
];

function withLiteral(): Query {
  return { keyword: "\\b[A-Z][a-z]+Error\\b", rg: "(?-u:\\b)[A-Z][a-z]+Error(?-u:\\b)", flags: R };
}

/** What processes took of the CPU, in hundredths of a second: those that ended, if their parent waited, or this one. */
const cpuOf = (pid: number | "self", ended: boolean): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  const first = ended ? 13 : 11;
  return Number(fields[first]) + Number(fields[first + 1]);
};

/** The processes that this one started and that still run. */
const children = (): number[] =>
  readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

const ownCpu = (): number => children().reduce((sum, child) => sum + cpuOf(child, false), cpuOf("self", false));

interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

async function cost(work: () => Promise<unknown>, cpu: () => number): Promise<Cost> {
  const before = cpu();
  const began = performance.now();
  await work();
  return { wall: performance.now() - began, cpu: cpu() - before };
}

function ripgrep(cwd: string, { keyword, rg = keyword, flags = [] }: Query): Promise<unknown> {
  const args = ["--no-config", "--no-ignore-global", "--no-require-git", "-n"];
  if (flags.includes("ignoreCase")) args.push("-i");
  if (!flags.includes("regex")) args.push("-F");
  const child = spawn(rgPath, [...args, "--regexp", rg, "."], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.resume();
  return new Promise((resolve) => child.on("close", resolve));
}

const ask = (searcher: Searcher, { keyword, flags = [] }: Query): Promise<unknown> => {
  const args: { [K in keyof Args]: unknown } = {
    keyword,
    root_paths: ["."],
    use_regex: flags.includes("regex"),
    case_insensitive: flags.includes("ignoreCase"),
    fresh: flags.includes("strict") ? "strict" : "auto",
  };
  return searcher.page(args);
};

/** Waits until the index is built. */
async function idle(): Promise<void> {
  for (let before = -1, now = ownCpu(); now - before > 2; before = now, now = ownCpu()) await setTimeout(500);
}

/** A server that has searched another tree for a while, and knows nothing of this one. */
async function startedOn(root: string, elsewhere: string): Promise<Searcher> {
  const searcher = await searcherOn(root, elsewhere);
  for (const keyword of ["return", "qzjxkvwyqzj", "isDeepStrictEqual"]) {
    await searcher.page({ keyword, root_paths: readdirSync(elsewhere).map((name) => path.join(elsewhere, name)) });
  }
  return searcher;
}

/** More than a process remembers. */
async function forgetQueries(searcher: Searcher): Promise<void> {
  for (let query = 0; query < 16; query++) await ask(searcher, { keyword: `qzjxkvwy${query}` });
}

async function measure(root: string, elsewhere: string, size: 0 | 1, list: readonly Case[]): Promise<void> {
  const warm = await startedOn(root, elsewhere);
  await ask(warm, { keyword: "return" });
  await idle();
  console.log("case                              wall of rg  goal     CPU of rg  ms      ms of rg");
  for (const { name, query, goal, state } of list) {
    const [walls, ours, theirs, cpus]: [number[], number[], number[], [number, number]] = [[], [], [], [0, 0]];
    for (let round = 0; round < ROUNDS; round++) {
      const rg = await cost(
        () => ripgrep(root, query),
        () => cpuOf("self", true),
      );
      const searcher = state === "cold" ? await startedOn(root, elsewhere) : warm;
      if (state === "warm") await forgetQueries(searcher);
      if (state === "again") await ask(searcher, query);
      const own = await cost(() => ask(searcher, query), ownCpu);
      if (state === "cold") await searcher.close();
      walls.push(own.wall / rg.wall);
      ours.push(own.wall);
      theirs.push(rg.wall);
      cpus[0] += own.cpu;
      cpus[1] += rg.cpu;
    }
    const wall = median(walls);
    const allowed = goal[size] ?? 0;
    const said = wall <= allowed ? "" : "  MISSED";
    const figures = [
      wall.toFixed(3).padStart(10),
      String(allowed).padEnd(7),
      (cpus[0] / cpus[1]).toFixed(3).padStart(9),
    ];
    const times = [median(ours).toFixed(1).padEnd(7), median(theirs).toFixed(1)];
    console.log(`${name.padEnd(32)}  ${figures.join("  ")}  ${times.join(" ")}${said}`);
  }
  await warm.close();
}

/** Small searches on another root, one after the other, while a slow one runs. */
async function measureBeside(root: string, elsewhere: string): Promise<void> {
  console.log("\nbeside                              calls  p50 ms  p99 ms  goal  p99 ms of the server's event loop");
  const [small = ""] = readdirSync(elsewhere).map((name) => path.join(elsewhere, name));
  for (const keyword of [undefined, ...SLOW]) {
    const searcher = await startedOn(root, elsewhere);
    await idle();
    let isOver = false;
    const slow = keyword === undefined ? setTimeout(SLOW_MS / 4) : beforeCancelled(searcher, keyword);
    const slowEnds = slow.finally(() => {
      isOver = true;
    });
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const times: number[] = [];
    while (!isOver) {
      const began = performance.now();
      await searcher.page({ keyword: `return${times.length}`, root_paths: [small] });
      times.push(performance.now() - began);
      await setTimeout(5);
    }
    delay.disable();
    await slowEnds;
    await searcher.close();
    const [half, most] = [0.5, 0.99].map((part) => percentile(times, part).toFixed(1).padStart(6));
    const said = percentile(times, 0.99) <= BESIDE_MS ? "" : "  MISSED";
    const loop = (delay.percentile(99) / 1e6).toFixed(1);
    console.log(
      `${(keyword ?? "nothing").padEnd(34)}  ${`${times.length}`.padStart(5)}  ${half}  ${most}  ${BESIDE_MS}    ${loop}${said}`,
    );
  }
}

/** Ends when it is cancelled, too. */
async function beforeCancelled(searcher: Searcher, keyword: string): Promise<void> {
  try {
    await searcher.page({ keyword, root_paths: ["."], use_regex: true }, SLOW_MS);
  } catch (error) {
    if (!String(error).includes("CANCELLED")) throw error;
  }
}

const percentile = (figures: readonly number[], part: number): number =>
  figures.toSorted((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * part))] ?? 0;
const median = (figures: readonly number[]): number => percentile(figures, 0.5);

/** Copies packages that are installed here, up to so many files. */
function tree(files: number, from: string): string {
  const installed = fileURLToPath(new URL("../../node_modules/", import.meta.url));
  const root = mkdtempSync(path.join(tmpdir(), "portcullis-bench-"));
  let copied = 0;
  for (const name of readdirSync(installed).filter((name) => /^\w/.test(name) && name >= from)) {
    if (copied >= files) break;
    cpSync(path.join(installed, name), path.join(root, name), { recursive: true });
    copied += readdirSync(path.join(root, name), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    ).length;
  }
  return root;
}

const small = tree(SMALL_FILES, "a");
const elsewhere = tree(SMALL_FILES / 5, "r");
try {
  console.log(`small: packages of node_modules, some ${SMALL_FILES} files`);
  await measure(small, elsewhere, 1, cases("isDeepStrictEqual", "zipAll|concatAll|isBoxedPrimitive"));
  const large = process.argv[2];
  if (large !== undefined) {
    console.log(`\nlarge: ${large}`);
    await measure(large, elsewhere, 0, cases("kfree_skb_partial", "kvzalloc|devm_kmemdup|skb_gro_reset"));
  }
  await measureBeside(small, elsewhere);
} finally {
  for (const root of [small, elsewhere]) rmSync(root, { recursive: true });
}
