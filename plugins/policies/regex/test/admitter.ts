/** The policy at work without a server around it, for tests that use a capability again and again. */
import type { Call, GuardHint, Patterns, SafePattern } from "@portcullis/plugin-api";
import regex from "@portcullis/policy-regex";

const silent = () => {};
const call: Omit<Call, "args"> = {
  id: "test-1",
  tool: "test",
  principal: "test",
  signal: new AbortController().signal,
  progress: silent,
  log: { debug: silent, info: silent, warn: silent, error: silent },
};

/** Makes what admits patterns under these options: the capability, or the reason why there is none. */
export async function admitter(options: object, patterns: Patterns) {
  const { admit } = await regex.create(regex.options.parse(options), { patterns });
  const pattern = admit?.pattern;
  if (pattern === undefined) throw new Error("regex admits no pattern");
  return async (raw: string, hint: GuardHint = {}, args = {}): Promise<SafePattern | string> => {
    const verdict = await pattern(raw, hint, { ...call, args });
    return verdict.kind === "deny" ? verdict.reason : verdict.value;
  };
}
