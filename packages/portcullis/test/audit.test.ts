import { spawn, spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { verify } from "portcullis/dist/audit-verify.js";
import { type AuditServer, calling, runCall, startAudit } from "../../../plugins/policies/audit-log/test/server.js";
import { portcullis } from "../../../test/repository.js";

let folder: string;
let file: string;
const run = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [portcullis, "audit", ...words], {
    encoding: "utf8",
    cwd: folder,
  });
  return { status, stdout, stderr };
};
const start = (options: Omit<Parameters<typeof startAudit>[0], "file"> = {}) => startAudit({ file, ...options });
const fill = (server: AuditServer, calls: number) => {
  for (let number = 1; number <= calls; number += 1) runCall(server, calling(`c${number}`));
};
const linesOf = (name = "audit.jsonl") => readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
const write = (lines: readonly string[], name = "audit.jsonl") =>
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "portcullis-audit-"));
  file = join(folder, "audit.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("portcullis audit verify", () => {
  const written = async () => {
    const server = start();
    fill(server, 5);
    await server.close();
    return linesOf();
  };

  it("ends with 0 on a file as it was written", async () => {
    await written();
    expect(run("verify", file)).to.deep.equal({ status: 0, stdout: `${file}: sound, 12 lines\n`, stderr: "" });
  });

  const tamperings: readonly (readonly [did: string, to: (lines: string[]) => string[], told: string])[] = [
    ["changed", (lines) => lines.with(4, (lines[4] ?? "").replace("call.end", "call.End")), "line 5 was changed"],
    ["changed in its hash", (lines) => lines.with(4, (lines[4] ?? "").replace(/.(?="}$)/, "x")), "line 5 was changed"],
    [
      "changed in its number",
      (lines) => lines.with(4, (lines[4] ?? "").replace('"seq":5', '"seq":50')),
      "line 5 was changed",
    ],
    ["made no record", (lines) => lines.with(4, "?"), "line 5 was changed"],
    ["removed", (lines) => lines.toSpliced(4, 3), "line 5 3 records were removed before it"],
    ["removed at the beginning", (lines) => lines.slice(2), "line 1 2 records were removed before it"],
    ["inserted", (lines) => lines.toSpliced(4, 0, lines[8] ?? ""), "line 5 was inserted"],
    [
      "moved",
      (lines) => [...lines.slice(0, 3), ...lines.slice(4, 9), lines[3] ?? "", ...lines.slice(9)],
      "line 9 was moved",
    ],
  ];
  for (const [did, to, told] of tamperings) {
    it(`finds the line when one was ${did}`, async () => {
      write(to(await written()));
      const { files, isSound } = verify([file]);
      expect(isSound).to.equal(false);
      const [finding, ...more] = files.flatMap(({ findings }) => findings);
      expect(`line ${finding?.line} ${finding?.what}`.slice(0, told.length)).to.equal(told);
      expect(more).to.deep.equal([]);
    });
  }

  it("ends with 1 and what was done to which line", async () => {
    const lines = await written();
    write(lines.toSpliced(7, 1));
    expect(run("verify", file)).to.deep.include({
      status: 1,
      stdout: `${file}: NOT SOUND, 11 lines\n  line 8 1 record was removed before it\n`,
    });
  });

  it("tells of a torn end, of an empty file, and of what is no audit", async () => {
    const lines = await written();
    writeFileSync(file, lines.join("\n").slice(0, -10));
    expect(run("verify", file).stdout).to.include("line 12 is torn");
    writeFileSync(file, "");
    expect(run("verify", file).stdout).to.include("the file is empty");
    write(["buy milk"]);
    expect(run("verify", file)).to.include({ status: 1 });
  });

  it("tells of calls that have no end, and does not count them as faults", () => {
    const server = start();
    void server.policy.started?.(calling("c1"));
    expect(run("verify", file)).to.deep.include({
      status: 0,
      stdout: `${file}: sound, 2 lines\n1 call has a start and no end: the server died, or they are at work\n`,
    });
    void server.close();
  });

  it("checks checkpoints with the public key, and wants one", async () => {
    const pair = generateKeyPairSync("ed25519");
    const keys = { own: pair.publicKey, other: generateKeyPairSync("ed25519").publicKey };
    for (const [name, key] of Object.entries(keys)) {
      writeFileSync(join(folder, `${name}.pem`), key.export({ type: "spki", format: "pem" }));
    }
    const checkpointKey = join(folder, "key.pem");
    writeFileSync(checkpointKey, pair.privateKey.export({ type: "pkcs8", format: "pem" }));
    const server = start({ checkpointKey });
    fill(server, 5);
    await server.close();
    const lines = linesOf();
    expect(run("verify", file, "--public-key", "own.pem").stdout).to.equal(
      `${file}: sound, 13 lines; checkpoints vouch for the first 13\n`,
    );
    expect(run("verify", file, "--public-key", "other.pem").stdout).to.include("line 13 was signed with another key");
    write([...lines.slice(0, 8), ...lines.slice(12)]);
    const cut = run("verify", file, "--public-key", "own.pem");
    expect(cut.stdout).to.include("line 9 4 records were cut off before this checkpoint");
    expect(cut.status).to.equal(1);
    write(lines.slice(0, 12));
    expect(run("verify", file, "--public-key", "own.pem").stdout).to.include("no checkpoint was signed");
    expect(run("verify", file, "--public-key", "audit.jsonl").status).to.equal(2);
  });

  it("still verifies what the first version wrote", () => {
    let prev = "0".repeat(64);
    const fields = [
      '"event":"server.start","name":"x","version":"0.1.0","pid":1',
      '"event":"call.start","call":"b-1","principal":"local","tool":"t","args":{"names":["a"],"bytes":7}',
      '"event":"call.end","call":"b-1","principal":"local","tool":"t","outcome":"done","trail":[],"ms":1.5',
      '"event":"server.stop"',
    ];
    const lines = fields.map((rest, index) => {
      const line = `{"v":1,"seq":${index + 1},"time":"2026-11-20T10:30:00.007Z","boot":"b",${rest},"prev":"${prev}"}`;
      prev = createHash("sha256").update(line).digest("hex");
      return line;
    });
    write(lines);
    expect(run("verify", file).status).to.equal(0);
    void start().close();
    expect(run("verify", file).stdout).to.equal(`${file}: sound, 6 lines\n`);
  });

  it("ends with 2 when the words are off", () => {
    expect(run("verify", "missing.jsonl")).to.include({ status: 2, stderr: "There is no file missing.jsonl.\n" });
    expect(run("verify").status).to.equal(2);
    expect(run("tail", "-n", "many", portcullis).status).to.equal(2);
  });

  describe("of several files", () => {
    let files: string[];
    beforeEach(async () => {
      const server = start({ maxBytes: 65_536 });
      fill(server, 400);
      await server.close();
      const seqOf = (name: string): number => JSON.parse(linesOf(name)[0] ?? "").seq;
      files = readdirSync(folder).sort((a, b) => seqOf(a) - seqOf(b));
      expect(files.length).to.be.above(3);
    });

    it("puts them in order, and finds one chain", () => {
      const { status, stdout } = run("verify", ...files.toReversed());
      expect(stdout.trimEnd().split("\n")).to.have.length(files.length);
      expect(stdout.split("\n").map((line) => line.split(":")[0])).to.deep.equal([...files, ""]);
      expect(status).to.equal(0);
    });

    it("says where the chain of the first one comes from, when that was not given", () => {
      const { status, stdout } = run("verify", ...files.slice(1));
      expect(stdout).to.include(`goes on with the chain of ${files[0]}, which was not given`);
      expect(status).to.equal(0);
    });

    it("finds a file that is missing between them", () => {
      const { status, stdout } = run("verify", ...files.toSpliced(1, 1));
      expect(stdout).to.include(`line 1 does not go on where ${files[1]} ends`);
      expect(status).to.equal(1);
    });

    it("finds an end that was cut off", () => {
      write(linesOf(files[0]).slice(0, -1), files[0]);
      const { status, stdout } = run("verify", ...files);
      expect(stdout).to.include(`line 1 does not go on where ${files[0]} ends`);
      expect(status).to.equal(1);
    });

    it("gives its findings as JSON", () => {
      write(linesOf(files[0]).slice(0, -1), files[0]);
      const report = JSON.parse(run("verify", "--json", ...files).stdout);
      expect(report).to.include({ isSound: false });
      expect(report.files[1].findings[0].line).to.equal(1);
    });
  });
});

describe("portcullis audit tail", () => {
  it("shows the last records, a line each, and nothing that a terminal would obey", async () => {
    const server = start();
    const outcome = { kind: "denied", policy: "roots", code: "OUTSIDE_ROOTS", reason: "outside" } as const;
    runCall(server, calling("c1", {}, "\u001b[2Jtool\u202e"), outcome);
    await server.close();
    expect(run("tail", file, "-n", "2").stdout).to.equal(
      "2026-11-21T10:30:00.007Z  call.end      c1  local  \\u{1b}[2Jtool\\u{202e}  denied  OUTSIDE_ROOTS  roots  1.5 ms\n" +
        "2026-11-21T10:30:00.007Z  server.stop   boot-1\n",
    );
    expect(run("tail", file, "-n", "1", "--json").stdout).to.equal(`${linesOf().at(-1)}\n`);
  });

  it("follows, also when the file is put aside", async function () {
    this.timeout(20_000);
    const server = start({ maxBytes: 65_536 });
    const child = spawn(process.execPath, [portcullis, "audit", "tail", "--follow", "--json", "-n", "0", file]);
    const shown: string[] = [];
    const all = new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        shown.push(line);
        if (line.includes('"server.stop"')) resolve();
      });
    });
    // Until it follows, what is written may count among the last records.
    for (let number = 0; shown.length === 0; number += 1) {
      runCall(server, calling(`before-${number}`));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const first = shown.length;
    for (let more = 0; more < 3; more += 1) {
      fill(server, 90);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await server.close();
    await all;
    child.kill("SIGKILL");
    await once(child, "exit");
    const seqs = shown.map((line): number => JSON.parse(line).seq);
    expect(seqs.length).to.be.above(first + 540);
    expect(seqs).to.deep.equal(seqs.map((_, index) => (seqs[0] ?? 0) + index));
    expect(readdirSync(folder).filter((name) => name.endsWith(".jsonl")).length).to.be.above(2);
  });
});

describe("portcullis audit stats", () => {
  it("counts calls, outcomes and denials, and shows the slowest calls and the times of each tool", async () => {
    const server = start();
    const denied = { kind: "denied", policy: "roots", code: "OUTSIDE_ROOTS", reason: "outside" } as const;
    for (const number of [1, 2, 3]) runCall(server, calling(`c${number}`, {}, "read_file"), denied);
    runCall(server, calling("c4"));
    await server.close();
    expect(run("stats", file).stdout).to.equal(
      [
        "calls",
        "  3  denied",
        "  1  done",
        "denials",
        "  3  roots OUTSIDE_ROOTS",
        "tools: calls, p50 and p95 in ms",
        "    1  1.5  1.5  keyword_search",
        "    3  1.5  1.5  read_file",
        "slowest, in ms",
        "  1.5  c1  read_file  denied",
        "  1.5  c2  read_file  denied",
        "  1.5  c3  read_file  denied",
        "  1.5  c4  keyword_search  done",
        "",
      ].join("\n"),
    );
  });
});
