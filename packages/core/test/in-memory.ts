/** Servers in memory, made of small plugins: what the tests of this folder share. */
import {
  CallInFlight,
  type Fault,
  type Plugin,
  parseManifest,
  run,
  StartError,
  type Started,
  start,
  Trail,
} from "@portcullis/core";
import {
  definePolicy,
  defineTool,
  type GuardHint,
  guarded,
  type Policy,
  type PolicyPlugin,
  type Result,
  rewrite,
} from "@portcullis/plugin-api";
import { expect } from "chai";
import { z } from "zod";

/** The capability of a kind that no plugin of the house knows. */
export interface Badge {
  readonly raw: string;
  readonly hint: GuardHint;
}
declare module "@portcullis/plugin-api" {
  interface Guards {
    badge: Badge;
  }
}

/** A guarded parameter of that kind. */
export const badge = (hint: GuardHint = {}) => guarded("badge", hint);

export const none = z.strictObject({});

/** A tool that answers with nothing, unless told. */
export const toolOf = (
  input: z.ZodObject = none,
  handler: (
    args: Readonly<Record<string, unknown>>,
    call: Parameters<NonNullable<Policy["before"]>>[0],
  ) => unknown = () => ({
    content: [],
  }),
  more: object = {},
) =>
  defineTool({
    name: "tool",
    title: "Tool",
    description: "A tool.",
    input,
    create: () => (args, call) => handler(args, call) as Result<never>,
    ...more,
  });

/** A policy of one text-book hook or two, without options. */
export const policyOf = (name: string, hooks: Policy, more: Partial<PolicyPlugin<typeof none>> = {}) =>
  definePolicy({
    name,
    description: "A policy.",
    options: none,
    codes: ["NO"],
    create: () => hooks,
    ...more,
  });

/** Admits badges, but for the one that is forged. */
export const badges = policyOf(
  "badges",
  {
    admit: {
      badge: (raw, hint) =>
        raw === "forged" ? { kind: "deny", code: "NO", reason: "It is forged." } : rewrite({ raw, hint }),
    },
  },
  { admits: ["badge"] },
);

/** Reads a manifest given as text or as a value; a value becomes JSON of one line a key. */
export const read = (content: string | object, environment: Readonly<Record<string, string>> = {}) =>
  parseManifest(typeof content === "string" ? content : JSON.stringify(content, null, 1), "m.yaml", {
    folder: "/srv/space",
    state: "/srv/state",
    environment,
  });

export const startWith = (manifest: string | object, ...plugins: readonly Plugin[]): Promise<Started> =>
  start(read(manifest), { plugins, version: "1.2.3", environment: {}, logLevel: "silent" });

/** A server of one tool, `tool`, with these policies around it. */
export const around = (
  tool: Plugin,
  policies: readonly PolicyPlugin<typeof none>[],
  limits: object = {},
): Promise<Started> =>
  startWith({ tools: { tool: { policies: policies.map(({ name }) => ({ use: name })), limits } } }, tool, ...policies);

/** The faults that a start or a manifest is refused for. */
export async function faultsOf(begin: () => unknown): Promise<readonly Fault[]> {
  try {
    await begin();
  } catch (error) {
    if (error instanceof StartError) return error.faults;
    throw error;
  }
  return expect.fail("nothing was refused");
}

/** Those faults as lines: where, and which. */
export const told = async (begin: () => unknown): Promise<string[]> =>
  (await faultsOf(begin)).map(({ at, code }) => `${at} ${code}`);

/** Begins a call. Its end, its trail and the call itself, to cut it short. */
export function begin({ bound, services }: Started, args: Readonly<Record<string, unknown>> = {}, name = "tool") {
  const call = new CallInFlight("call-1", name, args, "test", services.log, () => {});
  const trail = new Trail();
  const answer = run(bound.routes.get(name) ?? bound.unknown(name), call, trail);
  return { call, trail, answer };
}

/** A call from start to end. Each decision of its trail as a line. */
export async function callTool(started: Started, args: Readonly<Record<string, unknown>> = {}, name = "tool") {
  const { trail, answer } = begin(started, args, name);
  const { outcome, result } = await answer;
  const decisions = trail.decisions.map(({ policy, phase, verdict, code = "" }) =>
    `${policy} ${phase} ${verdict} ${code}`.trim(),
  );
  return { outcome, result, code: "code" in outcome ? outcome.code : outcome.kind, decisions };
}
