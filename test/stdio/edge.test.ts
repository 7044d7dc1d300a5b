/** What the transport holds every client to, whatever the tools behind it: order, bounds, framing. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { codeOf, type Message, ServerProcess, textOf } from "./server-process.js";
import { fixture, Workspace } from "./workspace.js";

const INVALID_REQUEST = -32600;
const hello = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } };

const request = (id: string | number, method: string, params?: unknown) => ({ jsonrpc: "2.0", id, method, params });
const call = (id: string | number, name: string, args: unknown = {}) =>
  request(id, "tools/call", { name, arguments: args });
const cancel = (requestId: string | number) => ({
  jsonrpc: "2.0",
  method: "notifications/cancelled",
  params: { requestId },
});

/** A workspace whose servers have tools that behave, in any number at once, and one that throws where nobody catches. */
function workspaceOf() {
  const workspace = new Workspace();
  const imports = ["@portcullis/plugin-api", "zod"].map((name) => JSON.stringify(import.meta.resolve(name)));
  workspace.write("package.json", '{ "type": "module" }');
  workspace.write(
    "throws-later.js",
    `import { defineTool, text } from ${imports[0]};
     import { z } from ${imports[1]};
     export default defineTool({
       name: "throws_later", title: "Throws", description: "Throws later.", input: z.strictObject({}),
       create: () => () => { setTimeout(() => { throw new Error("nobody catches this"); }, 20); return text("soon"); },
     });`,
  );
  const limits = { concurrency: 1000, queue: 1000 };
  workspace.manifest({
    plugins: ["@portcullis/policy-audit-log", fixture("polite-tools"), fixture("rude-tools"), "./throws-later.js"],
    every: [workspace.auditLog],
    tools: {
      echo: { policies: [], limits },
      wait: { policies: [], limits: { ...limits, timeout: "60s" } },
      gives_too_much: { policies: [], limits: { ...limits, maxResultBytes: "3MB" } },
      throws_later: { policies: [] },
    },
  });
  const words = ["--manifest", `${workspace.folder}/portcullis.yaml`];
  return {
    workspace,
    started: () => ServerProcess.started(words, workspace.environment()),
    unasked: () => new ServerProcess(words, workspace.environment()),
  };
}

describe("the edge of a server", () => {
  const { workspace, started, unasked } = workspaceOf();
  const codeOfError = ({ error }: Message) => error?.code;

  describe("before initialize", () => {
    let server: ServerProcess;
    before(() => {
      server = unasked();
    });
    after(() => server.end());

    it("refuses a call, and records nothing of it", async () => {
      const begun = () => workspace.audit().filter(({ event }) => event === "call.start").length;
      await server.request("ping");
      const earlier = begun();
      const { error } = await server.request("tools/call", { name: "echo", arguments: { text: "early" } });
      expect(error).to.deep.equal({ code: INVALID_REQUEST, message: "Invalid request: initialize comes first." });
      expect(begun()).to.equal(earlier);
    });
    it("refuses a list of tools", async () => {
      expect(codeOfError(await server.request("tools/list"))).to.equal(INVALID_REQUEST);
    });
    it("answers a ping", async () => {
      expect((await server.request("ping")).result).to.deep.equal({});
    });
    it("refuses an initialize that lacks its parameters, in words of its own, and takes the next", async () => {
      expect((await server.request("initialize", {})).error).to.deep.equal({
        code: -32602,
        message: "initialize: expected protocolVersion, capabilities and clientInfo.",
      });
      expect(codeOfError(await server.request("tools/list"))).to.equal(INVALID_REQUEST);
      expect((await server.request("initialize", hello)).result).to.have.property("protocolVersion", "2025-11-25");
    });
    it("refuses a second initialize, and goes on with the first", async () => {
      expect(codeOfError(await server.request("initialize", hello))).to.equal(INVALID_REQUEST);
      expect(textOf(await server.call("echo", { text: "on" }))).to.equal("on");
    });
  });

  it("takes what a client sends in one breath with initialize", async () => {
    const server = unasked();
    const messages = [request(1, "initialize", hello), request(2, "tools/list"), call(3, "echo", { text: "at once" })];
    server.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
    expect(textOf((await server.answerTo(3)).result)).to.equal("at once");
    expect(server.messages.map(({ error }) => error)).to.deep.equal([undefined, undefined, undefined]);
    await server.end();
  });

  it("answers an unknown version of the protocol with one that it speaks", async () => {
    const server = unasked();
    const { result } = await server.request("initialize", { ...hello, protocolVersion: "1999-01-01" });
    expect(result).to.have.property("protocolVersion", "2025-11-25");
    await server.end();
  });

  describe("in a session", () => {
    let server: ServerProcess;
    before(async () => {
      server = await started();
    });
    after(() => server.end());

    const answers = async () => {
      expect(textOf(await server.call("echo", { text: "still here" }))).to.equal("still here");
    };
    const refused = async (text: string, id: string | number, why: string) => {
      server.write(`${text}\n`);
      const { error } = await server.answerTo(id);
      expect(error).to.deep.equal({ code: INVALID_REQUEST, message: `Invalid request: ${why}.` });
      await answers();
    };
    /** A request with JSON of any kind in it, the id in front or behind. */
    const withParams = (id: string, params: string) =>
      `{"jsonrpc":"2.0","id":"${id}","method":"ping","params":${params}}`;
    const idLast = (id: number, params: string) => `{"jsonrpc":"2.0","method":"ping","params":${params},"id":${id}}`;
    const nested = (depth: number) => `{"v":${"[".repeat(depth)}${"]".repeat(depth)}}`;

    it("refuses an id that is in flight: the first request keeps its answer and its cancellation", async () => {
      server.send(call("twice", "wait", { ms: 300 }));
      await refused(JSON.stringify(call("twice", "echo", { text: "second" })), "twice", TWICE);
      server.messages.splice(0);
      expect(textOf((await server.answerTo("twice")).result)).to.equal("waited");

      server.messages.splice(0);
      server.send(call("again", "wait", { ms: 20_000 }));
      server.send(call("again", "echo", { text: "second" }));
      expect(codeOfError(await server.answerTo("again"))).to.equal(INVALID_REQUEST);
      server.send(cancel("again"));
      await answers();
      const ends = workspace.audit().filter(({ event, tool }) => event === "call.end" && tool === "wait");
      expect(ends.at(-1)).to.include({ outcome: "cancelled" });
    });
    it("takes an id a second time once it is answered", async () => {
      for (const text of ["one", "two"]) {
        server.messages.splice(0);
        server.send(call("used", "echo", { text }));
        expect(textOf((await server.answerTo("used")).result)).to.equal(text);
      }
    });

    for (const id of [0, 7, "zero"]) {
      it(`cancels request ${JSON.stringify(id)}: it ends, it is recorded, it is not answered`, async () => {
        server.messages.splice(0);
        server.send(call(id, "wait", { ms: 20_000 }));
        await answers();
        server.send(cancel(id));
        await answers();
        const ends = workspace.audit().filter(({ event }) => event === "call.end");
        expect(ends.at(-2)).to.include({ tool: "wait", outcome: "cancelled" });
        expect(server.messages.filter((message) => message.id === id)).to.deep.equal([]);
        server.send(call(id, "echo", { text: "the id is free" }));
        expect(textOf((await server.answerTo(id)).result)).to.equal("the id is free");
      });
    }
    it("tells no progress of a request that is cancelled", async () => {
      server.messages.splice(0);
      const params = { name: "wait", arguments: { ms: 500, steps: 100 }, _meta: { progressToken: "p" } };
      server.send(request("steps", "tools/call", params));
      await sleep(50);
      server.send(cancel("steps"));
      await answers();
      server.messages.splice(0);
      await sleep(50);
      expect(server.messages).to.deep.equal([]);
    });

    it("refuses 65 levels, and takes 64", async () => {
      await refused(withParams("deep", nested(63)), "deep", "deeper than 64 levels");
      server.write(`${withParams("less", nested(62))}\n`);
      expect((await server.answerTo("less")).result).to.deep.equal({});
    });
    it("refuses 100,000 levels in 100 ms, the id behind them", async () => {
      const from = performance.now();
      await refused(idLast(101, nested(100_000)), 101, "deeper than 64 levels");
      expect(performance.now() - from).to.be.below(100);
    });
    it("refuses two million elements of an array in 200 ms, and they take no memory", async () => {
      const from = performance.now();
      await refused(withParams("many", `{"v":[${"1,".repeat(1_900_000)}1]}`), "many", "more than 100000 values");
      expect(performance.now() - from).to.be.below(200);
    });
    it("refuses as many members of objects, and takes 90,000", async () => {
      const members = (count: number) => `{${Array.from({ length: count }, (_, key) => `"k${key}":0`).join()}}`;
      await refused(idLast(102, members(100_100)), 102, "more than 100000 values");
      server.write(`${idLast(103, members(90_000))}\n`);
      expect((await server.answerTo(103)).result).to.deep.equal({});
    });

    const forbidden = [
      '{"__proto__":{"x":1}}',
      '{"a":[{"__proto__" : null}]}',
      '{"\\u005f_proto_\\u005F":1}',
      '{"constructor":{"prototype":{}}}',
      '{"a":{"constructor": {"b":1,"prototype":1}}}',
      '{"\\u0063onstructor":{"prot\\u006ftype":{}}}',
    ];
    for (const [index, params] of forbidden.entries()) {
      it(`refuses the keys of ${params}`, () => refused(withParams(`key${index}`, params), `key${index}`, FORBIDDEN));
    }
    const harmless = [
      '{"v":"__proto__"}',
      '{"v":["__proto__","constructor","prototype"]}',
      '{"constructor":"a name","prototype":{}}',
      '{"constructor":{"name":"prototype"}}',
      '{"constructor":[{"prototype":1}]}',
      '{"v":"\\"__proto__\\":1"}',
    ];
    for (const [index, params] of harmless.entries()) {
      it(`takes ${params}`, async () => {
        server.write(`${withParams(`fine${index}`, params)}\n`);
        expect((await server.answerTo(`fine${index}`)).result).to.deep.equal({});
      });
    }

    for (const name of ["constructor", "__proto__", "toString"]) {
      it(`has no tool named ${name}`, async () => {
        expect((await server.request("tools/call", { name, arguments: {} })).error?.message).to.match(/^UNKNOWN_TOOL/);
      });
    }
    for (const id of ["1.5", "null", "true", "[]", "{}", "9007199254740993", "1e400"]) {
      it(`does not answer to the id ${id}, which is none, and says so in the log`, async () => {
        server.stderr = "";
        server.write(`{"jsonrpc":"2.0","id":${id},"method":"ping"}\n`);
        await server.logged('"answered":false');
        await answers();
      });
    }
    const ids: [written: string, read: string | number][] = [
      ["-7", -7],
      ["1e3", 1000],
      ['""', ""],
      ['"\\ud800"', "\ud800"],
      ['"__proto__"', "__proto__"],
      [`"${"long".repeat(10_000)}"`, "long".repeat(10_000)],
    ];
    for (const [written, id] of ids) {
      it(`answers to the id ${written.slice(0, 20)}`, async () => {
        server.write(`{"jsonrpc":"2.0","id":${written},"method":"ping"}\n`);
        expect((await server.answerTo(id)).result).to.deep.equal({});
      });
    }
    it("holds a number and its digits for two ids", async () => {
      server.messages.splice(0);
      server.send(call(55, "wait", { ms: 50 }));
      server.send(call("55", "echo", { text: "digits" }));
      expect(textOf((await server.answerTo("55")).result)).to.equal("digits");
      expect(textOf((await server.answerTo(55)).result)).to.equal("waited");
    });
    it("has no method that it did not announce: logging/setLevel", async () => {
      expect(codeOfError(await server.request("logging/setLevel", { level: "loud" }))).to.equal(-32601);
    });
    it("refuses parameters of tools/call that are off with -32602, in words of its own", async () => {
      const { error } = await server.request("tools/call", { name: "echo", arguments: "text" });
      expect(error).to.deep.equal({
        code: -32602,
        message: "tools/call: expected a name, an object of arguments, and a progress token that is text or a number.",
      });
    });
  });

  it("takes a line of 9 MB in 200 ms where the manifest lets it, and refuses one of 17", async () => {
    const large = new Workspace();
    const content = { server: { maxMessageBytes: "16MB" }, plugins: [fixture("polite-tools")], tools: {} };
    const server = await ServerProcess.started(["--manifest", large.manifest(content)], large.environment());
    const line = (id: string, bytes: number) =>
      `{"jsonrpc":"2.0","id":"${id}","method":"ping","params":{"v":"${"x".repeat(bytes)}"}}\n`;
    const times: number[] = [];
    for (const id of ["first", "second", "third"]) {
      const text = line(id, 9_000_000);
      const from = performance.now();
      server.write(text);
      expect((await server.answerTo(id)).result).to.deep.equal({});
      times.push(performance.now() - from);
    }
    console.log(`      9 MB: ${times.map((time) => time.toFixed(0)).join(", ")} ms`);
    expect(Math.min(...times)).to.be.below(200);
    server.write(line("long", 17_000_000));
    expect(codeOfError(await server.answerTo("long"))).to.equal(INVALID_REQUEST);
    await server.end();
  });

  it("lets 1,000 requests wait for their answers, refuses more, and takes more once some are cancelled", async () => {
    const server = await started();
    for (let id = 0; id < 1002; id += 1) server.send(call(id, "wait", { ms: 60_000 }));
    expect((await server.answerTo(1001)).error).to.deep.equal({
      code: -32005,
      message: "Too many requests: 1000 wait for their answers.",
    });
    expect(server.messages.flatMap(({ error, id }) => (error ? [id] : []))).to.deep.equal([1000, 1001]);
    expect((await server.request("ping")).result).to.deep.equal({});
    for (let id = 0; id < 1_000; id += 1) server.send(cancel(id));
    expect(textOf(await server.call("echo", { text: "room" }))).to.equal("room");
    await server.end();
  });

  describe("with Content-Length headers", () => {
    let server: ServerProcess;
    let received: Buffer;
    const framed = (text: string, header = "Content-Length: ") => `${header}${Buffer.byteLength(text)}\r\n\r\n${text}`;
    /** Everything that was answered, cut at its headers. */
    const answers = () => {
      const texts: string[] = [];
      for (let rest = received; rest.length > 0; ) {
        const [header = "", length] = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString("latin1", 0, 64)) ?? [];
        expect(header, "a header").not.to.equal("");
        texts.push(rest.toString("utf8", header.length, header.length + Number(length)));
        rest = rest.subarray(header.length + Number(length));
      }
      return texts.map((text) => JSON.parse(text) as Message);
    };
    const answered = async (id: number) => {
      for (;;) {
        const found = received.includes(`"id":${id}`) ? answers().find((message) => message.id === id) : undefined;
        if (found !== undefined) return found;
        await once(server.child.stdout, "data");
      }
    };
    before(async () => {
      server = unasked();
      received = Buffer.alloc(0);
      server.child.stdout.on("data", (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
      });
      server.write(framed(JSON.stringify(request(1, "initialize", hello))));
      expect((await answered(1)).result).to.have.property("protocolVersion");
    });
    after(async () => {
      server.child.stdin.end();
      expect((await server.exit).code).to.equal(0);
    });

    it("answers in the same framing, counted in bytes", async () => {
      server.write(framed(JSON.stringify(call(2, "echo", { text: "grüße 🏰" }))));
      expect(textOf((await answered(2)).result)).to.equal("grüße 🏰");
    });
    it("reads many at once, line breaks in them, other headers, and headers in lower case", async () => {
      const type = "Content-Type: application/json\r\n";
      server.write(
        framed(JSON.stringify(call(3, "echo", { text: "3" }), null, 2)) +
          framed(JSON.stringify(call(4, "echo", { text: "4" })), "content-length:").replace("\r\n", `\r\n${type}`) +
          framed(JSON.stringify(call(5, "echo", { text: "5" }))),
      );
      for (const id of [3, 4, 5]) expect(textOf((await answered(id)).result)).to.equal(String(id));
    });
    it("reads byte by byte", async () => {
      for (const byte of Buffer.from(framed(JSON.stringify(call(6, "echo", { text: "é" }))))) {
        server.write(Buffer.from([byte]));
        await sleep(0);
      }
      expect(textOf((await answered(6)).result)).to.equal("é");
    });
    it("refuses a body of 5 MB under its id, and reads the next", async () => {
      server.write(framed(JSON.stringify(call(7, "echo", { text: "x".repeat(5_000_000) }))));
      server.write(framed(JSON.stringify(call(8, "echo", { text: "next" }))));
      expect((await answered(7)).error).to.have.property("code", INVALID_REQUEST);
      expect(textOf((await answered(8)).result)).to.equal("next");
    });
    it("drops a body that is empty, or no UTF-8, and reads the next", async () => {
      server.stderr = "";
      server.write(Buffer.concat([Buffer.from("Content-Length: 0\r\n\r\nContent-Length: 3\r\n\r\n"), NO_UTF8]));
      server.write(framed(JSON.stringify(call(9, "echo", { text: "next" }))));
      expect(textOf((await answered(9)).result)).to.equal("next");
      await server.logged("not a JSON object");
      expect(server.stderr.match(/not a JSON object/g)).to.have.length(2);
    });
  });

  it("ends with 70 and a whole audit when a plugin's timer throws, and cuts short what is in flight", async () => {
    const own = workspaceOf();
    const server = await own.started();
    server.send(call("pending", "wait", { ms: 20_000 }));
    expect(textOf(await server.call("throws_later"))).to.equal("soon");
    expect(codeOf((await server.answerTo("pending")).result)).to.equal("CANCELLED");
    expect(await server.exit).to.deep.equal({ code: 70, signal: null });
    expect(server.stderr).to.contain("nobody catches this").and.to.contain("an exception was thrown");
    const records = own.workspace.audit().slice(-2);
    expect(records.map(({ event, outcome }) => [event, outcome])).to.deep.equal([
      ["call.end", "cancelled"],
      ["server.stop", undefined],
    ]);
    expect(server.strays).to.deep.equal([]);
  });
});

const TWICE = "a request of this id is not answered yet";
const FORBIDDEN = "a forbidden key";
const NO_UTF8 = Buffer.from([0x22, 0xff, 0x22]);
