import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Result } from "@portcullis/plugin-api";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { chainOf } from "./chain.js";
import { calling, runCall, startAudit } from "./server.js";

const digestKey = "a key that all the runs of a test have";

describe("audit-log: levels", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "portcullis-audit-"));
    file = join(folder, "audit.jsonl");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The arguments and the answer that the records of one call have. */
  async function recorded(
    options: Omit<Parameters<typeof startAudit>[0], "file">,
    args: Readonly<Record<string, unknown>>,
    result?: Result,
  ) {
    rmSync(file, { force: true });
    const server = startAudit({ file, digestKey, ...options });
    const call = calling("c1", args);
    await server.policy.started?.(call);
    if (result !== undefined) expect(await server.policy.after?.(result, call)).to.deep.equal({ kind: "pass" });
    await server.policy.settled?.({ kind: "done" }, call, []);
    await server.close();
    const [, start, end] = chainOf(file);
    return { args: Object(start?.args), answer: end?.answer };
  }

  const digestOf = async (args: Readonly<Record<string, unknown>>, options = {}) =>
    String((await recorded(options, args)).args.digest);

  it("leaves values out unless it is told to keep them, and says how much there was", async () => {
    const result: Result = { content: [{ type: "text", text: "grün" }], structuredContent: { found: 1 } };
    const { args, answer } = await recorded({}, { keyword: "needle" }, result);
    expect(args).to.have.all.keys("names", "bytes", "digest");
    expect(args.bytes).to.equal(20);
    expect(answer).to.deep.equal({ bytes: 5 });
  });

  it("keeps the arguments at the level request, and the answer at the level response", async () => {
    const result: Result = { content: [{ type: "text", text: "found" }], structuredContent: { found: 1 } };
    const request = await recorded({ level: "request" }, { keyword: "needle" }, result);
    expect(request.args.values).to.deep.equal({ keyword: "needle" });
    expect(request.answer).to.deep.equal({ bytes: 5 });
    const response = await recorded({ level: "response" }, { keyword: "needle" }, result);
    expect(response.args.values).to.deep.equal({ keyword: "needle" });
    expect(response.answer).to.deep.equal({ bytes: 5, values: result });
  });

  it("keeps the beginning of what is longer than 4 KB, cut between characters", async () => {
    const { args } = await recorded({ level: "request" }, { keyword: "ü".repeat(10_000) });
    expect(args).to.not.have.property("values");
    expect(args.beginning).to.match(/^\{"keyword":"ü+$/);
    expect(Buffer.byteLength(args.beginning)).to.be.within(4093, 4096);
  });

  it("keeps no value whose name says that it is secret, however deep it lies", async () => {
    const secret = "hunter2";
    const args = { password: secret, apiKey: secret, nested: [{ "x-api-key": secret, Authorization: [secret] }] };
    const result: Result = { content: [], structuredContent: { session: { access_token: secret } } };
    const { args: kept } = await recorded({ level: "response" }, args, result);
    expect(kept.values.password).to.equal("[redacted]");
    expect(readFileSync(file, "utf8")).to.not.include(secret);
  });

  it("digests equal arguments alike, in whatever order they come, and others differently", async () => {
    const digest = await digestOf({ keyword: "needle", root_paths: ["src"] });
    expect(digest).to.match(/^[0-9a-f]{64}$/);
    expect(await digestOf({ root_paths: ["src"], keyword: "needle" })).to.equal(digest);
    expect(await digestOf({ keyword: "needles", root_paths: ["src"] })).to.not.equal(digest);
  });

  it("digests no secret: a short one could be guessed by whoever has the key", async () => {
    expect(await digestOf({ user: "ann", password: "1" })).to.equal(await digestOf({ user: "ann", password: "2" }));
  });

  it("digests differently in each run when it has no key", async () => {
    const without = { digestKey: undefined };
    expect(await digestOf({ keyword: "x" }, without)).to.not.equal(await digestOf({ keyword: "x" }, without));
  });

  it("counts what an answer holds in each kind of content", async () => {
    const result: Result = {
      content: [
        { type: "text", text: "1234" },
        { type: "image", data: "AAAA", mimeType: "image/png" },
        { type: "resource", resource: { uri: "file:///x", text: "12" } },
        { type: "resource", resource: { uri: "file:///x", blob: "AAAA" } },
        { type: "resource_link", uri: "file:///x", name: "x" },
      ],
    };
    expect((await recorded({}, {}, result)).answer).to.deep.equal({ bytes: 4 + 4 + 2 + 4 + 9 });
  });

  it("forgets an answer that comes after its call was over", async () => {
    const server = startAudit({ file });
    const call = calling("c1");
    runCall(server, call, { kind: "timeout", code: "TIMEOUT", reason: "late" });
    expect(await server.policy.after?.({ content: [] }, call)).to.deep.equal({ kind: "pass" });
    await server.close();
    expect(chainOf(file)[2]).to.not.have.property("answer");
  });
});
