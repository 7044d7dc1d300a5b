import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import fs, {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { chainOf } from "./chain.js";
import { type AuditServer, calling, runCall, startAudit } from "./server.js";

let folder: string;
let file: string;
const open: AuditServer[] = [];
const start = (options: Omit<Parameters<typeof startAudit>[0], "file"> = {}) => {
  const server = startAudit({ file, ...options });
  open.push(server);
  return server;
};
const linesOf = (name: string) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
const names = () => readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "portcullis-audit-"));
  file = join(folder, "audit.jsonl");
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
  rmSync(folder, { recursive: true });
});

describe("audit-log: rotation", () => {
  const fill = (server: AuditServer, calls = 1000) => {
    for (let number = 1; number <= calls; number += 1) runCall(server, calling(`c${number}`));
  };

  it("puts full files aside, loses no record, and lets the chain and the numbers go on", async () => {
    const server = start({ maxBytes: 65_536 });
    fill(server);
    await server.close();
    const files = names().map((name) => ({ name, lines: linesOf(name) }));
    expect(files.length).to.be.above(5);
    expect(files.map(({ name }) => name)).to.include.members([
      "audit.jsonl",
      "audit.20261121T103000.007Z.jsonl",
      "audit.20261121T103000.007Z-2.jsonl",
    ]);
    files.sort((a, b) => JSON.parse(a.lines[0] ?? "").seq - JSON.parse(b.lines[0] ?? "").seq);
    const records = files.flatMap(({ lines }) => lines);
    let prev = "0".repeat(64);
    for (const [index, line] of records.entries()) {
      expect(JSON.parse(line)).to.include({ seq: index + 1, prev });
      prev = sha256(line);
    }
    const firsts = files.slice(1).map(({ lines }) => JSON.parse(lines[0] ?? ""));
    for (const [index, first] of firsts.entries()) {
      expect(first).to.include({ event: "file.rotated", from: files[index]?.name });
    }
    expect(records.filter((line) => line.includes('"call.end"'))).to.have.length(1000);
    for (const { name } of files) expect(statSync(join(folder, name)).mode & 0o777).to.equal(0o600);
  });

  it("that fails denies the call, leaves the file as it is, and is tried anew", async function () {
    if (process.platform === "win32") this.skip();
    const server = start({ maxBytes: 65_536 });
    // What stands in the new file's way: a folder.
    mkdirSync(`${file}.next`);
    let denied = "ok";
    for (let number = 1; denied === "ok"; number += 1) denied = runCall(server, calling(`c${number}`)).started;
    expect(denied).to.equal("AUDIT_UNAVAILABLE");
    const lines = linesOf("audit.jsonl").length;
    expect(runCall(server, calling("again")).settled).to.equal("AUDIT_UNAVAILABLE");
    expect(linesOf("audit.jsonl")).to.have.length(lines);
    rmSync(`${file}.next`, { recursive: true });
    expect(runCall(server, calling("at last"))).to.deep.equal({ started: "ok", settled: "ok" });
    const [first, fault] = linesOf("audit.jsonl").map((line) => JSON.parse(line));
    expect(first).to.include({ event: "file.rotated", seq: lines + 1 });
    expect(fault).to.include({ event: "audit.fault" });
    await server.close();
  });

  it("never writes over a file that has the name already", async () => {
    writeFileSync(join(folder, "audit.20261121T103000.007Z.jsonl"), "somebody's");
    const server = start({ maxBytes: 65_536 });
    fill(server, 200);
    expect(linesOf("audit.20261121T103000.007Z.jsonl")).to.deep.equal(["somebody's"]);
    expect(names()).to.include("audit.20261121T103000.007Z-2.jsonl");
  });

  it("is finished by the next start when its process died in the midst of it", async () => {
    const server = start();
    runCall(server, calling("c1"));
    await server.close();
    const head = sha256(linesOf("audit.jsonl").at(-1) ?? "");
    renameSync(file, join(folder, "audit.aside.jsonl"));
    const first = {
      v: 1,
      seq: 5,
      time: "",
      boot: "boot-1",
      event: "file.rotated",
      from: "audit.aside.jsonl",
      prev: head,
    };
    writeFileSync(`${file}.next`, `${JSON.stringify(first)}\n`);
    await start().close();
    const [rotated, next] = linesOf("audit.jsonl").map((line) => JSON.parse(line));
    expect(rotated).to.deep.equal(first);
    expect(next).to.include({ seq: 6, prev: sha256(linesOf("audit.jsonl")[0] ?? "") });
  });
});

describe("audit-log: checkpoints", () => {
  const pair = generateKeyPairSync("ed25519");
  const publicKey = createPublicKey(pair.privateKey);
  const withKey = (): { checkpointKey: string } => {
    const checkpointKey = join(folder, "key.pem");
    writeFileSync(checkpointKey, pair.privateKey.export({ type: "pkcs8", format: "pem" }));
    return { checkpointKey };
  };

  it("come after every 1,000 records and at the end, and sign the line that they are without its signature", async () => {
    const server = start(withKey());
    for (let number = 1; number <= 1100; number += 1) runCall(server, calling(`c${number}`));
    await server.close();
    const lines = linesOf("audit.jsonl");
    const checkpoints = chainOf(file).filter(({ event }) => event === "checkpoint");
    expect(checkpoints.map(({ seq }) => seq)).to.deep.equal([1001, 2002, lines.length]);
    const id = sha256(publicKey.export({ type: "spki", format: "der" })).slice(0, 16);
    for (const { seq, key, signature } of checkpoints) {
      expect(key).to.equal(id);
      const text = lines[seq - 1]?.replace(`,"signature":"${signature}"`, "") ?? "";
      expect(verify(null, Buffer.from(text), publicKey, Buffer.from(String(signature), "base64"))).to.equal(true);
    }
  });

  it("come after 60 seconds when there are records that none vouches for, and only then", async () => {
    const events = () => chainOf(file).map(({ event }) => event);
    mock.timers.enable({ apis: ["setInterval"] });
    try {
      const server = start(withKey());
      mock.timers.tick(59_999);
      expect(events()).to.deep.equal(["server.start"]);
      mock.timers.tick(60_001);
      expect(events()).to.deep.equal(["server.start", "checkpoint"]);
      await server.close();
    } finally {
      mock.timers.reset();
    }
  });

  it("keep their key out of the roots", () => {
    const options = withKey();
    expect(start(options).keptOut).to.deep.equal([file, options.checkpointKey]);
  });

  it("need an Ed25519 key", () => {
    const checkpointKey = join(folder, "rsa.pem");
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    writeFileSync(checkpointKey, privateKey.export({ type: "pkcs8", format: "pem" }));
    expect(() => start({ checkpointKey }))
      .to.throw()
      .with.property("code", "AUDIT_KEY_UNUSABLE");
  });

  it("come when a file is put aside: each file vouches for itself", async () => {
    const server = start({ ...withKey(), maxBytes: 65_536 });
    for (let number = 1; number <= 200; number += 1) runCall(server, calling(`c${number}`));
    await server.close();
    expect(names().length).to.be.above(1);
    for (const name of names()) expect(JSON.parse(linesOf(name).at(-1) ?? "").event).to.equal("checkpoint");
  });
});

describe("audit-log: durability power", () => {
  const { fdatasync } = fs;
  /** Stands in for the system's call: counts, and fails when told to. */
  const disk = { flushes: 0, fails: false, written: 0 };
  beforeEach(() => {
    Object.assign(disk, { flushes: 0, fails: false });
    fs.fdatasync = Object.assign(
      (descriptor: number, done: (error: NodeJS.ErrnoException | null) => void) => {
        disk.flushes += 1;
        disk.written = linesOf("audit.jsonl").length;
        if (disk.fails) setImmediate(() => done(new Error("EIO")));
        else fdatasync(descriptor, done);
      },
      { __promisify__: fdatasync.__promisify__ },
    );
    syncBuiltinESMExports();
  });
  afterEach(() => {
    fs.fdatasync = fdatasync;
    syncBuiltinESMExports();
  });

  const settleAll = async (server: AuditServer, calls: number) => {
    const all = Array.from({ length: calls }, (_, index) => calling(`c${index}`));
    for (const call of all) await server.policy.started?.(call);
    return Promise.all(all.map((call) => server.policy.settled?.({ kind: "done" }, call, [])));
  };

  it("forces the records of all calls that settle together to the disk in one go, before they are answered", async () => {
    const server = start({ durability: "power" });
    expect(await settleAll(server, 50)).to.deep.equal(Array(50).fill(undefined));
    expect(disk).to.deep.equal({ flushes: 1, fails: false, written: 101 });
    await settleAll(server, 1);
    expect(disk.flushes).to.equal(2);
  });

  it("withholds the answers of all of them when the disk fails, and says afterwards how many", async () => {
    const server = start({ durability: "power" });
    disk.fails = true;
    const codes = (await settleAll(server, 50)).map((denial) => denial?.code);
    expect(codes).to.deep.equal(Array(50).fill("AUDIT_UNAVAILABLE"));
    disk.fails = false;
    expect(await settleAll(server, 1)).to.deep.equal([undefined]);
    const faults = chainOf(file).filter(({ event }) => event === "audit.fault");
    expect(faults.map(({ calls }) => calls)).to.deep.equal([50]);
  });

  it("waits for nothing when only the process's death is to be outlived", async () => {
    await settleAll(start(), 10);
    expect(disk.flushes).to.equal(0);
  });
});
