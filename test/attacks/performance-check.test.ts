/**
 * Damaged and hostile sources: each is answered, in its time, by processes that do not grow. `ATTACKS=long` sends 10,000
 * instead of 300.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { Server } from "../../plugins/tools/performance-check/test/server.js";
import { filesBelow, read, root } from "../repository.js";

const ROUNDS = process.env.ATTACKS === "long" ? 10_000 : 300;
/** Milliseconds: a file has 1 second of the clock, and a machine that does something else needs more. */
const LIMIT = 3000;

interface Source {
  readonly language: "python" | "typescript";
  readonly text: string;
}

/** The cases of the rules: what they are asked about most. */
const python = filesBelow("plugins/tools/performance-check/src/rules/python", ".cases.ts").map(
  (file): Source => ({ language: "python", text: pythonIn(read(file)) }),
);
const typescript = filesBelow("packages/core/src", ".ts").map(
  (file): Source => ({ language: "typescript", text: read(file) }),
);
const sources = [...python, ...typescript];

/** The strings of a file of cases, one after another. */
function pythonIn(file: string): string {
  return [...file.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([string]): unknown => JSON.parse(string)).join("\n");
}

/** Numbers that are the same in each run (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const SCRAPS = [
  "(",
  "[",
  "{",
  "`${",
  '"""',
  "'",
  "\n    ",
  "async ",
  "lambda:",
  "=>",
  "<div>",
  "\\",
  "\0",
  "\u2028",
  "😀",
  "@",
  "#",
  "/*",
  "def ",
  "for x in ",
];

/** What damages a source. */
const damages: readonly ((text: string, below: (n: number) => number, other: string) => string)[] = [
  (text, below) => text.slice(0, below(text.length)),
  (text, below) => text.slice(below(text.length)),
  (text, below) => {
    const at = below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + below(40));
  },
  (text, below, other) => {
    const at = below(text.length);
    const from = below(other.length);
    return text.slice(0, at) + other.slice(from, from + below(2000)) + text.slice(at);
  },
  (text, below) => {
    const at = below(text.length);
    return text.slice(0, at) + (SCRAPS[below(SCRAPS.length)] ?? "").repeat(1 + below(5)) + text.slice(at);
  },
  (text, below) => {
    const at = below(text.length);
    return text.slice(0, at) + (SCRAPS[below(SCRAPS.length)] ?? "").repeat(1 + below(20_000)) + text.slice(at);
  },
  (text, below) => {
    const lines = text.split("\n");
    const [a, b] = [below(lines.length), below(lines.length)];
    [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
    return lines.join("\n");
  },
];

const DEEP = 100_000;

/** Each of twenty names is given each of the others. */
function aliases(assign: string, end: string): string {
  const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
  const given = names.flatMap((name) => names.map((other) => `${name}${assign}${other}${end}`));
  return `${given.join("")}${names.map((name) => `${name}.all()${end}`).join("")}`;
}
const bombs: Readonly<Record<string, Source>> = {
  "open brackets": { language: "python", text: "[".repeat(DEEP) },
  "closed brackets": { language: "python", text: "[".repeat(DEEP) + "]".repeat(DEEP) },
  "calls in calls": { language: "python", text: `async def f():\n    ${"open(".repeat(DEEP)}${")".repeat(DEEP)}` },
  "a chain of attributes": { language: "python", text: `async def f():\n    x${".all()".repeat(DEEP)}` },
  "a sum of a hundred thousand": { language: "python", text: `s = ${"a + ".repeat(DEEP)}a` },
  "lambdas in lambdas": { language: "python", text: `${"lambda: ".repeat(DEEP)}0` },
  "loops in loops": {
    language: "python",
    text: Array.from({ length: 1400 }, (_, depth) => `${" ".repeat(depth)}for x in y:`).join("\n"),
  },
  "a name bound a hundred thousand times": {
    language: "python",
    text: `${"x = x\n".repeat(DEEP)}for a in x:\n    x += "b"\n`,
  },
  "names that stand for each other": { language: "python", text: aliases(" = ", "\n") },
  "the same in TypeScript": { language: "typescript", text: aliases(" = ", ";\n") },
  "arrow functions in arrow functions": { language: "typescript", text: `${"async () => ".repeat(DEEP)}0` },
  "templates in templates": { language: "typescript", text: "`${".repeat(DEEP) },
  "types in types": { language: "typescript", text: `let x: ${"Array<".repeat(DEEP)}0${">".repeat(DEEP)};` },
  "a promise's chain": { language: "typescript", text: `x${".then(a => a)".repeat(DEEP)}` },
  "elements in elements": { language: "typescript", text: "<a>".repeat(DEEP) },
  "a hundred thousand calls on one line": {
    language: "python",
    text: `async def f(): ${"time.sleep(1); ".repeat(DEEP)}`,
  },
  "one line of comments": { language: "python", text: `x = 1  ${"# perf: ignore[".repeat(DEEP)}` },
  "one line of spaces": { language: "python", text: `time.sleep(1)${" ".repeat(1_900_000)}# perf: ignore` },
};

describe("performance_check, attacked", function () {
  this.timeout(0);
  let server: Server;
  before(async () => {
    server = await Server.on(root);
    for (const { language } of sources.slice(0, 4)) await server.check({ source_code: "x", language });
  });
  after(() => server.close());

  let givenUp = 0;

  /** Milliseconds that the answer took. It is one: issues, or that nothing can be read, or that it is too much. */
  async function answered({ text, language }: Source): Promise<number> {
    const began = performance.now();
    const { outcome } = await server.begin({ source_code: text, language, max_issues: 5000 }).answer;
    const code = "code" in outcome ? outcome.code : "done";
    if (code === "FILE_GIVEN_UP") givenUp += 1;
    else expect(code, text.slice(0, 200)).to.be.oneOf(["done", "SYNTAX_INVALID"]);
    return performance.now() - began;
  }

  for (const [what, source] of Object.entries(bombs)) {
    it(`is not held up by ${what}`, async () => {
      expect(await answered(source)).to.be.below(LIMIT);
    });
  }

  it("gives up a source for which the parser has no stack, and the next one is checked by a new process", async () => {
    givenUp = 0;
    await answered({ language: "typescript", text: `const x = f.exec${"<div>".repeat(15_000)}(y);\n` });
    expect(givenUp).to.equal(1);
    const { summary } = await server.check({
      source_code: "async function f() { await Promise.all([await a()]); }",
      language: "typescript",
    });
    expect(summary.total_issues).to.equal(1);
  });

  it("checks on in the same process after a source that uses much of it", async () => {
    givenUp = 0;
    await answered({ language: "typescript", text: `const x = f.exec${"<div>".repeat(3600)}(y);\n` });
    await answered({ language: "typescript", text: "const x = 1;\n" });
    expect(givenUp).to.equal(0);
  });

  it(`answers each of ${ROUNDS} damaged sources in its time, in processes that do not grow`, async () => {
    const below = random(6);
    const sample = () => sources[below(sources.length)] ?? { language: "python", text: "" };
    let half = Number.NaN;
    givenUp = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { language, text } = sample();
      const damage = damages[below(damages.length)];
      const damaged = damage?.(text, below, sample().text) ?? text;
      expect(await answered({ language, text: damaged }), `round ${round}`).to.be.below(LIMIT);
      if (round === ROUNDS >> 1) half = residentOfChildren();
    }
    // What the parser has no stack for.
    expect(givenUp).to.be.at.most(1 + ROUNDS / 1000);
    // In kilobytes; nothing where there is no /proc.
    if (!Number.isNaN(half)) expect(residentOfChildren() - half).to.be.below(100_000);
  });
});

/** Kilobytes of memory that this process's children have, together. */
function residentOfChildren(): number {
  try {
    const children = readdirSync("/proc/self/task").flatMap((thread) =>
      readFileSync(`/proc/self/task/${thread}/children`, "utf8").split(" "),
    );
    const statuses = children.filter(Boolean).map((child) => readFileSync(`/proc/${child}/status`, "utf8"));
    return statuses.reduce((sum, status) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0), 0);
  } catch {
    return Number.NaN;
  }
}
