/** A thousand calls, 32 at a time, of all kinds: every one is answered, and every one is in the audit, once. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { CallToolResultSchema, McpError } from "@modelcontextprotocol/sdk/types.js";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { portcullis } from "../repository.js";
import { batteries, fixture, Workspace } from "./workspace.js";

const CALLS = 1000;
const AT_ONCE = 32;

/** What a call of each kind is, and what it must come to. A kind's share is how often it stands here. */
const kinds = [
  "done",
  "done",
  "search",
  "done",
  "denied",
  "invalid",
  "unknown",
  "cancelled",
  "at-once",
  "done",
] as const;

/** How often each stands there. */
function counted(all: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

describe("a thousand calls, 32 at a time", function () {
  this.timeout(30_000);
  const workspace = new Workspace();
  const client = new Client({ name: "test", version: "1" });
  /** What the client saw of each call. */
  const seen: string[] = [];

  const call = async (number: number): Promise<string> => {
    const kind = kinds[number % kinds.length] ?? "done";
    const controller = new AbortController();
    const ask = (name: string, args: Record<string, unknown>) =>
      client.callTool({ name, arguments: args }, undefined, { signal: controller.signal });
    const asked = {
      done: () => ask("echo", { text: `call ${number}` }),
      search: () => ask("keyword_search", { keyword: "TODO", root_paths: ["."] }),
      denied: () => ask("read_file", { file_path: "../outside/secret.txt" }),
      invalid: () => ask("echo", { text: number }),
      unknown: () => ask(`tool_${number}`, {}),
      cancelled: () => ask("wait", { ms: 20_000 }),
      "at-once": () => ask("wait", { ms: 20_000 }),
    }[kind]();
    if (kind === "cancelled") setTimeout(() => controller.abort(), 5);
    // The cancellation follows on the call's very heels: the server reads both at once.
    if (kind === "at-once") controller.abort();
    try {
      const result = CallToolResultSchema.parse(await asked);
      const [block] = result.content;
      if (kind === "done") expect(block).to.deep.equal({ type: "text", text: `call ${number}` });
      return String(result._meta?.["portcullis/code"] ?? "done");
    } catch (error) {
      if (error instanceof McpError && error.code === -32602) return "unknown";
      if (controller.signal.aborted) return "cancelled";
      throw error;
    }
  };

  before(async () => {
    const manifest = {
      plugins: [...batteries, fixture("polite-tools")],
      every: [workspace.auditLog, { use: "sanitizer" }],
      tools: {
        echo: { policies: [] },
        wait: { policies: [], limits: { concurrency: 4 } },
        read_file: { policies: [workspace.roots] },
        keyword_search: { policies: [workspace.roots, { use: "regex" }] },
      },
    };
    const args = [portcullis, "serve", "--manifest", workspace.manifest(manifest)];
    const env = workspace.environment();
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: "pipe" }));
    let next = 0;
    const worker = async () => {
      while (next < CALLS) {
        const number = next;
        next += 1;
        seen[number] = await call(number);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await client.close();
  });
  after(() => client.close());

  it("are all answered, but for those that the client cancelled", () => {
    expect(counted(seen)).to.deep.equal({
      done: 500,
      OUTSIDE_ROOTS: 100,
      INVALID_ARGUMENTS: 100,
      unknown: 100,
      cancelled: 200,
    });
  });

  it("are in the audit, each start and each end once, in a whole chain", () => {
    const records = workspace.audit();
    const ids = (event: string) => records.filter((record) => record.event === event).map((record) => record.call);
    const starts = ids("call.start");
    const ends = ids("call.end");
    expect(starts).to.have.length(CALLS);
    expect(new Set(starts)).to.have.property("size", CALLS);
    expect(ends).to.have.members(starts);
    expect(records.at(0)?.event).to.equal("server.start");
    expect(records.at(-1)?.event).to.equal("server.stop");
    expect(records).to.have.length(2 * CALLS + 2);
  });

  it("are in the audit with what each came to", () => {
    const ends = workspace.audit().filter(({ event }) => event === "call.end");
    expect(counted(ends.map(({ outcome, code = "" }) => `${outcome} ${code}`.trim()))).to.deep.equal({
      done: 500,
      "denied OUTSIDE_ROOTS": 100,
      "invalid INVALID_ARGUMENTS": 100,
      "invalid UNKNOWN_TOOL": 100,
      "cancelled CANCELLED": 200,
    });
  });

  it("have no cancelled call among them that went on", () => {
    const cancelled = workspace.audit().filter(({ outcome }) => outcome === "cancelled");
    expect(Math.max(...cancelled.map(({ ms }) => Number(ms)))).to.be.below(500);
  });
});
