import { CallInFlight, run, Trail } from "@portcullis/core";
import type { AnyPolicy, AnyTool, Result } from "@portcullis/plugin-api";
import { expect } from "chai";
import { describe, it } from "mocha";
import { entryOf, type Given, standIns, startInMemory } from "./host.js";

type Args = Readonly<Record<string, unknown>>;

/** A tool's cases. */
export interface ToolCases {
  /** What stands around the tool: each policy with its options. Called when the case runs. */
  readonly policies: () => readonly (readonly [policy: AnyPolicy, options: unknown])[];
  /** The tool's own options. */
  readonly with?: () => unknown;
  /** Services in place of the host's own, by the keys of `needs`. */
  readonly given?: Given;
  readonly calls: readonly ({ readonly name: string; readonly args: Args | (() => Args) } & (
    | { readonly gives: unknown }
    | { readonly check: (result: Result) => unknown }
    | { readonly code: string }
  ))[];
}

/** Tests a tool through the real pipeline, its policies around it: one mocha test for each case. */
export function testTool(tool: AnyTool, cases: ToolCases): void {
  describe(tool.name, () => {
    for (const one of cases.calls) {
      it(one.name, async () => {
        const { result, outcome } = await call(tool, cases, typeof one.args === "function" ? one.args() : one.args);
        if ("code" in one) {
          expect("code" in outcome ? outcome.code : "done").to.equal(one.code);
          return;
        }
        expect(outcome).to.deep.equal({ kind: "done" });
        if ("gives" in one) expect(result.structuredContent).to.deep.equal(one.gives);
        else await one.check(result);
      });
    }
  });
}

async function call(tool: AnyTool, cases: ToolCases, args: Args) {
  const policies = cases.policies();
  const entry = { with: cases.with?.() ?? {}, policies: policies.map(([policy, options]) => entryOf(policy, options)) };
  const plugins = [tool, ...new Set(policies.map(([policy]) => policy))];
  const running = await startInMemory({ tools: { [tool.name]: entry } }, plugins, standIns(tool.needs, cases.given));
  try {
    const { bound, services } = running;
    const route = bound.routes.get(tool.name) ?? bound.unknown(tool.name);
    return await run(route, new CallInFlight("test-1", tool.name, args, "test", services.log, () => {}), new Trail());
  } finally {
    await running.close();
  }
}
