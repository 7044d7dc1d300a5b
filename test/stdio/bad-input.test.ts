/** What no proper client sends: each request whose id can be read is answered, the rest is logged, the server goes on. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { ServerProcess, textOf } from "./server-process.js";
import { fixture, Workspace } from "./workspace.js";

describe("a server that reads", () => {
  const workspace = new Workspace();
  let server: ServerProcess;

  before(async () => {
    const manifest = {
      plugins: ["@portcullis/policy-audit-log", fixture("polite-tools")],
      every: [workspace.auditLog],
      tools: { echo: { policies: [] }, wait: { policies: [] } },
    };
    server = await ServerProcess.started(["--manifest", workspace.manifest(manifest)], workspace.environment());
  });
  after(() => server.end());

  const answers = async () => {
    const result = await server.call("echo", { text: "still here" });
    expect(textOf(result)).to.equal("still here");
  };
  /** Sends a line that must be dropped and logged. */
  const dropped = async (line: string | Buffer, log: string) => {
    const before = server.messages.length;
    server.stderr = "";
    server.write(line);
    server.write("\n");
    await server.logged(log);
    await answers();
    expect(server.messages).to.have.length(before + 1);
  };
  /** Sends a line that must be answered with an error, under the id in it. */
  const refused = async (line: string, id: string | number, code: number) => {
    server.write(`${line}\n`);
    const { error } = await server.answerTo(id);
    expect(error?.code).to.equal(code);
    await answers();
  };

  const echo = (id: string | number, text: string) => ({
    jsonrpc: "2.0",
    id,
    method: "tools/call",
    params: { name: "echo", arguments: { text } },
  });

  for (const line of ["not JSON", "{", '{"jsonrpc":"2.0","id":1', "'", "\0"]) {
    it(`drops ${JSON.stringify(line)}, which is no JSON`, () => dropped(line, "it is not JSON"));
  }
  it("drops bytes that are no UTF-8", () => dropped(Buffer.from([0xff, 0xfe, 0x80]), "it is not JSON"));
  it("drops a message behind a byte order mark", () =>
    dropped(`\ufeff${JSON.stringify(echo("bom", "x"))}`, "not JSON"));
  for (const line of ["null", "42", '"text"', "true", "{}", "[]"]) {
    it(`drops ${line}, which is no message`, () => dropped(line, "it is no JSON-RPC request"));
  }
  it("drops a batch, which MCP no longer has", () =>
    dropped(JSON.stringify([echo("b1", "x"), echo("b2", "y")]), "it is no JSON-RPC request"));
  it("drops a request whose id is null", () =>
    dropped('{"jsonrpc":"2.0","id":null,"method":"ping"}', "it is no JSON-RPC request"));
  it("takes no notice of a blank line", async () => {
    server.write("\n  \n\r\n\n");
    await answers();
  });

  it("refuses parameters in an array", () =>
    refused('{"jsonrpc":"2.0","id":"a1","method":"ping","params":[1]}', "a1", -32600));
  it("refuses a request without jsonrpc", () => refused('{"id":"a2","method":"ping"}', "a2", -32600));
  it("refuses another version of JSON-RPC", () => refused('{"jsonrpc":"1.0","id":31,"method":"ping"}', 31, -32600));
  it("refuses a request with a key too many", () =>
    refused('{"jsonrpc":"2.0","id":"a3","method":"ping","extra":1}', "a3", -32600));
  it("refuses a method that is no text", () => refused('{"jsonrpc":"2.0","id":"a4","method":7}', "a4", -32600));
  it("refuses a method that is not there", () =>
    refused('{"jsonrpc":"2.0","id":"a5","method":"tools/none"}', "a5", -32601));
  it("refuses a call without a name", () =>
    refused('{"jsonrpc":"2.0","id":"a6","method":"tools/call","params":{}}', "a6", -32602));
  it("refuses a call without parameters", () =>
    refused('{"jsonrpc":"2.0","id":"a7","method":"tools/call"}', "a7", -32602));

  it("drops a message of 5 MB, and says so once", async () => {
    await dropped(JSON.stringify(echo("long", "x".repeat(5_000_000))), "it is too long");
    expect(server.stderr.match(/it is too long/g)).to.have.length(1);
  });
  it("reads a message of 3 MB, which its tool's schema refuses", async () => {
    server.send(echo("large", "x".repeat(3_000_000)));
    expect(textOf((await server.answerTo("large")).result)).to.contain("INVALID_ARGUMENTS: text: Too big");
  });
  it("reads lines that end in CR and LF", async () => {
    server.write(`${JSON.stringify(echo("crlf", "one"))}\r\n${JSON.stringify(echo("crlf2", "two"))}\r\n`);
    expect(textOf((await server.answerTo("crlf")).result)).to.equal("one");
    expect(textOf((await server.answerTo("crlf2")).result)).to.equal("two");
  });
  it("reads byte by byte, also within a character", async () => {
    for (const byte of Buffer.from(`${JSON.stringify(echo("bytes", "grüße 🏰"))}\n`)) {
      server.write(Buffer.from([byte]));
      await sleep(0);
    }
    expect(textOf((await server.answerTo("bytes")).result)).to.equal("grüße 🏰");
  });
  it("answers a hundred requests that come at once, each under its id", async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `many${index}`);
    server.write(ids.map((id) => `${JSON.stringify(echo(id, id))}\n`).join(""));
    for (const id of ids) expect(textOf((await server.answerTo(id)).result)).to.equal(id);
  });
  it("does not begin a call that is cancelled in the same breath, and records it", async () => {
    const call = { jsonrpc: "2.0", id: "gone", method: "tools/call", params: { name: "wait", arguments: { ms: 100 } } };
    const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: "gone" } };
    server.write(`${JSON.stringify(call)}\n${JSON.stringify(cancel)}\n`);
    await server.call("echo", { text: "next" });
    const end = workspace.audit().find(({ event, tool }) => event === "call.end" && tool === "wait");
    expect(end).to.include({ outcome: "cancelled" });
    expect(server.messages.filter(({ id }) => id === "gone")).to.deep.equal([]);
  });
  it("takes no notice of answers that it did not ask for, and of cancellations of nothing", async () => {
    server.send({ jsonrpc: "2.0", id: 99, result: {} });
    server.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: "none" } });
    server.send({ jsonrpc: "2.0", method: "notifications/none" });
    await answers();
  });
});
