/** Bytes that mean no good, sent to a server's stdin: it refuses them, stays alive, and does not grow. */
import { isUtf8 } from "node:buffer";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { root } from "../repository.js";
import { type Message, ServerProcess } from "../stdio/server-process.js";
import { fixture, Workspace } from "../stdio/workspace.js";

const SECONDS = process.env.ATTACKS === "long" ? 60 : 3;
/** Under the same fire first: V8 takes as much for its heap as it works with best, and keeps it. Growth is what follows. */
const WARM_SECONDS = 3;
const MAX_GROWTH = 64 * 1024 * 1024;
const SUITE = join(root, "../shared/data/json-test-suite.json");

const hello = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } };

/** How many refused messages a server's log tells of, once it tells of so many: in a line each, or counted. */
async function refusals(server: ServerProcess, expected: number): Promise<number> {
  for (;;) {
    const told = server.stderr.split("\n").map((line) => {
      const held = /messages were refused \{"count":(\d+)\}/.exec(line)?.[1];
      return held === undefined ? Number(line.includes("a message was refused")) : Number(held);
    });
    const sum = told.reduce((one, other) => one + other, 0);
    if (sum >= expected) return sum;
    await once(server.child.stderr, "data");
  }
}

/** The resident memory of a process, in bytes. */
const memoryOf = ({ child }: ServerProcess): number =>
  Number(spawnSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" }).stdout) * 1024;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

const workspace = new Workspace();
const large = { policies: [], limits: { maxResultBytes: "3MB" } };
const manifest = workspace.manifest({
  plugins: [fixture("polite-tools"), fixture("rude-tools")],
  tools: { echo: { policies: [] }, gives_too_much: large },
});

describe("the JSON test suite, as a message and as the parameters of one", () => {
  let texts: [name: string, text: Buffer][];
  let server: ServerProcess;
  let received = "";

  before(async function () {
    if (!existsSync(SUITE)) {
      process.stderr.write(`\n    NOT TESTED: ${SUITE} is missing\n`);
      this.skip();
    }
    const suite = JSON.parse(readFileSync(SUITE, "utf8")) as Record<string, string>;
    texts = Object.entries(suite).map(([name, base64]) => [name, Buffer.from(base64, "base64")]);
    server = new ServerProcess(["--manifest", manifest], workspace.environment());
    server.child.stdout.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
    });
    await asked("hello", "initialize", JSON.stringify(hello));
  });
  after(async () => {
    server?.child.stdin.end();
    await server?.exit;
  });

  const named = (kind: string) => texts.filter(([name]) => name.startsWith(kind));
  /** In a header's framing a text may hold line breaks. */
  const frame = (...parts: readonly (string | Buffer)[]) => {
    const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
    server.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  };
  const wrap = (id: string, method: string, params: string | Buffer) =>
    frame(`{"jsonrpc":"2.0","id":"${id}","method":"${method}","params":`, params, "}");
  /** The text of the answer to a request, if it is here. */
  const answerIn = (id: string) =>
    received.split(/Content-Length: \d+\r\n\r\n/).find((text) => text.includes(`"id":"${id}"`));
  const asked = async (id: string, method: string, params: string | Buffer): Promise<string> => {
    wrap(id, method, params);
    for (let answer = answerIn(id); ; answer = answerIn(id)) {
      if (answer !== undefined) return answer;
      await once(server.child.stdout, "data");
    }
  };

  it("is refused wherever it is no JSON, once each in the log, and answered where it is UTF-8", async () => {
    const bad = named("n_");
    expect(bad).to.have.length.above(180);
    for (const [name, text] of bad) {
      frame(text);
      wrap(name, "ping", Buffer.concat([Buffer.from('{"v":'), text, Buffer.from("}")]));
      await asked(`after ${name}`, "ping", "{}");
      if (isUtf8(text)) expect(answerIn(name), name).to.match(/"error":\{"code":-32(700|600),/);
      else expect(answerIn(name), name).to.equal(undefined);
      received = "";
    }
    expect(await refusals(server, 2 * bad.length)).to.equal(2 * bad.length);
    console.log(`    ${bad.length} texts, each sent in 2 ways: all refused`);
  });

  it("is taken as parameters wherever it is JSON", async () => {
    const good = named("y_");
    expect(good).to.have.length.above(90);
    for (const [name, text] of good) {
      const answer = await asked(name, "ping", Buffer.concat([Buffer.from('{"v":'), text, Buffer.from("}")]));
      expect(JSON.parse(answer), name).to.deep.equal({ jsonrpc: "2.0", id: name, result: {} });
    }
    console.log(`    ${good.length} texts: all taken`);
  });
});

describe("a server under fire", function () {
  this.timeout(0);
  let server: ServerProcess;
  before(async () => {
    server = await ServerProcess.started(["--log", "error", "--manifest", manifest], workspace.environment());
  });
  after(() => server.end());

  /** A generator of the same numbers each time (xorshift, Marsaglia 2003). */
  let state = 20_261_121;
  const random = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const bytes = (length: number) => Buffer.from(Array.from({ length }, () => random(256)));
  const valid = () => {
    const args = { text: bytes(random(50)).toString("latin1"), more: [[{ "": random(9) / 7 }]] };
    const request = { jsonrpc: "2.0", id: "x", method: "tools/call", params: { name: "echo", arguments: args } };
    return Buffer.from(JSON.stringify(request));
  };
  const changed = (text: Buffer) => {
    for (let left = random(4); left > 0; left -= 1) text[random(text.length)] = random(256);
    return text;
  };
  /** What is sent, one kind after the other; each ends where it likes. */
  const kinds: readonly (() => Buffer | string)[] = [
    () => bytes(random(2000)),
    () => valid().subarray(0, random(150)),
    () => Buffer.concat([changed(valid()), Buffer.from("\n")]),
    () => `${"[".repeat(random(100_000))}\n`,
    () => `{"id":"x","a":[${"0,".repeat(random(200_000))}0]}\n`,
    () => "\n".repeat(random(10_000)),
    () => '"\\'.repeat(random(50_000)),
    () => "x".repeat(random(1_000_000)),
    () => `{"jsonrpc":"2.0","method":"notifications/none"}\n`.repeat(random(1000)),
    () => `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"none"}}\n`.repeat(random(1000)),
    () => `{"jsonrpc":"2.0","id":0,"result":{"text":"${"x".repeat(random(100_000))}"}}\n`,
    () => Buffer.concat(Array.from({ length: 500 }, () => Buffer.concat([valid(), Buffer.from("\n")]))),
  ];
  const alive = async () => {
    // Ends what is left of a line.
    server.write("\n");
    const { result }: Message = await server.request("ping");
    expect(result).to.deep.equal({});
    server.messages.splice(0);
  };

  /** Fires for some time, and gives the memory that was seen. */
  const fire = async (seconds: number) => {
    const until = Date.now() + seconds * 1000;
    const seen: number[] = [];
    let sent = 0;
    for (let round = 0; Date.now() < until; round += 1) {
      const burst = Buffer.from(kinds[random(kinds.length)]?.() ?? "");
      sent += burst.length;
      server.write(burst);
      if (round % 50 !== 0) continue;
      await alive();
      seen.push(memoryOf(server));
    }
    return { sent, median: seen.sort((a, b) => a - b)[seen.length >> 1] ?? Number.NaN, peak: Math.max(...seen) };
  };

  it("stays alive and grows by 64 MB at most: random bytes, truncations, floods", async () => {
    const idle = memoryOf(server);
    const warm = await fire(WARM_SECONDS);
    const { sent, peak } = await fire(SECONDS);
    const grew = peak - warm.median;
    const [idleText, warmText, grewText, sentText] = [idle, warm.median, grew, sent].map(megabytes);
    console.log(`    ${SECONDS} s, ${sentText} sent: idle ${idleText}, warm ${warmText}, grew by ${grewText} at most`);
    expect(grew).to.be.at.most(MAX_GROWTH);
  });

  it("holds no more for a message that comes byte by byte", async () => {
    const early = memoryOf(server);
    for (let sent = 0; sent < SECONDS * 40_000; sent += 1) {
      server.write("x");
      await new Promise(setImmediate);
    }
    const grew = memoryOf(server) - early;
    console.log(`    ${SECONDS * 40_000} bytes one by one: grew by ${megabytes(grew)}`);
    expect(grew).to.be.at.most(MAX_GROWTH);
    await alive();
  });

  it("tells the log the first refusals of each second, and the number of the rest", async () => {
    const own = await ServerProcess.started(["--manifest", manifest], workspace.environment());
    own.stderr = "";
    const flood = 100_000;
    own.write("noise\n".repeat(flood / 2));
    own.write('{"id":1.5}\n'.repeat(flood / 2));
    const params = { progressToken: "x".repeat(1_000_000), progress: 1 };
    own.send({ jsonrpc: "2.0", method: "notifications/progress", params });
    expect(await refusals(own, flood)).to.equal(flood);
    await own.end();
    expect(own.stderr.split("\n").length).to.be.at.most(flood / 100);
    expect(own.stderr).to.contain("unknown token").and.to.have.length.below(flood);
  });

  it("does not hold 200 MB without a line break", async () => {
    const early = memoryOf(server);
    let most = early;
    for (let megabyte = 0; megabyte < 200; megabyte += 1) {
      if (!server.child.stdin.write(Buffer.alloc(1_000_000, 0x78))) {
        await new Promise((resolve) => server.child.stdin.once("drain", resolve));
      }
      if (megabyte % 20 === 0) most = Math.max(most, memoryOf(server));
    }
    await alive();
    expect(Math.max(most, memoryOf(server)) - early).to.be.at.most(MAX_GROWTH);
  });

  it("does not pile up answers for a client that does not read: 300 of 2 MB", async () => {
    const early = memoryOf(server);
    server.child.stdout.pause();
    const call = { jsonrpc: "2.0", method: "tools/call", params: { name: "gives_too_much", arguments: {} } };
    const ids = Array.from({ length: 300 }, (_, index) => `big${index}`);
    server.write(ids.map((id) => `${JSON.stringify({ ...call, id })}\n`).join(""));
    let most = 0;
    for (let look = 0; look < 10; look += 1) {
      await sleep(100);
      most = Math.max(most, memoryOf(server));
    }
    console.log(`    300 answers of 2 MB unread: grew by ${megabytes(most - early)}`);
    expect(most - early).to.be.at.most(2 * MAX_GROWTH);
    server.child.stdout.resume();
    for (const id of ids) {
      expect((await server.answerTo(id)).result?.isError).to.equal(undefined);
      server.messages.splice(0);
    }
  });

  it("answers each of 10,000 requests of a client that reads only then", async () => {
    const early = memoryOf(server);
    server.child.stdout.pause();
    const call = { jsonrpc: "2.0", method: "tools/call", params: { name: "echo", arguments: { text: "x" } } };
    const ids = Array.from({ length: 10_000 }, (_, index) => `unread${index}`);
    server.write(ids.map((id) => `${JSON.stringify({ ...call, id })}\n`).join(""));
    await sleep(500);
    expect(memoryOf(server) - early).to.be.at.most(MAX_GROWTH);
    server.child.stdout.resume();
    await server.answerTo("unread9999");
    expect(server.messages.map(({ id }) => id)).to.have.members(ids);
    expect(server.messages.filter(({ error }) => error !== undefined)).to.deep.equal([]);
    server.messages.splice(0);
  });
});
