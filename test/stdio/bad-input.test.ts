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

  for (const line of ["not JSON", "'", "\0", "null", "42", '"text"', "true", "[]"]) {
    it(`drops ${JSON.stringify(line)}, which is no object`, () => dropped(line, "not a JSON object"));
  }
  it("drops bytes that are no UTF-8", () => dropped(Buffer.from([0xff, 0xfe, 0x80]), "not a JSON object"));
  it("drops an object with bytes that are no UTF-8", () =>
    dropped(Buffer.from('{"jsonrpc":"2.0","id":1,"method":"\xff"}', "latin1"), "not a JSON object"));
  it("drops a message behind a byte order mark", () =>
    dropped(`\ufeff${JSON.stringify(echo("bom", "x"))}`, "not a JSON object"));
  it("drops a batch, which MCP no longer has", () =>
    dropped(JSON.stringify([echo("b1", "x"), echo("b2", "y")]), "not a JSON object"));
  for (const line of [
    "{",
    '{"jsonrpc":"2.0","id":1',
    '{"method":"ping",}',
    '{"jsonrpc":"2.0","id":"\\ud800","method":"pi',
  ]) {
    it(`drops ${line}, which is no JSON and has no id that can be read`, () => dropped(line, '"not JSON"'));
  }
  for (const line of ["{}", '{"jsonrpc":"2.0","id":null,"method":"ping"}', '{"jsonrpc":"2.0","id":7,"result":1}']) {
    it(`drops ${line}, which is no message and none to be answered`, () => dropped(line, "not a JSON-RPC 2.0 message"));
  }
  it("drops a response to nothing that it asked", () =>
    dropped('{"jsonrpc":"2.0","id":99,"result":{}}', "was dropped"));
  it("takes no notice of a blank line", async () => {
    server.write("\n  \n\r\n\n");
    await answers();
  });

  it("refuses what is no JSON, under the id that can be read", () =>
    refused('{"jsonrpc":"2.0","id":"a0","method":"ping",}', "a0", -32700));
  it("takes the last of two ids, as JSON.parse does", () =>
    refused('{"jsonrpc":"2.0","id":"first","id":"last","method":7}', "last", -32600));
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

  it("refuses a message of 5 MB under its id, and says so once", async () => {
    server.stderr = "";
    server.send(echo("long", "x".repeat(5_000_000)));
    expect((await server.answerTo("long")).error).to.deep.equal({
      code: -32600,
      message: "Invalid request: longer than 4000000 bytes.",
    });
    await answers();
    expect(server.stderr.match(/longer than/g)).to.have.length(1);
  });
  it("drops a message of 5 MB whose id stands behind it", () =>
    dropped(`{"jsonrpc":"2.0","params":{"text":"${"x".repeat(5_000_000)}"},"id":"late"}`, "longer than"));
  it("does not answer a response of 5 MB: its id is the server's own", () =>
    dropped(`{"jsonrpc":"2.0","id":1,"result":{"text":"${"x".repeat(5_000_000)}"}}`, "longer than"));
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
