/**
 * What audit-log promises, attacked: files that are tampered with, servers that are killed under load, a disk that is
 * full. `ATTACKS=long` runs the long form.
 */
import { spawnSync } from "node:child_process";
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { verify } from "portcullis/dist/audit-verify.js";
import { calling, runCall, startAudit } from "../../plugins/policies/audit-log/test/server.js";
import { ServerProcess } from "../stdio/server-process.js";
import { batteries, fixture, Workspace } from "../stdio/workspace.js";

const isLong = process.env.ATTACKS === "long";
const TAMPERINGS = isLong ? 10_000 : 500;
const KILLS = isLong ? 100 : 3;

/** A random integer below a limit; the same ones in each run (mulberry32). */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

describe("attacks on the audit: tampering", function () {
  this.timeout(isLong ? 600_000 : 20_000);
  const workspace = new Workspace();
  const file = join(workspace.folder, "tampered.jsonl");
  const random = randomFrom(20261121);
  let lines: readonly string[];
  let publicKey: KeyObject;
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

  before(async () => {
    const pair = generateKeyPairSync("ed25519");
    publicKey = createPublicKey(pair.privateKey);
    const checkpointKey = workspace.write("key.pem", pair.privateKey.export({ type: "pkcs8", format: "pem" }));
    // Each run ends in a checkpoint: three of them.
    for (const run of ["a", "b", "c"]) {
      const server = startAudit({ file: workspace.auditFile, checkpointKey });
      for (let number = 1; number <= 20; number += 1) runCall(server, calling(`${run}-${number}`, { number }));
      await server.close();
    }
    lines = readFileSync(workspace.auditFile, "utf8").trimEnd().split("\n");
  });

  /** Writes the file anew, and says in which lines something is found. */
  const found = (content: readonly string[] | Buffer): number[] => {
    writeFileSync(file, Buffer.isBuffer(content) ? content : `${content.join("\n")}\n`);
    const report = verify([file], publicKey);
    return report.files.flatMap(({ findings }) => findings.map(({ line }) => line));
  };

  it("is not seen where there is none", () => {
    expect(lines).to.have.length(3 * 43);
    expect(found(lines)).to.deep.equal([]);
  });

  /** Each way changes the lines and says at which of them it must be found: at one of these at least. */
  const ways: Readonly<Record<string, () => { content: readonly string[] | Buffer; at: readonly number[] }>> = {
    "an edit of a byte": () => {
      const index = random(lines.length);
      const line = Buffer.from(lines[index] ?? "");
      const at = random(line.length);
      const byte = random(256);
      line[at] = byte === line[at] || byte === 0x0a ? (line[at] ?? 0) ^ 1 : byte;
      const parts = [lines.slice(0, index).join("\n"), line, lines.slice(index + 1).join("\n")].filter(
        (part) => part.length > 0,
      );
      return {
        content: Buffer.concat(parts.flatMap((part) => [Buffer.from(part), Buffer.from("\n")])),
        at: [index + 1],
      };
    },
    "a forged line": () => {
      const index = 1 + random(lines.length - 1);
      const { seq } = JSON.parse(lines[index] ?? "");
      const event = `{"v":1,"seq":${seq},"time":"2026-11-21T10:30:00.007Z","boot":"boot-1","event":"call.end"`;
      const forged = `${event},"call":"forged","prev":"${sha256(lines[index - 1] ?? "")}"}`;
      return { content: lines.toSpliced(index, 0, forged), at: [index + 1] };
    },
    "a copied line": () => {
      const index = random(lines.length - 1);
      const from = random(lines.length);
      // Of two that are the same and stand side by side, either one is the copy.
      const at = from === index - 1 ? [index, index + 1] : [index + 1, index + 2];
      return {
        content: lines.toSpliced(index, 0, lines[from] ?? ""),
        at: from === index || from === index - 1 ? at : [index + 1],
      };
    },
    "a deletion": () => {
      const index = random(lines.length - 1);
      return { content: lines.toSpliced(index, 1), at: [index + 1] };
    },
    "a swap": () => {
      const one = random(lines.length);
      const other = (one + 1 + random(lines.length - 1)) % lines.length;
      const content = lines.with(one, lines[other] ?? "").with(other, lines[one] ?? "");
      return { content, at: [one + 1, other + 1] };
    },
    "a cut before a checkpoint": () => {
      const checkpoint = 43 * (1 + random(3)) - 1;
      const from = Math.max(0, checkpoint - 1 - random(40));
      return { content: lines.toSpliced(from, checkpoint - from), at: [from + 1] };
    },
  };

  for (const [name, way] of Object.entries(ways)) {
    it(`is found: ${name}`, () => {
      const attempts = Math.ceil(TAMPERINGS / Object.keys(ways).length);
      let unseen = 0;
      const elsewhere: string[] = [];
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const { content, at } = way();
        const lines = found(content);
        if (lines.length === 0) unseen += 1;
        if (!at.some((line) => lines.includes(line))) elsewhere.push(`at ${at.join()}, found at ${lines.join()}`);
      }
      console.log(`      ${attempts} attempts, ${unseen} unseen, ${elsewhere.length} found at another line`);
      expect(unseen).to.equal(0);
      expect(elsewhere).to.deep.equal([]);
    });
  }

  it("is found: a chain that is written anew without the key", () => {
    let prev = "0".repeat(64);
    const anew = lines.map((line) => {
      const written = line.replace('"keyword_search"', '"another_tool"').replace(/"prev":"\w+"/, `"prev":"${prev}"`);
      prev = sha256(written);
      return written;
    });
    writeFileSync(file, `${anew.join("\n")}\n`);
    expect(verify([file]).isSound, "without the key").to.equal(true);
    expect(found(anew)).to.deep.equal([43, 86, 129]);
  });
});

describe("attacks on the audit: kill -9 under load", function () {
  this.timeout(isLong ? 1_800_000 : 30_000);
  const random = randomFrom(9);

  for (const rate of [2000, 20_000]) {
    it(`loses no call that was answered, at ${rate} calls a second asked for`, async () => {
      const workspace = new Workspace();
      const manifest = workspace.manifest({
        plugins: [...batteries, fixture("polite-tools")],
        every: [{ use: "audit-log", with: { file: workspace.auditFile, level: "request" } }],
        tools: { echo: { policies: [], limits: { concurrency: 1000, queue: 100_000 } } },
      });
      let answered = 0;
      let missing = 0;
      let torn = 0;
      let under = 0;
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const server = await ServerProcess.started(
          ["--manifest", manifest, "--log", "silent"],
          workspace.environment(),
        );
        const began = performance.now();
        const until = began + 150 + random(250);
        for (let number = 0; performance.now() < until; ) {
          const due = Math.floor(((performance.now() - began) / 1000) * rate);
          let batch = "";
          for (; number < due; number += 1) {
            const params = { name: "echo", arguments: { text: `${kill}-${number}` } };
            batch += `${JSON.stringify({ jsonrpc: "2.0", id: `${kill}-${number}`, method: "tools/call", params })}\n`;
          }
          if (batch !== "") server.write(batch);
          await setTimeout(2);
        }
        server.child.kill("SIGKILL");
        under += performance.now() - began;
        await server.exit;
        const ids = server.messages.flatMap(({ id, result }) => (result?.content === undefined ? [] : [String(id)]));
        const { ended, isTorn } = endedIn(workspace.auditFile);
        answered += ids.length;
        missing += ids.filter((id) => !ended.has(id)).length;
        torn += isTorn ? 1 : 0;
        rmSync(workspace.auditFile);
      }
      const each = Math.round((answered / under) * 1000);
      console.log(
        `      ${KILLS} kills, ${answered} calls answered (${each} a second), ${torn} torn, ${missing} missing`,
      );
      expect(answered).to.be.above(100 * KILLS);
      expect(missing).to.equal(0);
    });
  }
});

/** The texts of the calls that have an end in a file whose writer was killed; its chain is checked up to a torn line. */
function endedIn(file: string): { readonly ended: ReadonlySet<string>; readonly isTorn: boolean } {
  const whole = readFileSync(file, "utf8").split("\n");
  const isTorn = whole.pop() !== "";
  const findings = verify([file]).files.flatMap((report) => report.findings);
  expect(findings).to.have.length(isTorn ? 1 : 0);
  const texts = new Map<string, string>();
  const ended = new Set<string>();
  for (const record of whole.map((line) => JSON.parse(line))) {
    if (record.event === "call.start") texts.set(record.call, record.args.values.text);
    if (record.event === "call.end") ended.add(texts.get(record.call) ?? "");
  }
  return { ended, isTorn };
}

describe("attacks on the audit: a full disk", function () {
  this.timeout(30_000);

  it("loses no call that was answered, denies the others, and says how many when there is room again", async function () {
    const workspace = new Workspace();
    const disk = join(workspace.folder, "disk");
    mkdirSync(disk);
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk]).status !== 0) {
      console.log("      SKIPPED: nothing may be mounted here; the audit-log's own tests fill a file by ulimit -f");
      this.skip();
    }
    try {
      const filler = join(disk, "filler");
      writeFileSync(filler, Buffer.alloc(100_000));
      const file = join(disk, "audit.jsonl");
      const manifest = workspace.manifest({
        plugins: [...batteries, fixture("polite-tools")],
        every: [{ use: "audit-log", with: { file, level: "request" } }],
        tools: { echo: { policies: [] } },
      });
      const server = await ServerProcess.started(["--manifest", manifest, "--log", "silent"], workspace.environment());
      const done: string[] = [];
      let denied = 0;
      const ask = async (text: string) => {
        const { isError, _meta } = await server.call("echo", { text });
        if (isError !== true) done.push(text);
        else if (_meta?.["portcullis/code"] === "AUDIT_UNAVAILABLE") denied += 1;
        return isError !== true;
      };
      for (let number = 0; number < 1000; number += 1) await ask(`full-${number}`);
      expect(await ask("while it is full")).to.equal(false);
      rmSync(filler);
      const deniedWhileFull = denied;
      expect(await ask("after that")).to.equal(true);
      await server.end();
      const { ended, isTorn } = endedIn(file);
      const lost = done.filter((text) => !ended.has(text)).length;
      console.log(`      1002 calls, ${done.length} answered, ${denied} denied, ${lost} lost`);
      expect([lost, isTorn, done.length + denied]).to.deep.equal([0, false, 1002]);
      const faults = workspace.audit(file).filter(({ event }) => event === "audit.fault");
      expect(faults.reduce((sum, { calls }) => sum + Number(calls), 0)).to.equal(deniedWhileFull);
    } finally {
      spawnSync("umount", [disk]);
    }
  });
});
