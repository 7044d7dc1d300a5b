/** `portcullis audit`: verifies, shows and counts what audit-log has written. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import type { FileReport, Report } from "./audit-verify.js";
import { UsageError } from "./usage-error.js";

const SOUND = 0;
const NOT_SOUND = 1;

/** Adds the commands to the program. Each one's code is loaded when it is asked for. */
export function addAuditCommands(program: Command): void {
  const audit = program.command("audit").description("verify, show and count what audit-log has written");

  audit
    .command("verify")
    .description("say whether the files are as they were written or, line by line, what was done to them")
    .argument("<file...>", "files of one or several chains, in any order")
    .option("--public-key <file>", "check the checkpoints with this Ed25519 key, in PEM")
    .option("--json", "print the findings as JSON")
    .action(async (files: string[], options: { publicKey?: string; json?: boolean }) => {
      const { verify } = await import("./audit-verify.js");
      const report = verify(readable(files), options.publicKey === undefined ? undefined : keyOf(options.publicKey));
      console.log(options.json ? JSON.stringify(report, null, 2) : told(report, options.publicKey !== undefined));
      process.exitCode = report.isSound ? SOUND : NOT_SOUND;
    });

  audit
    .command("tail")
    .description("show the last records, a line each")
    .argument("<file>")
    .option("-n, --lines <number>", "how many", numberOf, 20)
    .option("-f, --follow", "go on with those that come, in the next file too, until Ctrl-C")
    .option("--json", "print the records as they are")
    .action(async (file: string, options: { lines: number; follow?: boolean; json?: boolean }) => {
      const { tail } = await import("./audit-tail.js");
      const [path = file] = readable([file]);
      for await (const line of tail(path, options)) console.log(line);
    });

  audit
    .command("stats")
    .description("count calls, outcomes and denials; show the slowest calls and the times of each tool")
    .argument("<file...>")
    .action(async (files: string[]) => {
      const { stats } = await import("./audit-stats.js");
      console.log(stats(readable(files)));
    });
}

function told({ files, unended }: Report, withKey: boolean): string {
  const calls = unended.length === 1 ? "1 call has" : `${unended.length} calls have`;
  const open = unended.length === 0 ? [] : [`${calls} a start and no end: the server died, or they are at work`];
  return [...files.map((report) => aboutFile(report, withKey)), ...open].join("\n");
}

function aboutFile({ file, lines, findings, vouched, continues }: FileReport, withKey: boolean): string {
  const verdict = findings.length === 0 ? "sound" : "NOT SOUND";
  const signed = withKey ? `; checkpoints vouch for the first ${vouched}` : "";
  return [
    `${file}: ${verdict}, ${lines} ${lines === 1 ? "line" : "lines"}${signed}`,
    ...(continues === undefined ? [] : [`  goes on with the chain of ${continues}, which was not given`]),
    ...findings.map(({ line, what }) => `  line ${line} ${what}`),
  ].join("\n");
}

function readable(files: readonly string[]): readonly string[] {
  const gone = files.filter((file) => !existsSync(file));
  if (gone.length > 0) throw new UsageError(`There is no file ${gone.join(", ")}.`);
  return files;
}

function keyOf(file: string): KeyObject {
  try {
    const key = createPublicKey(readFileSync(file));
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch (error) {
    throw new UsageError(`${file} holds no key: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new UsageError(`${file} holds no Ed25519 key.`);
}

function numberOf(word: string): number {
  if (/^\d{1,9}$/.test(word)) return Number(word);
  throw new InvalidArgumentError("Expected a number.");
}
