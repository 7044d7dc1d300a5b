/** How many calls of a tool work at once, how many wait, and in which order they get their turn. */
import { setTimeout as sleep } from "node:timers/promises";
import { text } from "@portcullis/plugin-api";
import { expect } from "chai";
import { describe, it } from "mocha";
import { z } from "zod";
import { around, begin, toolOf } from "./in-memory.js";

/** A tool whose calls end when they are told to. */
async function gated(limits: object) {
  const atWork: { readonly name: string; readonly finish: () => void }[] = [];
  const begun: string[] = [];
  const tool = toolOf(z.strictObject({ name: z.string() }), async ({ name }) => {
    begun.push(String(name));
    await new Promise<void>((finish) => atWork.push({ name: String(name), finish }));
    return text(String(name));
  });
  const started = await around(tool, [], limits);
  /** Ends the call that began first. */
  const finish = async () => {
    atWork.shift()?.finish();
    await sleep(1);
  };
  const call = (name: string) => begin(started, { name });
  const codeOf = async ({ answer }: ReturnType<typeof call>) => {
    const { outcome } = await answer;
    return "code" in outcome ? outcome.code : outcome.kind;
  };
  return { begun, call, codeOf, finish, close: () => started.close() };
}

describe("the calls of a tool", () => {
  it("work at once up to its concurrency; the next begins when one ends", async () => {
    const { begun, call, finish, close } = await gated({ concurrency: 2 });
    for (const name of ["a", "b", "c"]) call(name);
    await sleep(5);
    expect(begun).to.deep.equal(["a", "b"]);
    await finish();
    expect(begun).to.deep.equal(["a", "b", "c"]);
    await close();
  });

  it("get their turn in the order in which they came", async () => {
    const { begun, call, finish, close } = await gated({ concurrency: 1 });
    for (const name of ["a", "b", "c", "d"]) call(name);
    await sleep(1);
    for (let turn = 0; turn < 3; turn += 1) await finish();
    expect(begun).to.deep.equal(["a", "b", "c", "d"]);
    await close();
  });

  it("are denied as BUSY when as many wait as may", async () => {
    const { call, codeOf, finish, close } = await gated({ concurrency: 1, queue: 1 });
    const [first, second, third] = [call("a"), call("b"), call("c")];
    expect(await codeOf(third)).to.equal("BUSY");
    expect(third.trail.decisions).to.have.length(1);
    expect(third.trail.decisions[0]).to.include({
      policy: "portcullis",
      phase: "limit",
      verdict: "deny",
      code: "BUSY",
    });
    await finish();
    expect(await codeOf(first)).to.equal("done");
    await finish();
    expect(await codeOf(second)).to.equal("done");
    await close();
  });

  it("do not wait at all with a queue of 0", async () => {
    const { call, codeOf, close } = await gated({ concurrency: 1, queue: 0 });
    call("a");
    expect(await codeOf(call("b"))).to.equal("BUSY");
    await close();
  });

  it("find the way free again after one that failed", async () => {
    let calls = 0;
    const tool = toolOf(z.strictObject({}), () => {
      calls += 1;
      if (calls === 1) throw new Error("no");
      return text("yes");
    });
    const started = await around(tool, [], { concurrency: 1, queue: 0 });
    expect((await begin(started).answer).outcome.kind).to.equal("failed");
    expect((await begin(started).answer).outcome.kind).to.equal("done");
    await started.close();
  });

  it("do not begin when they were cancelled while they waited", async () => {
    const { begun, call, codeOf, finish, close } = await gated({ concurrency: 1 });
    call("a");
    const waiting = call("b");
    await sleep(1);
    waiting.call.end("cancelled");
    expect(await codeOf(waiting)).to.equal("CANCELLED");
    const last = call("c");
    await finish();
    expect(begun).to.deep.equal(["a", "c"]);
    await finish();
    expect(await codeOf(last)).to.equal("done");
    await close();
  });

  it("that were cancelled while they waited leave their place in the queue to others", async () => {
    const { call, codeOf, finish, close } = await gated({ concurrency: 1, queue: 1 });
    call("a");
    const waiting = call("b");
    await sleep(1);
    waiting.call.end("cancelled");
    await waiting.answer;
    const next = call("c");
    await finish();
    await finish();
    expect(await codeOf(next)).to.equal("done");
    await close();
  });

  it("that were cancelled at work keep their place until the work has ended: the tool is still at it", async () => {
    const { begun, call, finish, close } = await gated({ concurrency: 1 });
    const first = call("a");
    await sleep(1);
    first.call.end("cancelled");
    await first.answer;
    call("b");
    await sleep(5);
    expect(begun).to.deep.equal(["a"]);
    await finish();
    expect(begun).to.deep.equal(["a", "b"]);
    await close();
  });

  it("time out while they wait", async () => {
    const { begun, call, codeOf, close } = await gated({ concurrency: 1, timeout: "40ms" });
    call("a");
    expect(await codeOf(call("b"))).to.equal("TIMEOUT");
    expect(begun).to.deep.equal(["a"]);
    await close();
  });
});
