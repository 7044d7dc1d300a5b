import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { chainOf } from "./chain.js";
import { type AuditProcess, startProcess } from "./processes.js";
import { startAudit } from "./server.js";

describe("audit-log: processes", () => {
  let folder: string;
  let file: string;
  const running: AuditProcess[] = [];
  const start = async (largest?: number) => {
    const server = await startProcess(file, largest);
    running.push(server);
    return server;
  };
  const kill = async (server: AuditProcess) => {
    running.splice(running.indexOf(server), 1);
    await server.end("SIGKILL");
  };
  const endsOf = (path: string) => chainOf(path).flatMap(({ event, call }) => (event === "call.end" ? [call] : []));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "portcullis-audit-"));
    file = join(folder, "audit.jsonl");
  });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.end("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  it("gives each of three servers at once a file of its own, and says so", async () => {
    const others = [await start(), await start()];
    const third = startAudit({ file });
    for (const server of others) await server.call(10);
    await third.close();
    const files = ["audit.jsonl", "audit.2.jsonl"].map((name) => join(folder, name));
    for (const path of files) expect(endsOf(path)).to.have.length(10);
    expect(chainOf(join(folder, "audit.3.jsonl"))).to.have.length(2);
    expect(third.logged).to.deep.equal(["info: another server writes the audit file; this one has its own"]);
  });

  it("gives the file back when a server ends, and leaves nothing beside it", async () => {
    const server = await start();
    running.splice(0);
    await server.end("stdin");
    const next = startAudit({ file });
    await next.close();
    expect(chainOf(file).map(({ event }) => event)).to.deep.equal([
      "server.start",
      "server.stop",
      "server.start",
      "server.stop",
    ]);
    expect(readdirSync(folder)).to.deep.equal(["audit.jsonl"]);
  });

  it("takes the file over from a server that was killed", async () => {
    const server = await start();
    await server.call(3);
    await kill(server);
    await startAudit({ file }).close();
    expect(
      chainOf(file)
        .slice(-2)
        .map(({ event }) => event),
    ).to.deep.equal(["server.start", "server.stop"]);
    expect(readdirSync(folder)).to.deep.equal(["audit.jsonl"]);
  });

  it("takes the file over when another server was killed while it did so", async () => {
    const server = await start();
    await kill(server);
    copyFileSync(`${file}.lock`, `${file}.lock.clearing`);
    await startAudit({ file }).close();
    expect(readdirSync(folder)).to.deep.equal(["audit.jsonl"]);
  });

  it("takes the file over when the killed server's id belongs to another process by now", async function () {
    if (process.platform !== "linux") this.skip();
    const server = await start();
    const lock = readFileSync(`${file}.lock`, "utf8");
    await kill(server);
    writeFileSync(`${file}.lock`, JSON.stringify({ ...JSON.parse(lock), pid: process.pid }));
    await startAudit({ file }).close();
    expect(readdirSync(folder)).to.deep.equal(["audit.jsonl"]);
  });

  for (const [name, change] of [
    ["of another machine", (lock: object) => JSON.stringify({ ...lock, where: "elsewhere" })],
    ["that it cannot read", () => "?"],
  ] as const) {
    it(`respects the lock ${name}`, async () => {
      const server = await start();
      const lock = JSON.parse(readFileSync(`${file}.lock`, "utf8"));
      await kill(server);
      writeFileSync(`${file}.lock`, change(lock));
      await startAudit({ file }).close();
      expect(readdirSync(folder).toSorted()).to.deep.equal(["audit.2.jsonl", "audit.jsonl", "audit.jsonl.lock"]);
    });
  }

  it("gives one file to one of eight servers that find a dead server's lock at once", async () => {
    await kill(await start());
    const servers = await Promise.all(Array.from({ length: 8 }, () => start()));
    await Promise.all(servers.map((server) => server.call(50)));
    const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
    expect(files).to.have.length(8);
    for (const name of files) expect(endsOf(join(folder, name))).to.have.length(50);
  });

  it("loses nothing that was answered when it is killed", async function () {
    this.timeout(600_000);
    const rounds = process.env.ATTACKS === "long" ? 100 : 10;
    let [acknowledged, milliseconds] = [0, 0];
    let missing = 0;
    for (let kills = 0; kills < rounds; kills += 1) {
      const server = await start();
      const began = performance.now();
      server.child.stdin.write("1000000\n");
      const answered: string[] = [];
      setTimeout(() => server.child.kill("SIGKILL"), 20 + 10 * (kills % 10));
      for (let line = await server.lines.next(); !line.done; line = await server.lines.next())
        answered.push(line.value);
      milliseconds += performance.now() - began;
      // The last line may have been cut short by the end of its writer.
      const ids = answered.filter((line) => line.endsWith(" ok ok")).map((line) => line.split(" ")[0]);
      running.splice(0);
      await startAudit({ file }).close();
      const recorded = new Set(endsOf(file));
      acknowledged += ids.length;
      missing += ids.filter((id) => !recorded.has(id)).length;
      rmSync(file);
    }
    const rate = Math.round((acknowledged / milliseconds) * 1000);
    console.log(`      ${rounds} kills, ${acknowledged} calls answered (${rate} a second), ${missing} missing`);
    expect(acknowledged).to.be.above(100);
    expect(missing).to.equal(0);
  });

  it("denies every call while the disk takes no more, and loses none that it answered", async function () {
    if (process.platform === "win32") this.skip();
    const server = await start(16);
    const answers = await server.call(100);
    const done = answers.indexOf(answers.find((answer) => answer !== "ok ok") ?? "");
    expect(done).to.be.within(5, 40);
    for (const answer of answers.slice(done)) expect(answer).to.include("AUDIT_UNAVAILABLE");
    expect(answers.at(-1)).to.equal("AUDIT_UNAVAILABLE AUDIT_UNAVAILABLE");
    // An end that is shorter than its start may still find room.
    expect(endsOf(file)).to.have.length(answers.filter((answer) => answer.endsWith(" ok")).length);
  });

  it("goes on when the disk takes records again, in one chain", async function () {
    const server = await start(16);
    await server.call(100);
    try {
      execFileSync("prlimit", ["--pid", `${server.child.pid}`, "--fsize=1000000:"], { stdio: "ignore" });
    } catch {
      console.log("      SKIPPED: prlimit, which would make room again, is not there");
      this.skip();
    }
    const before = endsOf(file).length;
    expect(await server.call(5)).to.deep.equal(Array(5).fill("ok ok"));
    expect(endsOf(file)).to.have.length(before + 5);
  });
});
