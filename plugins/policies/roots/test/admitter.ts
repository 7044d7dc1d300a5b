/** The policy at work without a server around it, for tests that use a capability again and again. */
import type { Call, ClientRoots, Files, GuardHint } from "@portcullis/plugin-api";
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

/** A client that tells these roots, whenever it is asked. */
export const clientWith = (current?: readonly string[]): ClientRoots => ({ current: () => Promise.resolve(current) });

const made = async (options: object, files: Files, clientRoots: ClientRoots) =>
  (await roots.create(roots.options.parse(options), { files, clientRoots })).admit;

/** Makes what admits paths under these options. */
export async function admitter(options: object, files: Files, clientRoots = clientWith()) {
  const path = (await made(options, files, clientRoots))?.path;
  if (path === undefined) throw new Error("roots admits no path");
  return async (raw: string, hint: GuardHint = {}) => path(raw, hint, call);
}

/** Makes what admits paths for writing under these options. */
export async function writingAdmitter(options: object, files: Files, clientRoots = clientWith()) {
  const writablePath = (await made({ ...options, write: true }, files, clientRoots))?.["writable-path"];
  if (writablePath === undefined) throw new Error("roots admits no writable path");
  return async (raw: string, hint: GuardHint = {}) => writablePath(raw, hint, call);
}
