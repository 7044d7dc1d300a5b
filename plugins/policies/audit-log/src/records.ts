/** What the records of a call hold. Callers choose the names of tools and arguments: they are cut, so that a line stays short. */
import type { Call, Decision, Outcome } from "@portcullis/plugin-api";

export type Fields = Readonly<Record<string, unknown>>;

/** In characters; a tool that is served has no longer name. */
const MAX_NAME = 128;
const MAX_NAMES = 64;
/** In bytes. */
const MAX_VALUES = 16_384;

/** Before anything else is done with the call: what was asked, as it was asked. */
export function callStart({ id, principal, tool, args }: Call, withValues: boolean): Fields {
  const names = Object.keys(args).slice(0, MAX_NAMES).map(cut);
  const bytes = sizeOf(args);
  const values = withValues && bytes !== null && bytes <= MAX_VALUES ? args : undefined;
  return { call: id, principal, tool: cut(tool), args: { names, bytes, values } };
}

/** After everything else: what the call came to, and by whose decision. */
export function callEnd(
  outcome: Outcome,
  { id, principal, tool }: Call,
  trail: readonly Decision[],
  ms: number,
): Fields {
  return {
    call: id,
    principal,
    tool: cut(tool),
    outcome: outcome.kind,
    code: "code" in outcome ? outcome.code : undefined,
    policy: "policy" in outcome ? outcome.policy : undefined,
    trail: trail.map((decision) => ({ ...decision, ms: rounded(decision.ms) })),
    ms: rounded(ms),
  };
}

const cut = (name: string): string => (name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name);

/** To microseconds. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

/** In bytes of JSON; `null` for what is too deep to be written. Its schema will refuse it, and the refusal is recorded. */
function sizeOf(args: Call["args"]): number | null {
  try {
    return Buffer.byteLength(JSON.stringify(args));
  } catch {
    return null;
  }
}
