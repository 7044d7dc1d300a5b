/** A call for a policy that is asked by itself, and a log that keeps quiet. */
import type { Call, Log } from "@portcullis/plugin-api";

export const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

export const call: Call = {
  id: "c1",
  tool: "t",
  args: {},
  principal: "local",
  signal: new AbortController().signal,
  progress() {},
  log: quiet,
};
