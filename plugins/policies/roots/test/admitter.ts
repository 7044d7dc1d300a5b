/** The policy at work without a server around it, for tests that use a capability again and again. */
import type { Call, Files, GuardHint } from "@portcullis/plugin-api";
import roots from "@portcullis/policy-roots";

const silent = () => {};
const call: Call = {
  id: "test-1",
  tool: "test",
  args: {},
  principal: "test",
  signal: new AbortController().signal,
  progress: silent,
  log: { debug: silent, info: silent, warn: silent, error: silent },
};

/** Makes what admits paths under these options. */
export async function admitter(options: object, files: Files) {
  const { admit } = await roots.create(roots.options.parse(options), { files });
  const path = admit?.path;
  if (path === undefined) throw new Error("roots admits no path");
  return async (raw: string, hint: GuardHint = {}) => path(raw, hint, call);
}
