/**
 * How fast records are written and verified, against winston's File transport, which most would take: the same records,
 * in turns, in one run. winston keeps no chain, and answers before a line is written.
 */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Decision } from "@portcullis/plugin-api";
import { verify } from "portcullis/dist/audit-verify.js";
import { createLogger, format, transports } from "winston";
import { calling, runCall, startAudit } from "../plugins/policies/audit-log/test/server.js";

const ROUNDS = 7;
const CALLS = 20_000;

const trail = ["roots", "regex", "sanitizer"].map(
  (policy): Decision => ({ policy, phase: "admit", verdict: "pass", ms: 0.01 }),
);
const call = calling("c1", { root_paths: ["src"], keyword: "needle" });
const folder = mkdtempSync(join(tmpdir(), "portcullis-bench-"));
const audit = join(folder, "audit.jsonl");

/** @returns lines a second */
async function timed(work: () => number | Promise<number>): Promise<number> {
  const began = performance.now();
  const lines = await work();
  return (lines / (performance.now() - began)) * 1000;
}

async function write(): Promise<number> {
  rmSync(audit, { force: true });
  const server = startAudit({ file: audit });
  for (let number = 0; number < CALLS; number += 1) runCall(server, call, { kind: "done" }, trail);
  await server.close();
  return 2 * CALLS;
}

/** Gives winston the records that the audit has just written, and waits until its file has them. */
async function writeByWinston(records: readonly object[]): Promise<number> {
  const file = new transports.File({ filename: join(folder, "winston.jsonl") });
  const logger = createLogger({ format: format.json(), transports: [file] });
  let logged = 0;
  const all = new Promise<void>((resolve) => {
    file.on("logged", () => {
      logged += 1;
      if (logged === records.length) resolve();
    });
  });
  for (const record of records) {
    // Without a wait for its queue winston ends in "write after end" at the close.
    if (!logger.write({ level: "info", message: "call", ...record })) await once(logger, "drain");
  }
  await all;
  logger.close();
  return records.length;
}

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;

const figures = { write: [] as number[], verify: [] as number[], winston: [] as number[] };
try {
  for (let round = 0; round < ROUNDS; round += 1) {
    figures.write.push(await timed(write));
    figures.verify.push(await timed(() => verify([audit]).files[0]?.lines ?? 0));
    const records = readFileSync(audit, "utf8")
      .trimEnd()
      .split("\n")
      .map((line): object => JSON.parse(line));
    figures.winston.push(await timed(() => writeByWinston(records)));
  }
  const base = median(figures.winston);
  for (const [name, all] of Object.entries(figures)) {
    const each = median(all);
    console.log(
      `${name.padEnd(8)} ${Math.round(each).toLocaleString("en")} lines/s, ${(each / base).toFixed(2)} × winston`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
