/** What a call that was not done tells its caller: a code, a short text, the call's id. */
import { inspect } from "node:util";
import type { Outcome, Result } from "@portcullis/plugin-api";
import type { z } from "zod";
import type { Cut } from "./call-in-flight.js";

export type End = Exclude<Outcome, { kind: "done" }>;

export const TOOL_FAILED = {
  kind: "failed",
  code: "TOOL_FAILED",
  reason: "The tool failed. Its log has the cause.",
} as const;

/** The answer that stands for an outcome. */
export function errorResult({ code, reason }: End, id: string): Result {
  return {
    content: [{ type: "text", text: `${code}: ${reason} (call ${id})` }],
    isError: true,
    _meta: { "portcullis/code": code, "portcullis/call": id },
  };
}

/** A tool's own error, with the call's id as every error has it. */
export function withCall(error: Result, id: string): Result {
  const [first, ...rest] = error.content;
  const told = first?.type === "text" ? { ...first, text: `${first.text} (call ${id})` } : first;
  const content = told === undefined ? rest : [told, ...rest];
  return { ...error, content, _meta: { ...error._meta, "portcullis/call": id } };
}

/** The most that is told of wrong arguments: the rest would be noise to who must mend them. */
const MAX_ISSUES = 5;
const MAX_TEXT = 200;

/** Which parameters were wrong and what was expected; never their values. */
export function invalidArguments(error: z.ZodError): End {
  const told = error.issues.slice(0, MAX_ISSUES).map((issue) => {
    const name = issue.path.length === 0 ? "arguments" : issue.path.map(String).join(".");
    const text = `${name}: ${issue.message}`;
    return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  });
  const more = error.issues.length - told.length;
  const reason = `${told.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
  return { kind: "invalid", code: "INVALID_ARGUMENTS", reason };
}

/** What a call that was cut short came to. */
export const ended = (cut: Cut): End => ends[cut];

const ends: Readonly<Record<Cut, End>> = {
  timeout: { kind: "timeout", code: "TIMEOUT", reason: "The call took longer than its limit. Ask for less." },
  cancelled: { kind: "cancelled", code: "CANCELLED", reason: "The call was cancelled." },
  broken: TOOL_FAILED,
};

/** Whatever was thrown, in words for the log. Never throws: what plugins throw may be anything. */
export function describe(thrown: unknown): string {
  try {
    return inspect(thrown, { depth: 4, breakLength: Number.POSITIVE_INFINITY });
  } catch {
    return "something that cannot be shown";
  }
}
