/** From manifest and plugins to routes: what a start is refused for, and what it gives to plugins. */
import {
  definePolicy,
  defineService,
  deny,
  Files,
  guarded,
  Lifetime,
  path,
  StartRefusal,
  text,
  token,
} from "@portcullis/plugin-api";
import { expect } from "chai";
import { describe, it } from "mocha";
import { z } from "zod";
import { around, badge, badges, callTool, faultsOf, none, policyOf, startWith, told, toolOf } from "./in-memory.js";

const badged = toolOf(z.strictObject({ pass: badge() }));
const plain = toolOf();
const gate = policyOf("gate", {});

/** A manifest of one tool, `tool`; its places are told in the tests by line and column. */
const withPolicies = (policies: string, every = "[]") => `every: ${every}
tools:
  tool:
    policies: ${policies}
`;

describe("a start is refused", () => {
  it("for a guarded parameter without its policy, and told what would mend it", async () => {
    const [fault, ...more] = await faultsOf(() => startWith(withPolicies("[]"), badged, badges));
    expect(more).to.deep.equal([]);
    expect(fault).to.deep.equal({
      code: "PARAMETER_UNGUARDED",
      at: "m.yaml:4:5",
      message: "tool takes the badge parameter pass, and none of its policies admits badge parameters.",
      mend: "Add under tools.tool.policies:\n- use: badges",
    });
  });

  it("with the options that the policy's author gave as an example", async () => {
    const options = z.strictObject({ colour: z.string() }).meta({ examples: [{ colour: "red" }] });
    const guard = definePolicy({
      name: "badges",
      description: "Admits badges.",
      options,
      codes: ["NO"],
      admits: ["badge"],
      create: () => ({}),
    });
    const [fault] = await faultsOf(() => startWith(withPolicies("[]"), badged, guard));
    expect(fault?.mend).to.equal('Add under tools.tool.policies:\n- use: badges\n  with: {"colour":"red"}');
  });

  it("for a guarded parameter that no loaded policy admits", async () => {
    const [fault] = await faultsOf(() => startWith(withPolicies("[]"), badged));
    expect(fault?.mend).to.equal("Load a plugin with a policy that admits badge parameters.");
  });

  it("for two policies that admit the same kind around one tool", async () => {
    const second = { ...badges, name: "passes" };
    const manifest = withPolicies("[use: badges, use: passes]");
    expect(await told(() => startWith(manifest, badged, badges, second))).to.deep.equal(["m.yaml:4:29 GUARD_TWICE"]);
  });

  it("for the same guard around all tools and around this one", async () => {
    const manifest = withPolicies("[use: badges]", "[use: badges]");
    expect(await told(() => startWith(manifest, badged, badges))).to.deep.equal(["m.yaml:4:16 GUARD_TWICE"]);
  });

  for (const mode of ["audit", "off"]) {
    it(`for a guard in mode ${mode}`, async () => {
      const manifest = withPolicies(`[{ use: badges, mode: ${mode} }]`);
      expect(await told(() => startWith(manifest, badged, badges))).to.deep.equal(["m.yaml:4:31 GUARD_NOT_ENFORCED"]);
    });
  }

  it("for a policy that admits other kinds than it says", async () => {
    const silent = policyOf("badges", {}, { admits: ["badge"] });
    const talking = policyOf("badges", { admit: { path: () => deny("NO", "Never.") } }, { admits: ["badge"] });
    for (const policy of [silent, talking]) {
      const codes = (await faultsOf(() => startWith(withPolicies("[use: badges]"), plain, policy))).map(
        ({ code }) => code,
      );
      expect(codes).to.deep.equal(["POLICY_BROKEN"]);
    }
  });

  it("for two tools of one name, and for two policies", async () => {
    const manifest = withPolicies("[]");
    expect(await told(() => startWith(`plugins: []\n${manifest}`, plain, toolOf()))).to.deep.equal([
      "m.yaml:1:1 NAME_TWICE",
    ]);
    expect(await told(() => startWith(`plugins: []\n${manifest}`, plain, gate, gate))).to.deep.equal([
      "m.yaml:1:1 NAME_TWICE",
    ]);
  });

  it("for a tool and a policy that nobody provides, and told what there is", async () => {
    const faults = await faultsOf(() => startWith(withPolicies("[use: gait]").replace("tool:", "toll:"), plain, gate));
    expect(faults.map(({ at, code, mend }) => [at, code, mend])).to.deep.equal([
      ["m.yaml:4:16", "POLICY_UNKNOWN", "Loaded policies: gate."],
      ["m.yaml:3:3", "TOOL_UNKNOWN", "Loaded tools: tool."],
    ]);
  });

  it("for names that every object inherits", async () => {
    const manifest = { tools: { constructor: { policies: [{ use: "toString" }] } } };
    const codes = (await faultsOf(() => startWith(manifest, plain))).map(({ code }) => code);
    expect(codes).to.have.members(["TOOL_UNKNOWN", "POLICY_UNKNOWN"]);
  });

  it("for options that a policy's schema refuses, each at its place", async () => {
    const options = z.strictObject({ from: z.int(), days: z.array(z.string()) });
    const hours = definePolicy({ name: "hours", description: "Hours.", options, codes: [], create: () => ({}) });
    const manifest = `tools: {}
every:
  - use: hours
    with:
      days: [Monday, 2]
      until: 17
`;
    expect(await told(() => startWith(manifest, hours))).to.deep.equal([
      "m.yaml:4:5 OPTION_INVALID",
      "m.yaml:5:22 OPTION_INVALID",
      "m.yaml:6:7 OPTION_INVALID",
    ]);
  });

  it("for options of a tool that takes none", async () => {
    const manifest = "tools:\n  tool:\n    with: { fast: true }\n    policies: []\n";
    expect(await told(() => startWith(manifest, plain))).to.deep.equal(["m.yaml:3:13 OPTION_INVALID"]);
  });

  it("for a service that nobody provides, and one that is provided twice, the host's own too", async () => {
    const Billing = token<{ charge(): void }>("test:billing");
    const billing = defineService({ token: Billing, options: none, needs: {}, create: () => ({ charge() {} }) });
    const files = defineService({
      token: Files,
      options: none,
      needs: {},
      create: () => ({ root: () => stop(), keepOut() {} }),
    });
    const invoice = toolOf(none, undefined, { needs: { billing: Billing } });
    expect(await told(() => startWith(withPolicies("[]"), invoice))).to.deep.equal(["m.yaml:3:3 SERVICE_MISSING"]);
    const manifest = `plugins: []\n${withPolicies("[]")}`;
    expect(await told(() => startWith(manifest, invoice, billing, billing))).to.deep.equal([
      "m.yaml:1:1 SERVICE_TWICE",
    ]);
    expect(await told(() => startWith(manifest, plain, files))).to.deep.equal(["m.yaml:1:1 SERVICE_TWICE"]);
  });

  it("for a plugin that throws when it is made, or rejects", async () => {
    const thrower = policyOf("gate", {}, { create: () => stop() });
    const rejecter = policyOf("gate", {}, { create: async () => stop() });
    for (const policy of [thrower, rejecter]) {
      const faults = await faultsOf(() => startWith(withPolicies("[use: gate]"), plain, policy));
      expect(faults.map(({ at, code }) => `${at} ${code}`)).to.deep.equal(["m.yaml:4:16 PLUGIN_BROKEN"]);
      expect(faults[0]?.message).to.contain("no key in the lock");
    }
  });

  it("for options that a plugin cannot honour, under the plugin's own code, at the option", async () => {
    const locked = policyOf("gate", {}, {
      options: z.strictObject({ keys: z.array(z.string()) }),
      create: () => {
        throw new StartRefusal("KEY_UNKNOWN", "There is no such key.", ["keys", 1]);
      },
    } as object);
    const manifest = "tools: {}\nevery:\n  - use: gate\n    with: { keys: [iron, wood] }\n";
    const [fault] = await faultsOf(() => startWith(manifest, locked));
    expect(fault).to.deep.equal({ code: "KEY_UNKNOWN", at: "m.yaml:4:26", message: "gate: There is no such key." });
  });

  it("for a hint that names no boolean parameter of the tool", async () => {
    const inputs = {
      "no parameter": z.strictObject({ pass: badge({ foldWhen: "fold" }) }),
      "a text": z.strictObject({ pass: badge({ foldWhen: "fold" }), fold: z.string() }),
      "an unknown": z.strictObject({ pass: badge({ foldWhen: "fold" }), fold: z.unknown() }),
    };
    for (const [what, input] of Object.entries(inputs)) {
      const faults = await told(() => startWith(withPolicies("[use: badges]"), toolOf(input), badges));
      expect(faults, what).to.deep.equal(["m.yaml:3:3 HINT_UNKNOWN"]);
    }
    for (const fold of [z.boolean(), z.boolean().optional(), z.boolean().default(false)]) {
      const tool = toolOf(z.strictObject({ pass: badge({ foldWhen: "fold" }), fold }));
      await (await around(tool, [badges])).close();
    }
  });

  it("for a schema that no client could be shown", async () => {
    const tool = toolOf(z.strictObject({ when: z.date() }));
    expect(await told(() => startWith(withPolicies("[]"), tool))).to.deep.equal(["m.yaml:3:3 SCHEMA_UNSUPPORTED"]);
    const output = toolOf(none, undefined, { output: z.object({ big: z.bigint() }) });
    expect(await told(() => startWith(withPolicies("[]"), output))).to.deep.equal(["m.yaml:3:3 SCHEMA_UNSUPPORTED"]);
  });

  it("for a probe that comes out otherwise, and told how", async () => {
    const probes = () => [
      { name: "a secret", expect: "deny", after: text("hunter2") } as const,
      { name: "a word", expect: "pass", after: text("word") } as const,
    ];
    const [fault, ...more] = await faultsOf(() =>
      startWith(withPolicies("[use: gate]"), plain, policyOf("gate", { after: () => ({ kind: "pass" }) }, { probes })),
    );
    expect(more).to.deep.equal([]);
    expect(fault).to.include({ code: "PROBE_FAILED", at: "m.yaml:4:16" });
    expect(fault?.message).to.contain('"a secret" came to pass; deny was expected');
  });

  it("for a guard's probe that throws, neither admitting nor denying", async () => {
    const probes = () => [{ name: "a forgery", expect: "deny", admit: "badge", raw: "forged" }] as const;
    const broken = policyOf("badges", { admit: { badge: () => stop() } }, { admits: ["badge"], probes });
    const [fault] = await faultsOf(() => startWith(withPolicies("[use: badges]"), badged, broken));
    expect(fault?.message).to.contain("came to failed; deny was expected");
  });

  it("for everything at once", async () => {
    const manifest = `tools:
  tool:
    with: { fast: true }
    policies:
      - use: gait
  nothing: { policies: [] }
`;
    expect(await told(() => startWith(manifest, badged, gate))).to.have.members([
      "m.yaml:6:3 TOOL_UNKNOWN",
      "m.yaml:5:9 POLICY_UNKNOWN",
      "m.yaml:4:5 PARAMETER_UNGUARDED",
      "m.yaml:3:13 OPTION_INVALID",
    ]);
  });

  it("and what was opened by then is closed again", async () => {
    const closed: string[] = [];
    const opens = (name: string) =>
      definePolicy({
        name,
        description: "Opens.",
        options: none,
        codes: [],
        needs: { lifetime: Lifetime },
        create: (_options, { lifetime }) => {
          lifetime.onClose(async () => void closed.push(name));
          return {};
        },
      });
    const manifest = withPolicies("[use: first, use: second, use: missing]");
    await faultsOf(() => startWith(manifest, plain, opens("first"), opens("second")));
    expect(closed).to.deep.equal(["second", "first"]);
  });
});

describe("a start gives", () => {
  it("each plugin the services that it needs, the host's own and those of others", async () => {
    const Stamp = token<() => string>("test:stamp");
    const stamp = defineService({
      token: Stamp,
      options: none,
      needs: {},
      create: () => () => "stamped",
    });
    const tool = toolOf(none, undefined, {
      needs: { stamp: Stamp },
      create: (_options: unknown, given: { stamp: () => string }) => () => text(given.stamp()),
    });
    const started = await startWith(withPolicies("[]"), tool, stamp);
    expect((await callTool(started)).result).to.deep.equal(text("stamped"));
    await started.close();
  });

  it("each entry of the manifest a policy of its own, with its own options", async () => {
    const options = z.strictObject({ word: z.string().default("none") });
    const says = definePolicy({
      name: "says",
      description: "Says.",
      options,
      codes: [],
      create: ({ word }) => ({
        after: (result) => ({ kind: "rewrite", value: { content: [...result.content, ...text(word).content] } }),
      }),
    });
    const started = await startWith(withPolicies("[{ use: says, with: { word: in } }, use: says]"), plain, says);
    expect((await callTool(started)).result.content).to.deep.equal([...text("none").content, ...text("in").content]);
    await started.close();
  });

  it("routes in the order of names, whatever the manifest's", async () => {
    const tools = ["b", "c", "a"].map((name) => toolOf(none, undefined, { name }));
    const started = await startWith(
      "tools: { c: { policies: [] }, a: { policies: [] }, b: { policies: [] } }",
      ...tools,
    );
    expect([...started.bound.routes.keys()]).to.deep.equal(["a", "b", "c"]);
    await started.close();
  });

  it("word of each probe, and of the engines", async () => {
    const probes = () => [{ name: "a forgery", expect: "deny", admit: "badge", raw: "forged" }] as const;
    const started = await startWith(withPolicies("[use: badges]"), badged, { ...badges, probes });
    expect(started.probed).to.deep.equal([
      { tool: "tool", policy: "badges", name: "a forgery", expected: "deny", got: "deny" },
    ]);
    expect(started.walls.patterns).to.be.oneOf(["re2", "re2js"]);
    await started.close();
  });

  it("nothing of a plugin that is loaded and not named", async () => {
    const idle = toolOf(z.strictObject({ file: path(), other: guarded("badge") }), undefined, { name: "idle" });
    const started = await startWith(withPolicies("[]"), plain, idle);
    expect([...started.bound.routes.keys()]).to.deep.equal(["tool"]);
    expect((await callTool(started, {}, "idle")).code).to.equal("UNKNOWN_TOOL");
    await started.close();
  });
});

const stop = (): never => {
  throw new Error("no key in the lock");
};
