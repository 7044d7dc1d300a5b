/**
 * How fast performance_check is: CPU time beside ruff's (WebAssembly, PERF and ASYNC alone) on the same Python files, in
 * a new process (cold) and in its third pass (warm); megabytes of TypeScript in a second, to which nobody is beside;
 * a file of 12 KB; memory over 5,000 files. `node dist-test/bench/performance-check.js`
 *
 * Each measurement is a process of its own that reads its files first; ours and ruff's take turns; medians are printed.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROUNDS = 3;
/** Every so many files of Debian's django and of CPython's library. */
const STEP = 3;
const MAX_BYTES = 2 * 1024 * 1024;
const FOLDERS = ["/usr/lib/python3/dist-packages/django", "/usr/lib/python3.11"];
const ENDS = { python: [".py"], typescript: [".ts", ".mts", ".tsx"] } as const;

type Language = keyof typeof ENDS;
type Subject = "ours" | "ours, remembering" | "ruff";

const root = fileURLToPath(new URL("../../", import.meta.url));
const load = (file: string) => import(join(root, "plugins/tools/performance-check/dist", file));

/** Files by the ends of their names, declarations left out, sorted. */
function filesIn(folder: string, ends: readonly string[]): string[] {
  if (!existsSync(folder)) throw new Error(`the sample is missing: ${folder}`);
  const found = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "@portcullis" ? [] : filesIn(path, ends);
    const isWanted = entry.isFile() && ends.some((end) => path.endsWith(end)) && !/\.d\.[mc]?ts$/.test(path);
    return isWanted && statSync(path).size <= MAX_BYTES ? [path] : [];
  });
  return found.sort();
}

const sample = (language: Language): string[] =>
  language === "python"
    ? FOLDERS.flatMap((folder) => filesIn(folder, ENDS.python)).filter((_, index) => index % STEP === 0)
    : filesIn(join(root, "node_modules"), ENDS.typescript);

/** What checks one source. */
async function checkOf(subject: Subject, language: Language): Promise<(source: string) => unknown> {
  if (subject === "ruff") {
    const { PositionEncoding, Workspace } = await import("@astral-sh/ruff-wasm-nodejs");
    const ruff = new Workspace({ lint: { select: ["PERF", "ASYNC"] } }, PositionEncoding.Utf16);
    return (source) => ruff.check(source);
  }
  const { builtInRules }: typeof import("../plugins/tools/performance-check/src/rules/built-in-rules.js") =
    await load("rules/built-in-rules.js");
  const { Checker }: typeof import("../plugins/tools/performance-check/src/source/checker.js") =
    await load("source/checker.js");
  const {
    defaultVocabulary,
  }: typeof import("../plugins/tools/performance-check/src/vocabulary/default-vocabulary.js") = await load(
    "vocabulary/default-vocabulary.js",
  );
  const checker = new Checker(
    builtInRules.filter((rule) => rule.enabledByDefault),
    defaultVocabulary,
  );
  let pass = 0;
  return (source) => {
    // A comment more, and nothing is remembered.
    pass += 1;
    const text = subject === "ours" ? `${source}\n${language === "python" ? "#" : "//"} ${pass}` : source;
    return checker.check({ path: "x", language }, text);
  };
}

/** Milliseconds of CPU since. */
function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

const numbers = {
  /** Milliseconds of CPU for each of three passes; the first with what loading costs. */
  async passes(subject: Subject, language: Language): Promise<number[]> {
    const sources = sample(language).map((file) => readFileSync(file, "utf8"));
    const times: number[] = [];
    let from = process.cpuUsage();
    const check = await checkOf(subject, language);
    for (let pass = 0; pass < 3; pass += 1) {
      for (const source of sources) await check(source);
      times.push(spent(from));
      from = process.cpuUsage();
    }
    return times;
  },
  /** Milliseconds for a file of 12 KB, warm: the median and the 95th of a hundred. */
  async latency(subject: Subject, language: Language): Promise<number[]> {
    const files = sample(language).map((file) => readFileSync(file, "utf8"));
    const near = files.sort((a, b) => Math.abs(a.length - 12_288) - Math.abs(b.length - 12_288)).slice(0, 20);
    const check = await checkOf(subject, language);
    const times: number[] = [];
    for (let round = 0; round < 15; round += 1) {
      for (const source of near) {
        const began = performance.now();
        await check(source);
        if (round >= 10) times.push(performance.now() - began);
      }
    }
    times.sort((a, b) => a - b);
    return [times[50] ?? 0, times[95] ?? 0];
  },
  /** Megabytes after 1,000, 2,500 and 5,000 files. */
  async memory(subject: Subject, language: Language): Promise<number[]> {
    const files = sample(language);
    const check = await checkOf(subject, language);
    const sizes: number[] = [];
    for (let done = 1; done <= 5000; done += 1) {
      await check(readFileSync(files[done % files.length] ?? "", "utf8"));
      if ([1000, 2500, 5000].includes(done)) sizes.push(process.memoryUsage.rss() / 1e6);
    }
    return sizes;
  },
};

type Kind = keyof typeof numbers;

/** In a process of its own. */
function measured(kind: Kind, subject: Subject, language: Language): number[] {
  const own = fileURLToPath(import.meta.url);
  return JSON.parse(execFileSync(process.execPath, [own, kind, subject, language], { encoding: "utf8" }));
}

/** By turns: the median of each number. */
function medians(kind: Kind, subjects: readonly Subject[], language: Language, rounds: number): number[][] {
  const all = subjects.map((): number[][] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, subject] of subjects.entries()) all[index]?.push(measured(kind, subject, language));
  }
  return all.map((runs) => (runs[0] ?? []).map((_, at) => median(runs.map((run) => run[at] ?? Number.NaN))));
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const [kind, subject, language] = process.argv.slice(2);
if (kind !== undefined) {
  process.stdout.write(JSON.stringify(await numbers[kind as Kind](subject as Subject, language as Language)));
} else {
  report();
}

function report(): void {
  const python = sample("python");
  const megabytes = (files: readonly string[]) => files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  console.log(`${python.length} Python files, ${megabytes(python).toFixed(1)} MB, CPU ms, medians of ${ROUNDS}`);
  const [ours = [], remembering = [], ruff = []] = medians(
    "passes",
    ["ours", "ours, remembering", "ruff"],
    "python",
    ROUNDS,
  );
  const row = (name: string, own: number | undefined, other: number | undefined, goal: string) =>
    console.log(
      `${name.padEnd(28)} ${(own ?? 0).toFixed(0).padStart(6)} ${(other ?? 0).toFixed(0).padStart(6)} ${((own ?? 0) / (other ?? 1)).toFixed(2).padStart(6)}x  ${goal}`,
    );
  console.log(`${"".padEnd(28)} ${"ours".padStart(6)} ${"ruff".padStart(6)}`);
  row("cold", ours[0], ruff[0], "goal 3x");
  row("warm", ours[2], ruff[2], "goal 3x");
  row("warm, results remembered", remembering[2], ruff[2], "");

  const typescript = sample("typescript");
  const [ts = []] = medians("passes", ["ours"], "typescript", 3);
  const speed = (ms: number | undefined) => ((megabytes(typescript) * 1000) / (ms ?? 1)).toFixed(1);
  console.log(`\n${typescript.length} TypeScript files: ${speed(ts[0])} MB/s cold, ${speed(ts[2])} MB/s warm`);

  const [[p50 = 0, p95 = 0] = []] = medians("latency", ["ours"], "python", 3);
  console.log(`a file of 12 KB, warm: ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms   goal 5 ms`);

  const [[early = 0, middle = 0, late = 0] = []] = medians("memory", ["ours"], "python", 1);
  const grown = ((late / middle - 1) * 100).toFixed(0);
  console.log(
    `RSS after 1,000, 2,500, 5,000 files: ${[early, middle, late].map((mb) => mb.toFixed(0)).join(", ")} MB (${grown} % from the second)   goal: flat`,
  );
}
