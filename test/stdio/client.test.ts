/** The SDK's own client against the server: what every MCP client will do. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type CallToolResult, CallToolResultSchema, McpError } from "@modelcontextprotocol/sdk/types.js";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { z } from "zod";
import { portcullis, root as repository } from "../repository.js";
import { batteries, fixture, Workspace } from "./workspace.js";

describe("the SDK's client", () => {
  const workspace = new Workspace();
  const client = new Client({ name: "test", version: "1" });

  before(async () => {
    const manifest = {
      server: { name: "repo-tools" },
      plugins: [...batteries, fixture("polite-tools")],
      every: [workspace.auditLog, { use: "sanitizer" }],
      tools: {
        wait: { policies: [] },
        keyword_search: {
          policies: [
            { use: "roots", with: { allow: [workspace.root, `${repository}node_modules`] } },
            { use: "regex" },
          ],
        },
        echo: { policies: [] },
      },
    };
    const args = [portcullis, "serve", "--manifest", workspace.manifest(manifest)];
    const env = workspace.environment();
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: "pipe" }));
  });
  after(() => client.close());

  const call = async (name: string, args: Record<string, unknown>): Promise<CallToolResult> =>
    CallToolResultSchema.parse(await client.callTool({ name, arguments: args }));
  const lastEnd = () => workspace.audit().findLast(({ event }) => event === "call.end");

  it("learns the server's name, and that it has tools", () => {
    expect(client.getServerVersion()).to.deep.equal({ name: "repo-tools", version: "0.1.0" });
    expect(client.getServerCapabilities()).to.deep.equal({ tools: {} });
  });

  it("lists the tools by name, the same each time", async () => {
    const { tools, nextCursor } = await client.listTools();
    expect(tools.map(({ name }) => name)).to.deep.equal(["echo", "keyword_search", "wait"]);
    expect(nextCursor).to.equal(undefined);
    expect(await client.listTools()).to.deep.equal({ tools });
  });

  it("sees in the schemas which parameters are guarded, and how", async () => {
    const { tools } = await client.listTools();
    const input = tools.find(({ name }) => name === "keyword_search")?.inputSchema;
    expect(input).to.include({ type: "object", additionalProperties: false });
    expect(input?.required).to.have.members(["keyword", "root_paths"]);
    expect(input?.properties?.keyword).to.deep.include({
      type: "string",
      minLength: 1,
      guard: { kind: "pattern", regexWhen: "use_regex", ignoreCaseWhen: "case_insensitive" },
    });
    expect(input?.properties?.root_paths).to.deep.nested.include({
      "items.type": "string",
      "items.guard": { kind: "path" },
    });
  });

  it("finds what stands in a file", async () => {
    const { structuredContent, content } = await call("keyword_search", { keyword: "TODO", root_paths: ["."] });
    const { matches } = z.object({ matches: z.array(z.unknown()) }).parse(structuredContent);
    const place = { path: "notes.txt", line: 1, column: 3, end_column: 7 };
    expect(matches).to.deep.equal([{ ...place, text: "a TODO in a file", before: [], after: [] }]);
    expect(content[0]).to.deep.include({ type: "text" });
  });

  it("is told of progress when it asks", async () => {
    const told: unknown[] = [];
    await client.callTool({ name: "wait", arguments: { ms: 90, steps: 3 } }, undefined, {
      onprogress: (progress) => told.push(progress),
    });
    const step = (progress: number) => ({ progress, total: 3, message: `step ${progress}` });
    expect(told).to.deep.equal([step(1), step(2), step(3)]);
  });

  it("cancels a call, and the server has done with it within 100 ms", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const called = client.callTool({ name: "wait", arguments: { ms: 30_000 } }, undefined, { signal });
    setTimeout(() => controller.abort(), 50);
    await called.then(
      () => expect.fail("answered"),
      (error: unknown) => expect(String(error)).to.contain("abort"),
    );
    const aborted = Date.now();
    await call("echo", { text: "next" });
    const end = workspace.audit().find(({ outcome }) => outcome === "cancelled");
    expect(end).to.include({ tool: "wait", code: "CANCELLED" });
    expect(Date.parse(String(end?.time)) - aborted).to.be.below(100);
  });

  it("cancels a search of a large tree, and the server has done with it within 100 ms", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const args = { keyword: "e", root_paths: [`${repository}node_modules`], respect_gitignore: false };
    const options = { signal, onprogress: () => controller.abort() };
    const called = client.callTool({ name: "keyword_search", arguments: args }, undefined, options);
    let aborted = Number.NaN;
    signal.addEventListener("abort", () => {
      aborted = Date.now();
    });
    await called.then(
      () => expect.fail("answered"),
      (error: unknown) => expect(String(error)).to.contain("abort"),
    );
    await call("echo", { text: "next" });
    const end = workspace.audit().findLast(({ event, tool }) => event === "call.end" && tool === "keyword_search");
    expect(end).to.include({ outcome: "cancelled" });
    expect(Date.parse(String(end?.time)) - aborted).to.be.below(100);
  });

  it("gets a protocol error for a tool that is not served, and the audit has the call", async () => {
    for (const name of ["no_such_tool", "read_file", "constructor", "__proto__"]) {
      const error = await client.callTool({ name, arguments: {} }).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(McpError).and.to.include({ code: -32602 });
      expect(String(error)).to.contain("UNKNOWN_TOOL");
      expect(lastEnd()).to.include({ tool: name, outcome: "invalid", code: "UNKNOWN_TOOL" });
    }
  });

  it("gets an answer for wrong arguments that says which, and what was expected", async () => {
    const result = await call("keyword_search", { keyword: 42, root_paths: [], maximum: 1 });
    expect(result.isError).to.equal(true);
    expect(result._meta).to.include({ "portcullis/code": "INVALID_ARGUMENTS" });
    const [block] = result.content;
    const told = block?.type === "text" ? block.text : "";
    expect(told).to.match(/^INVALID_ARGUMENTS: /);
    expect(told).to.contain("keyword: Invalid input: expected string").and.to.contain("root_paths: Too small");
    expect(told).to.contain('"maximum"');
    expect(lastEnd()).to.include({ outcome: "invalid", code: "INVALID_ARGUMENTS" });
  });

  it("gets a protocol error for a malformed call", async () => {
    for (const params of [{}, { name: 42 }, { name: "echo", arguments: "text" }, { name: "echo", arguments: ["a"] }]) {
      const error = await client.request({ method: "tools/call", params }, z.unknown()).catch((thrown) => thrown);
      expect(error).to.be.instanceOf(McpError).and.to.include({ code: -32602 });
    }
  });

  it("gets a protocol error for a page that is not there, and for what is no method", async () => {
    const page = await client.listTools({ cursor: "2" }).catch((thrown: unknown) => thrown);
    expect(page).to.be.instanceOf(McpError).and.to.include({ code: -32602 });
    const method = await client.request({ method: "tools/none" }, z.unknown()).catch((thrown: unknown) => thrown);
    expect(method).to.be.instanceOf(McpError).and.to.include({ code: -32601 });
  });

  it("pings", async () => {
    expect(await client.ping()).to.deep.equal({});
  });
});
