import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Decision } from "@portcullis/plugin-api";
import auditLog from "@portcullis/policy-audit-log";
import { testPolicy } from "@portcullis/testing";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { chainOf } from "./chain.js";
import { type AuditServer, calling, runCall, server, startAudit } from "./server.js";

testPolicy(auditLog, {
  codesAtSettle: ["AUDIT_UNAVAILABLE"],
  refuse: [
    { name: "no file", with: {} },
    { name: "a file that is relative to nobody knows what", with: { file: "audit.jsonl" } },
    { name: "a file that cannot be made", with: { file: "/dev/null/audit.jsonl" }, code: "AUDIT_UNUSABLE" },
    {
      name: "a checkpoint key that is not there",
      with: { file: "/tmp/audit.jsonl", checkpointKey: "/dev/null/key.pem" },
      code: "AUDIT_KEY_UNUSABLE",
    },
    { name: "a digest key that can be guessed", with: { file: "/tmp/audit.jsonl", digestKey: "hunter2" } },
    { name: "an option that it does not know", with: { file: "/tmp/audit.jsonl", colour: "red" } },
  ],
});

describe("audit-log: its file", () => {
  let folder: string;
  let file: string;
  const open: AuditServer[] = [];
  const start = (options: Omit<Parameters<typeof startAudit>[0], "file"> = {}) => {
    const server = startAudit({ file, ...options });
    open.push(server);
    return server;
  };
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "portcullis-audit-"));
    file = join(folder, "state", "audit.jsonl");
  });
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close();
    rmSync(folder, { recursive: true });
  });

  it("holds a start and an end of each of 1,000 calls, 32 at a time, in one chain", async () => {
    const server = start();
    const ids = Array.from({ length: 1000 }, (_, index) => `c${index}`);
    for (let from = 0; from < ids.length; from += 32) {
      const batch = ids.slice(from, from + 32).map((id) => calling(id));
      for (const call of batch) await server.policy.started?.(call);
      for (const call of batch.toReversed()) await server.policy.settled?.({ kind: "done" }, call, []);
    }
    await server.close();
    const records = chainOf(file);
    const callsOf = (event: string) => records.filter((record) => record.event === event).map(({ call }) => call);
    expect(callsOf("call.start")).to.deep.equal(ids);
    expect(callsOf("call.end").toSorted()).to.deep.equal(ids.toSorted());
    expect(records).to.have.length(2002);
  });

  it("says who called what, what it came to, by whose decision, and in what time", async () => {
    const audit = start();
    const at = "portcullis.yaml:7:9";
    const trail: Decision[] = [
      { policy: "regex", phase: "admit", verdict: "pass", ms: 0.01234 },
      { policy: "roots", phase: "admit", verdict: "deny", code: "OUTSIDE_ROOTS", at, ms: 0.2 },
      { policy: "sanitizer", phase: "after", verdict: "rewrite", counts: { known: 2, jwt: 1 }, ms: 0.1 },
      { policy: "another", phase: "after", verdict: "rewrite", counts: { known: 1 }, ms: 0.1 },
    ];
    const outcome = { kind: "denied", policy: "roots", code: "OUTSIDE_ROOTS", reason: "outside" } as const;
    runCall(audit, calling("c1", { keyword: "x", root_paths: ["/etc"] }), outcome, trail);
    await audit.close();
    const common = { v: 1, time: "2026-11-21T10:30:00.007Z", boot: "boot-1" };
    const call = { call: "c1", principal: "local", tool: "keyword_search" };
    const withoutHashes = (key: string, value: unknown) => (key === "prev" || key === "digest" ? undefined : value);
    expect(JSON.parse(JSON.stringify(chainOf(file), withoutHashes))).to.deep.equal([
      { ...server, ...common, seq: 1, event: "server.start", pid: process.pid },
      { ...common, seq: 2, event: "call.start", ...call, args: { names: ["keyword", "root_paths"], bytes: 37 } },
      {
        ...common,
        seq: 3,
        event: "call.end",
        ...call,
        outcome: "denied",
        code: "OUTSIDE_ROOTS",
        policy: "roots",
        policySet: "bbbbbbbbbbbb",
        at,
        counts: { known: 3, jwt: 1 },
        trail: [
          { policy: "regex", phase: "admit", verdict: "pass", ms: 0.012 },
          { policy: "roots", phase: "admit", verdict: "deny", code: "OUTSIDE_ROOTS", ms: 0.2 },
          { policy: "sanitizer", phase: "after", verdict: "rewrite", counts: { known: 2, jwt: 1 }, ms: 0.1 },
          { policy: "another", phase: "after", verdict: "rewrite", counts: { known: 1 }, ms: 0.1 },
        ],
        ms: 1.5,
      },
      { ...common, seq: 4, event: "server.stop" },
    ]);
  });

  it("holds no values of arguments, reasons or errors", () => {
    const server = start();
    const error = new Error("hunter2");
    const outcome = { kind: "failed", code: "TOOL_FAILED", reason: "hunter2", error } as const;
    runCall(server, calling("c1", { password: "hunter2" }), outcome);
    expect(readFileSync(file, "utf8")).to.include('"password"').and.not.include("hunter2");
  });

  it("keeps its lines short whatever a caller sends", () => {
    const server = start();
    const names = Array.from({ length: 1000 }, (_, index) => `${index}`.padEnd(1000, "n"));
    runCall(server, calling("c1", Object.fromEntries(names.map((name) => [name, 0])), "t".repeat(100_000)));
    const [, record] = chainOf(file);
    expect(record?.tool).to.equal(`${"t".repeat(127)}…`);
    for (const line of readFileSync(file, "utf8").split("\n")) expect(line.length).to.be.below(16_384);
  });

  it("records a call whose arguments are too deep to be written", () => {
    let deep: unknown = [];
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(runCall(start({ level: "request" }), calling("c1", { deep }))).to.deep.equal({
      started: "ok",
      settled: "ok",
    });
    expect(chainOf(file)[1]?.args).to.deep.equal({ names: ["deep"], bytes: null });
  });

  it("cannot be forged by a tool's name with a line end in it", async () => {
    const server = start();
    runCall(server, calling("c1", {}, 'x"}\n{"v":1'));
    await server.close();
    expect(chainOf(file)).to.have.length(4);
  });

  it("is its owner's alone, and so is the folder that is made for it", () => {
    start();
    expect([modeOf(file), modeOf(join(folder, "state"))]).to.deep.equal(["600", "700"]);
  });

  it("becomes its owner's alone when it was not", () => {
    mkdirSync(join(folder, "state"));
    writeFileSync(file, "", { mode: 0o644 });
    start();
    expect(modeOf(file)).to.equal("600");
  });

  it("is kept out of the roots", () => {
    expect(start().keptOut).to.deep.equal([file]);
  });

  it("goes on with its chain in the next run", async () => {
    for (const id of ["c1", "c2"]) {
      const server = start();
      runCall(server, calling(id));
      await server.close();
    }
    const events = ["server.start", "call.start", "call.end", "server.stop"];
    expect(chainOf(file).map(({ event }) => event)).to.deep.equal([...events, ...events]);
  });

  for (const [name, cut] of [
    ["in the middle of a line", 40],
    ["before its newline", 1],
  ] as const) {
    it(`is mended, and says so, when its writer died ${name}`, async () => {
      await start().close();
      const whole = readFileSync(file);
      const torn = whole.subarray(0, whole.length - cut);
      writeFileSync(file, torn);
      const dropped = torn.length - (torn.lastIndexOf("\n") + 1);
      const server = start();
      await server.close();
      const records = chainOf(file);
      expect(records.map(({ event }) => event)).to.deep.equal([
        "server.start",
        "server.start",
        "chain.repaired",
        "server.stop",
      ]);
      expect(records[2]).to.include({ dropped });
      expect(records[2]?.sha256).to.match(/^[0-9a-f]{64}$/);
      expect(server.logged).to.include("warn: the audit file ended in a torn line, which was cut off");
    });
  }

  it("is mended when its writer died in the first line", async () => {
    mkdirSync(join(folder, "state"));
    writeFileSync(file, '{"v":1,"seq":1,"ti');
    await start().close();
    expect(chainOf(file).map(({ event }) => event)).to.deep.equal(["server.start", "chain.repaired", "server.stop"]);
  });

  for (const [name, content] of [
    ["notes", "buy milk\n"],
    ["one line without an end", "#!/bin/sh"],
    ["JSON lines that are no records", '{"level":"info"}\n'],
    ["an empty line", "\n"],
    ["3 MB without a line end", "x".repeat(3 << 20)],
  ] as const) {
    it(`is not made of ${name}: the start is refused and the file stays as it is`, () => {
      mkdirSync(join(folder, "state"));
      writeFileSync(file, content);
      expect(() => start())
        .to.throw()
        .with.property("code", "AUDIT_UNUSABLE");
      expect(readFileSync(file, "utf8") === content).to.equal(true);
    });
  }

  it("is not reached through a link", () => {
    mkdirSync(join(folder, "state"));
    symlinkSync(join(folder, "elsewhere"), file);
    expect(() => start())
      .to.throw()
      .with.property("code", "AUDIT_UNUSABLE");
  });

  it("is not a folder", () => {
    mkdirSync(file, { recursive: true });
    expect(() => start())
      .to.throw()
      .with.property("code", "AUDIT_UNUSABLE");
  });

  it("has one writer: a second entry of the same server is refused", () => {
    start();
    expect(() => start())
      .to.throw()
      .with.property("code", "AUDIT_IN_USE");
  });

  it("takes no record after the end, and the call is denied", async () => {
    const server = start();
    await server.close();
    expect(runCall(server, calling("late")).started).to.equal("AUDIT_UNAVAILABLE");
    expect(chainOf(file).map(({ event }) => event)).to.deep.equal(["server.start", "server.stop"]);
  });

  it("takes two records in less than 100 µs", () => {
    const server = start();
    const trail = Array.from(
      { length: 8 },
      (): Decision => ({ policy: "roots", phase: "admit", verdict: "pass", ms: 0.01 }),
    );
    const call = calling("c1", { root_paths: ["src"], keyword: "needle" });
    const rounds = 20_000;
    const before = process.cpuUsage();
    for (let round = 0; round < rounds; round += 1) runCall(server, call, { kind: "done" }, trail);
    const { user, system } = process.cpuUsage(before);
    const each = (user + system) / rounds;
    console.log(`      ${each.toFixed(1)} µs of CPU`);
    expect(each).to.be.below(100);
  });
});
