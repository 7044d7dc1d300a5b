import { CallInFlight, run, StartError, type Started, Trail } from "@portcullis/core";
import {
  type AnyPolicy,
  defineTool,
  type GuardHint,
  type GuardKind,
  guarded,
  type Result,
} from "@portcullis/plugin-api";
import { expect } from "chai";
import { describe, it } from "mocha";
import { z } from "zod";
import { entryOf, type Given, standIns, startInMemory } from "./host.js";

/** What a case sends through the policy: a guarded string, arguments on their way in, or a result on its way out. */
type Input =
  | { readonly admit: GuardKind; readonly raw: string; readonly hint?: GuardHint; readonly args?: Args }
  | { readonly before: Args }
  | { readonly after: Result };

type Args = Readonly<Record<string, unknown>>;
type Case = Input & {
  /** A sentence's end: `denies …`, `passes …`. */
  readonly name: string;
  /** The options, as a manifest would hold them. */
  readonly with?: unknown;
};

/** A policy's cases. */
export interface PolicyCases {
  /** The options of every case that brings none. Called when the case runs. */
  readonly with?: () => unknown;
  /** Services in place of the host's own, by the keys of `needs`. */
  readonly given?: Given;
  readonly environment?: Readonly<Record<string, string>>;
  /** `check` is handed what came out: the capability, the arguments, or the result. */
  readonly pass?: readonly (Case & { readonly check?: (value: unknown) => unknown })[];
  readonly rewrite?: readonly (Case & { readonly gives: unknown })[];
  readonly deny?: readonly (Case & { readonly code: string })[];
  /** Options that must stop the start. */
  readonly refuse?: readonly { readonly name: string; readonly with: unknown; readonly code?: string }[];
  /** Codes that only records can give; every other declared code must have a case in `deny`. */
  readonly codesAtSettle?: readonly string[];
}

/** Tests a policy through the real pipeline: one mocha test for each case. */
export function testPolicy(policy: AnyPolicy, cases: PolicyCases): void {
  const { pass = [], rewrite = [], deny = [], refuse = [] } = cases;
  const sent = (one: Case) => send(policy, cases, one);

  describe(policy.name, () => {
    for (const one of pass) {
      it(`passes ${one.name}`, async () => {
        const { code, changed } = await send(policy, cases, one, one.check);
        expect(code).to.equal(undefined);
        if (!("admit" in one)) expect(changed, "rewritten").to.equal(false);
      });
    }
    for (const one of rewrite) {
      it(`rewrites ${one.name}`, async () => {
        const { code, value } = await sent(one);
        expect(code).to.equal(undefined);
        expect(value).to.deep.equal(one.gives);
      });
    }
    for (const one of deny) {
      it(`denies ${one.name}`, async () => {
        expect((await sent(one)).code).to.equal(one.code);
      });
    }
    for (const one of refuse) {
      it(`refuses to start with ${one.name}`, async () => {
        const error = await started(policy, cases, one.with, "text").then(
          async (running) => {
            await running.close();
            return undefined;
          },
          (thrown: unknown) => thrown,
        );
        expect(error).to.be.instanceOf(StartError);
        const codes = (error as StartError).faults.map(({ code }) => code);
        expect(codes).to.include(one.code ?? "OPTION_INVALID");
      });
    }
    it("has cases of different names, and one that denies for each of its codes", () => {
      const names = [...pass, ...rewrite, ...deny, ...refuse].map(({ name }) => name);
      expect(names).to.deep.equal([...new Set(names)]);
      const shown = [...deny.map(({ code }) => code), ...(cases.codesAtSettle ?? [])];
      expect(shown).to.include.members([...policy.codes]);
    });
  });
}

/** A tool that takes a guarded string and whatever else, and hands out what it received. */
const probeTool = (kind: GuardKind | "text", hint: GuardHint | undefined, receive: (args: unknown) => Result) =>
  defineTool({
    name: "probe",
    title: "Probe",
    description: "Hands out what it receives.",
    input: z.looseObject({
      ...siblings(hint),
      value: kind === "text" ? z.string().optional() : guarded(kind, hint),
    }),
    create: () => receive,
  });

/** The boolean parameters that a hint names. */
const siblings = (hint: GuardHint = {}) =>
  Object.fromEntries(
    Object.entries(hint)
      .filter(([key]) => key.endsWith("When"))
      .map(([, name]) => [String(name), z.boolean().default(false)]),
  );

/** @param look - is shown what came out while the server still runs: a capability is good for nothing afterwards */
async function send(policy: AnyPolicy, cases: PolicyCases, one: Case, look: (value: unknown) => unknown = () => {}) {
  const kind = "admit" in one ? one.admit : "text";
  const options = one.with ?? cases.with?.() ?? {};
  let received: unknown;
  const result: Result = "after" in one ? one.after : { content: [] };
  const tool = probeTool(kind, "admit" in one ? one.hint : undefined, (args) => {
    received = args;
    return result;
  });
  const running = await started(policy, cases, options, kind, tool);
  try {
    const args = "admit" in one ? { ...one.args, value: one.raw } : "before" in one ? one.before : {};
    const { bound, services } = running;
    const route = bound.routes.get("probe") ?? bound.unknown("probe");
    const call = new CallInFlight("test-1", "probe", args, "test", services.log, () => {});
    const answer = await run(route, call, new Trail());
    const code = answer.outcome.kind === "done" ? undefined : answer.outcome.code;
    if ("after" in one) {
      await look(answer.result);
      return { code, value: answer.result, changed: answer.result !== result };
    }
    const value = "admit" in one ? (received as { value?: unknown } | undefined)?.value : received;
    if (code === undefined) await look(value);
    return { code, value, changed: JSON.stringify(received) !== JSON.stringify(args) };
  } finally {
    await running.close();
  }
}

function started(
  policy: AnyPolicy,
  cases: PolicyCases,
  options: unknown,
  kind: GuardKind | "text",
  tool = probeTool(kind, undefined, () => ({ content: [] })),
): Promise<Started> {
  const manifest = { tools: { probe: { policies: [entryOf(policy, options)] } } };
  return startInMemory(manifest, [tool, policy], standIns(policy.needs, cases.given), cases.environment);
}
