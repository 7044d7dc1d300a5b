/** The command line: argv in, exit code out. Each command is a file of its own, loaded when it is asked for. */
import { createRequire } from "node:module";
import { NoServer, StartError } from "@portcullis/core";
import { Command, CommanderError, Option } from "commander";
import { addAuditCommands } from "./audit.js";
import type { Source } from "./source.js";
import { UsageError } from "./usage-error.js";

/** EX_CONFIG of sysexits.h: the manifest, or what it asks for, is wrong. */
const EXIT_CONFIG = 78;
const EXIT_USAGE = 2;

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

const withSource = (command: Command): Command =>
  command
    .addOption(
      new Option("-m, --manifest <file>", "the operator's manifest (default: ./portcullis.yaml)").conflicts("root"),
    )
    .option("-r, --root <dir...>", "serve every built-in tool over these directories, guarded by the built-in policies")
    .option("--audit <file>", "with --root: where the audit is written (default: the user's state directory)");

const program = new Command("portcullis")
  .description("An MCP server whose tools are guarded by policies that the operator declares.")
  .version(version)
  .showHelpAfterError("(portcullis --help tells how)")
  .exitOverride();

withSource(program.command("serve"))
  .description("serve MCP over stdin and stdout")
  .option("--trail", "put each call's trail of policy decisions in its answer's _meta")
  .addOption(
    new Option("--log <level>", "what goes to stderr")
      .choices(["debug", "info", "warn", "error", "silent"])
      .default("info"),
  )
  .action(async (options: Source & { log: "info"; trail?: boolean }) => {
    const { serveCommand } = await import("./serve.js");
    await serveCommand(options, version);
  });

withSource(program.command("call"))
  .description("start a server as a client would, call one tool, print its answer")
  .argument("<tool>", "the tool's name")
  .argument("[arguments]", "its arguments, as a JSON object", "{}")
  .option("--json", "print the whole result as JSON")
  .option("--trail", "print what each policy decided, on stderr")
  .action(async (tool: string, args: string, options: Source & { json?: boolean; trail?: boolean }) => {
    const { callCommand } = await import("./call.js");
    process.exitCode = await callCommand(tool, args, options);
  });

withSource(program.command("check"))
  .description("say what a server would do, or everything that keeps it from starting")
  .action(async (options: Source) => {
    const { checkCommand } = await import("./check.js");
    await checkCommand(options, version);
  });

addAuditCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
// A plugin that was loaded may keep a timer or a socket. What was printed goes out first.
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit();

function flushed(stream: NodeJS.WriteStream): Promise<unknown> {
  return new Promise((resolve) => stream.write("", resolve));
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof UsageError) {
    console.error(error.message);
    return EXIT_USAGE;
  }
  if (error instanceof StartError) {
    console.error(`${error.message}\nportcullis does not start: ${count(error.faults.length)}.`);
    return EXIT_CONFIG;
  }
  if (error instanceof NoServer) return EXIT_CONFIG;
  console.error(error);
  return 70;
}

function count(faults: number): string {
  return faults === 1 ? "1 fault" : `${faults} faults`;
}
