/** The way of a call: in which order, what each step sees, and what becomes of a call that ends early. */
import { setTimeout as sleep } from "node:timers/promises";
import { CallInFlight, run } from "@portcullis/core";
import { deny, failure, type Outcome, type Policy, pass, rewrite, text } from "@portcullis/plugin-api";
import { expect } from "chai";
import { describe, it } from "mocha";
import { z } from "zod";
import { around, badge, badges, begin, callTool, policyOf, startWith, toolOf } from "./in-memory.js";

const never = () => new Promise<never>(() => {});

/** A policy that notes each of its hooks, and passes. */
const noting = (name: string, notes: string[], more: Policy = {}) =>
  policyOf(name, {
    started: () => void notes.push(`${name} started`),
    before: () => {
      notes.push(`${name} before`);
      return pass;
    },
    after: () => {
      notes.push(`${name} after`);
      return pass;
    },
    settled: (outcome: Outcome) => void notes.push(`${name} settled ${outcome.kind}`),
    ...more,
  });

describe("a call", () => {
  it("passes every's policies outermost, then the tool's own, and back in reverse", async () => {
    const notes: string[] = [];
    const tool = toolOf(z.strictObject({}), () => {
      notes.push("tool");
      return text("done");
    });
    const manifest = {
      every: [{ use: "a" }, { use: "b" }],
      tools: { tool: { policies: [{ use: "c" }, { use: "d" }] } },
    };
    const policies = ["d", "c", "b", "a"].map((name) => noting(name, notes));
    const started = await startWith(manifest, tool, ...policies);
    const { result } = await callTool(started);
    expect(result).to.deep.equal(text("done"));
    const all = (names: string, hook: string) => [...names].map((name) => `${name} ${hook}`);
    expect(notes).to.deep.equal([
      ...all("abcd", "started"),
      ...all("abcd", "before"),
      "tool",
      ...all("dcba", "after"),
      ...all("dcba", "settled done"),
    ]);
    await started.close();
  });

  it("waits for each policy that takes its time, in the same order", async () => {
    const notes: string[] = [];
    const slow = (name: string) =>
      policyOf(name, {
        before: async () => {
          await sleep(name === "a" ? 20 : 1);
          notes.push(name);
          return pass;
        },
        settled: async () => {
          await sleep(5);
          notes.push(`${name} settled`);
        },
      });
    const started = await around(toolOf(), [slow("a"), slow("b")]);
    expect((await callTool(started)).code).to.equal("done");
    expect(notes).to.deep.equal(["a", "b", "b settled", "a settled"]);
    await started.close();
  });

  it("leaves a trail of decisions, each with its time, and no word of arguments", async () => {
    const { trail, answer } = begin(
      await around(toolOf(z.strictObject({ pass: badge(), secret: z.string() })), [badges, noting("note", [])]),
      { pass: "hunter2", secret: "hunter2" },
    );
    await answer;
    const shown = trail.decisions.map(({ policy, phase, verdict }) => `${policy} ${phase} ${verdict}`);
    expect(shown).to.deep.equal(["badges admit pass", "note before pass", "portcullis tool pass", "note after pass"]);
    for (const { ms } of trail.decisions) expect(ms).to.be.within(0, 1000);
    expect(JSON.stringify(trail.decisions)).not.to.contain("hunter2");
  });
});

describe("a policy before the tool", () => {
  const input = z.strictObject({ word: z.string().max(5), times: z.int().default(1) });
  const says = () => toolOf(input, (args) => text(JSON.stringify(args)));

  it("may rewrite the arguments: who comes after it sees the new ones, defaults filled in", async () => {
    let seen: unknown;
    const first = policyOf("first", { before: () => rewrite({ word: "new" }) });
    const second = policyOf("second", {
      before: (call) => {
        seen = call.args;
        return pass;
      },
    });
    const started = await around(says(), [first, second]);
    const { result, decisions } = await callTool(started, { word: "old", times: 3 });
    expect(result).to.deep.equal(text('{"word":"new","times":1}'));
    expect(seen).to.deep.equal({ word: "new", times: 1 });
    expect(decisions).to.include("first before rewrite");
    await started.close();
  });

  it("cannot put in what the tool's schema refuses", async () => {
    const started = await around(says(), [policyOf("first", { before: () => rewrite({ word: "too long" }) })]);
    expect((await callTool(started, { word: "old" })).outcome).to.include({
      kind: "invalid",
      code: "INVALID_ARGUMENTS",
    });
    await started.close();
  });

  for (const order of [
    ["badges", "swap"],
    ["swap", "badges"],
  ]) {
    it(`cannot put a forged string past its guard: ${order.join(" before ")}`, async () => {
      let reached = false;
      const tool = toolOf(z.strictObject({ pass: badge() }), () => {
        reached = true;
        return text("let in");
      });
      const policies = [badges, policyOf("swap", { before: () => rewrite({ pass: "forged" }) })];
      const started = await around(
        tool,
        order.flatMap((name) => policies.find((policy) => policy.name === name) ?? []),
      );
      const { outcome } = await callTool(started, { pass: "good" });
      expect(outcome).to.include({ kind: "denied", policy: "badges", code: "NO" });
      expect(reached).to.equal(false);
      await started.close();
    });
  }

  it("has what it puts in admitted: the tool gets the capability of the new string", async () => {
    const tool = toolOf(z.strictObject({ pass: badge() }), (args) => text(JSON.stringify(args)));
    const started = await around(tool, [badges, policyOf("swap", { before: () => rewrite({ pass: "other" }) })]);
    expect((await callTool(started, { pass: "good" })).result).to.deep.equal(
      text('{"pass":{"raw":"other","hint":{}}}'),
    );
    await started.close();
  });

  it("ends the call when it denies: no policy within is asked, the tool does not begin, all see what it came to", async () => {
    const notes: string[] = [];
    const tool = toolOf(z.strictObject({}), () => {
      notes.push("tool");
      return text("done");
    });
    const guard = noting("guard", notes, { before: () => deny("NO", "Not now.") });
    const started = await around(tool, [noting("outer", notes), guard, noting("inner", notes)]);
    const { outcome, result } = await callTool(started);
    expect(outcome).to.deep.include({ kind: "denied", policy: "guard", code: "NO", reason: "Not now." });
    expect(result).to.deep.equal({
      content: [{ type: "text", text: "NO: Not now. (call call-1)" }],
      isError: true,
      _meta: { "portcullis/code": "NO", "portcullis/call": "call-1" },
    });
    expect(notes.filter((note) => !note.endsWith("started"))).to.deep.equal([
      "outer before",
      ...["inner", "guard", "outer"].map((name) => `${name} after`),
      ...["inner", "guard", "outer"].map((name) => `${name} settled denied`),
    ]);
    await started.close();
  });

  it("that admits a string neither makes nor denies a capability, has failed", async () => {
    const lazy = policyOf("badges", { admit: { badge: () => pass as never } }, { admits: ["badge"] });
    const tool = toolOf(z.strictObject({ pass: badge() }), () => text("let in"));
    const started = await around(tool, [lazy]);
    expect((await callTool(started, { pass: "good" })).outcome).to.include({ kind: "denied", code: "POLICY_FAILED" });
    await started.close();
  });
});

describe("a policy after the tool", () => {
  it("may rewrite the answer: who comes after it, further out, sees the new one", async () => {
    const add = (name: string) =>
      policyOf(name, { after: ({ content }) => rewrite({ content: [...content, { type: "text", text: name }] }) });
    const started = await around(
      toolOf(z.strictObject({}), () => text("tool")),
      [add("outer"), add("inner")],
    );
    const { result } = await callTool(started);
    expect(result.content.map((block) => ("text" in block ? block.text : ""))).to.deep.equal([
      "tool",
      "inner",
      "outer",
    ]);
    await started.close();
  });

  const errors: Readonly<Record<string, { args?: object; name?: string; code: string; outcome: string }>> = {
    "a tool that throws": { code: "TOOL_FAILED", outcome: "failed" },
    "wrong arguments": { args: { word: 7 }, code: "INVALID_ARGUMENTS", outcome: "invalid" },
    "a tool that is not served": { name: "none", code: "UNKNOWN_TOOL", outcome: "invalid" },
  };
  for (const [what, { args, name, code, outcome }] of Object.entries(errors)) {
    it(`sees the answer to ${what} as well, and may rewrite it`, async () => {
      const told: string[] = [];
      const mask = policyOf("mask", {
        after: (result) => rewrite({ ...result, content: [{ type: "text", text: "masked" }] }),
        settled: (end) => void told.push(end.kind),
      });
      const tool = toolOf(z.strictObject({ word: z.string().optional() }), () => {
        throw new Error("no");
      });
      const started = await startWith({ every: [{ use: "mask" }], tools: { tool: { policies: [] } } }, tool, mask);
      const { result, ...called } = await callTool(started, { ...args }, name);
      expect(result).to.deep.include({ isError: true, content: [{ type: "text", text: "masked" }] });
      expect(called.code).to.equal(code);
      expect(told).to.deep.equal([outcome]);
      await started.close();
    });
  }

  it("sees an answer that another one withheld, not what was withheld", async () => {
    const seen: unknown[] = [];
    const look = policyOf("look", {
      after: (result) => {
        seen.push(result.content);
        return pass;
      },
    });
    const withhold = policyOf("withhold", { after: () => deny("NO", "Too much.") });
    const started = await around(
      toolOf(z.strictObject({}), () => text("hunter2")),
      [look, withhold],
    );
    expect((await callTool(started)).outcome).to.include({ kind: "denied", policy: "withhold" });
    expect(seen).to.deep.equal([text("NO: Too much. (call call-1)").content]);
    await started.close();
  });
});

describe("a tool's answer", () => {
  const answering = async (result: unknown, limits: object = {}, more: object = {}) => {
    const started = await around(
      toolOf(z.strictObject({}), () => result, more),
      [],
      limits,
    );
    const called = await callTool(started);
    await started.close();
    return called;
  };

  it("may be an error in its own words, under its own code", async () => {
    const answer = await answering(failure("LINE_BUSY", "Try again."));
    expect(answer.code).to.equal("LINE_BUSY");
    expect(answer.result).to.deep.equal({
      content: [{ type: "text", text: "LINE_BUSY: Try again. (call call-1)" }],
      isError: true,
      _meta: { "portcullis/code": "LINE_BUSY", "portcullis/call": "call-1" },
    });
    expect((await answering({ ...text("no"), isError: true })).code).to.equal("TOOL_ERROR");
  });

  it("is held to its schema, but for an error, which has no structured content", async () => {
    const output = z.strictObject({ count: z.int() });
    const right = { ...text("1"), structuredContent: { count: 1 } };
    expect((await answering(right, {}, { output })).code).to.equal("done");
    expect((await answering({ ...right, structuredContent: { count: 1, more: 2 } }, {}, { output })).code).to.equal(
      "OUTPUT_INVALID",
    );
    expect((await answering(text("1"), {}, { output })).code).to.equal("OUTPUT_INVALID");
    expect((await answering(failure("LINE_BUSY", "Try again."), {}, { output })).code).to.equal("LINE_BUSY");
  });

  it("may be as large as the manifest allows, in bytes of JSON, and not a byte larger", async () => {
    const result = text("ü".repeat(100));
    const bytes = Buffer.byteLength(JSON.stringify(result));
    expect((await answering(result, { maxResultBytes: `${bytes}B` })).code).to.equal("done");
    const { outcome } = await answering(result, { maxResultBytes: `${bytes - 1}B` });
    expect(outcome).to.include({ kind: "failed", code: "RESULT_TOO_LARGE" });
  });
});

describe("a call that is cut short", () => {
  it("is answered at once when it is cancelled, and its tool hears of it", async () => {
    let heard: unknown;
    const tool = toolOf(z.strictObject({}), (_args, { signal }) => {
      signal.addEventListener("abort", () => {
        heard = signal.reason;
      });
      return never();
    });
    const started = await around(tool, []);
    const { call, answer } = begin(started);
    await sleep(5);
    call.end("cancelled");
    expect((await answer).outcome).to.include({ kind: "cancelled", code: "CANCELLED" });
    expect(heard).to.be.instanceOf(Error);
    await started.close();
  });

  it("keeps its first reason", async () => {
    const started = await around(toolOf(z.strictObject({}), never), []);
    const { call, answer } = begin(started);
    call.end("cancelled");
    call.end("timeout");
    expect((await answer).outcome.kind).to.equal("cancelled");
    await started.close();
  });

  it("is answered when its time is up, a policy's time included", async () => {
    const started = await around(toolOf(), [policyOf("slow", { before: never })], { timeout: "30ms" });
    expect((await callTool(started)).outcome).to.include({ kind: "timeout", code: "TIMEOUT" });
    await started.close();
  });

  it("does not begin its tool when it was cut while a policy thought", async () => {
    let begun = false;
    const tool = toolOf(z.strictObject({}), () => {
      begun = true;
      return text("late");
    });
    const slow = policyOf("slow", {
      before: async () => {
        await sleep(20);
        return pass;
      },
    });
    const started = await around(tool, [slow]);
    const { call, answer } = begin(started);
    call.end("cancelled");
    expect((await answer).outcome.kind).to.equal("cancelled");
    await sleep(40);
    expect(begun).to.equal(false);
    await started.close();
  });

  it("is over before it began when it was cut before it ran", async () => {
    const started = await around(toolOf(z.strictObject({}), never), [policyOf("slow", { before: never })]);
    const call = new CallInFlight("call-1", "tool", {}, "test", started.services.log, () => {});
    call.end("cancelled");
    const route = started.bound.routes.get("tool") ?? expect.fail("no route");
    expect((await run(route, call)).outcome.kind).to.equal("cancelled");
    await started.close();
  });

  it("settles once, whatever its tool does afterwards", async () => {
    const ends: string[] = [];
    const tool = toolOf(z.strictObject({}), async () => {
      await sleep(30);
      throw new Error("too late");
    });
    const started = await around(tool, [policyOf("note", { settled: (outcome) => void ends.push(outcome.kind) })]);
    const { call, answer } = begin(started);
    await sleep(5);
    call.end("cancelled");
    await answer;
    await sleep(50);
    expect(ends).to.deep.equal(["cancelled"]);
    await started.close();
  });
});

describe("a call of a tool that is not served", () => {
  it("is seen by every's policies, from start to end, and by nobody else's", async () => {
    const notes: string[] = [];
    const manifest = { every: [{ use: "outer" }], tools: { tool: { policies: [{ use: "inner" }] } } };
    const started = await startWith(manifest, toolOf(), noting("outer", notes), noting("inner", notes));
    for (const name of ["none", "constructor", "__proto__"]) {
      notes.length = 0;
      expect((await callTool(started, { a: 1 }, name)).code).to.equal("UNKNOWN_TOOL");
      expect(notes).to.deep.equal(["outer started", "outer after", "outer settled invalid"]);
    }
    await started.close();
  });
});
