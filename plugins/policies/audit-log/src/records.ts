/** What the records of a call hold. Callers choose the names of tools and arguments: they are cut, so that a line stays short. */
import { createHmac, type KeyObject } from "node:crypto";
import type { Call, Decision, Outcome, Result } from "@portcullis/plugin-api";
import { redacted } from "./redaction.js";

export type Fields = Readonly<Record<string, unknown>>;

/** How much of a call is recorded: that it was, what was asked, and what was answered. */
export type Level = "metadata" | "request" | "response";

/** In characters; a tool that is served has no longer name. */
const MAX_NAME = 128;
const MAX_NAMES = 64;
/** In bytes of JSON, of the arguments and of the answer each. */
const MAX_VALUES = 4096;
/** In hex digits. */
const SHORT_HASH = 12;

/** Before anything else is done with the call: what was asked, as it was asked. */
export function callStart({ id, principal, tool, args }: Call, level: Level, key: KeyObject): Fields {
  const names = Object.keys(args).slice(0, MAX_NAMES).map(cut);
  return { call: id, principal, tool: cut(tool), args: { names, ...about(args, level, key) } };
}

/** Of the arguments: their size, their digest and, when told to, themselves. */
function about(args: Call["args"], level: Level, key: KeyObject): Fields {
  try {
    const bytes = Buffer.byteLength(JSON.stringify(args));
    const kept = redacted(args);
    const text = JSON.stringify(kept);
    const digest = createHmac("sha256", key).update(text).digest("hex");
    return { bytes, digest, ...(level === "metadata" ? {} : valuesOf(kept, text)) };
  } catch {
    // Too deep to be written. Its schema will refuse it, and the refusal is recorded.
    return { bytes: null };
  }
}

/** What leaves, as the outermost policy sees it. */
export function answerOf({ content, structuredContent }: Result, level: Level): Fields {
  const bytes = content.reduce((sum, block) => sum + sizeOf(block), 0);
  if (level !== "response") return { bytes };
  const kept = redacted({ content, structuredContent });
  return { bytes, ...valuesOf(kept, JSON.stringify(kept)) };
}

/** After everything else: what the call came to, and by whose decision. */
export function callEnd(
  outcome: Outcome,
  { id, principal, tool }: Call,
  trail: readonly Decision[],
  more: { readonly policySet: string; readonly answer: Fields | undefined; readonly ms: number },
): Fields {
  return {
    call: id,
    principal,
    tool: cut(tool),
    policySet: more.policySet.slice(0, SHORT_HASH),
    outcome: outcome.kind,
    code: "code" in outcome ? outcome.code : undefined,
    policy: "policy" in outcome ? outcome.policy : undefined,
    at: outcome.kind === "denied" ? trail.findLast(({ verdict }) => verdict === "deny")?.at : undefined,
    counts: summed(trail),
    answer: more.answer,
    trail: trail.map(({ policy, phase, verdict, code, counts, ms }) => {
      // Member by member: a copy of the rest would cost more than all else here.
      return { policy, phase, verdict, code, counts, ms: rounded(ms) };
    }),
    ms: rounded(more.ms),
  };
}

/** The value, when it is short enough; else the beginning of its JSON. */
const valuesOf = (value: unknown, text: string): Fields =>
  Buffer.byteLength(text) <= MAX_VALUES ? { values: value } : { beginning: beginningOf(text) };

/** Cut between characters. */
const beginningOf = (text: string): string =>
  Buffer.from(text.slice(0, MAX_VALUES))
    .subarray(0, MAX_VALUES)
    .toString()
    .replace(/\uFFFD$/, "");

function sizeOf(block: Result["content"][number]): number {
  if (block.type === "text") return Buffer.byteLength(block.text);
  if (block.type === "resource_link") return Buffer.byteLength(block.uri);
  if (block.type !== "resource") return block.data.length;
  return "text" in block.resource ? Buffer.byteLength(block.resource.text) : block.resource.blob.length;
}

/** What all policies counted, by name; nothing when they counted nothing. */
function summed(trail: readonly Decision[]): Fields | undefined {
  const sums: Record<string, number> = {};
  for (const { counts = {} } of trail) {
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  }
  return Object.keys(sums).length === 0 ? undefined : sums;
}

const cut = (name: string): string => (name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name);

/** To microseconds. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
