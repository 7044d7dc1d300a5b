/** `portcullis call`: one call through a real server, for a person. */
import { fileURLToPath } from "node:url";
import { callOnce } from "@portcullis/core";
import { argumentsOf, manifestOf, type Source } from "./source.js";
import { UsageError } from "./usage-error.js";

/** The tool answered; it was denied or it failed. */
const DONE = 0;
const NOT_DONE = 1;

interface Decision {
  readonly policy: string;
  readonly phase: string;
  readonly verdict: string;
  readonly code?: string;
  readonly ms: number;
}

/** @returns the exit code */
export async function callCommand(
  tool: string,
  json: string,
  options: Source & { readonly json?: boolean; readonly trail?: boolean },
): Promise<number> {
  const args = parseArguments(json);
  // Parsed here too, so that a wrong option is a usage error of this command and not a server that does not start.
  manifestOf(options);
  const server = fileURLToPath(new URL("../bin/portcullis.js", import.meta.url));
  const words = ["serve", "--log", "warn", ...argumentsOf(options), ...(options.trail ? ["--trail"] : [])];
  const called = await callOnce([process.execPath, server, ...words], tool, args);
  if ("error" in called) {
    console.error(called.error);
    return NOT_DONE;
  }
  const { result } = called;
  if (options.trail) console.error(table((result._meta?.["portcullis/trail"] ?? []) as Decision[]));
  console.log(options.json ? JSON.stringify(result, null, 2) : result.content.map(told).join("\n"));
  return result.isError ? NOT_DONE : DONE;
}

function parseArguments(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new UsageError(`The arguments are not JSON: ${String(error)}`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new UsageError('The arguments must be a JSON object, as in \'{"keyword":"TODO"}\'.');
}

type Block = { readonly type: string; readonly text?: unknown };

const told = (block: Block): string => (typeof block.text === "string" ? block.text : `[${block.type}]`);

const table = (decisions: readonly Decision[]): string =>
  decisions
    .map(({ policy, phase, verdict, code = "", ms }) =>
      [policy.padEnd(14), phase.padEnd(8), verdict.padEnd(12), `${ms.toFixed(3)} ms`, code].join(" ").trimEnd(),
    )
    .join("\n");
