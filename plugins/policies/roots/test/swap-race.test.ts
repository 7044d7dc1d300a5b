/**
 * The race that a checked name loses: an attacker swaps a directory, or a file, for a link that leads out, as fast as
 * it can, while paths are admitted and read. A control that trusts names runs first: it must escape, or the attacker
 * proved nothing.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostFiles } from "@portcullis/core";
import type { DirectoryEntry, OpenDirectory, RootedPath } from "@portcullis/plugin-api";
import { expect } from "chai";
import { admitter } from "./admitter.js";

/** Puts a link in the place of `victim` and `victim` back again, for ever. */
const attacker = `
  const { renameSync, symlinkSync, unlinkSync } = require("node:fs");
  const [victim, outside] = process.argv.slice(1);
  process.send("ready");
  for (;;) {
    renameSync(victim, victim + ".away");
    symlinkSync(outside, victim);
    unlinkSync(victim);
    renameSync(victim + ".away", victim);
    // It stands for a while, of another length each time, so that both sides of a swap are met.
    for (let wait = Math.random() * 20_000; wait > 0; wait--);
  }
`;

/** Each race runs at least so long, and until it has met both sides of a swap so often. */
const raceMs = 2_000;
const met = 20;
/** On a busy machine the two may take long to meet. After this, they have not, and nothing is proved. */
const patienceMs = 20_000;

for (const swapped of ["directory", "file"] as const) {
  describe(`roots, while a ${swapped} is swapped for a link that leads out`, function () {
    this.timeout(patienceMs + 10_000);
    let top: string;
    let root: string;
    let files: HostFiles;
    let attack: ChildProcess | undefined;

    before(async function () {
      if (process.platform !== "linux") this.skip();
      top = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-race-")));
      root = join(top, "root");
      mkdirSync(join(root, "victim"), { recursive: true });
      mkdirSync(join(top, "outside"));
      writeFileSync(join(root, "victim/text"), "inside");
      writeFileSync(join(top, "outside/text"), "secret");
      writeFileSync(join(top, "outside/secret-name"), "secret");
      files = new HostFiles();
      const victim = swapped === "directory" ? "victim" : "victim/text";
      const outside = swapped === "directory" ? "outside" : "outside/text";
      attack = spawn(process.execPath, ["-e", attacker, join(root, victim), join(top, outside)], {
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      await once(attack, "message");
    });
    after(async () => {
      if (attack === undefined) return;
      attack.kill("SIGKILL");
      await once(attack, "exit");
      files.close();
      rmSync(top, { recursive: true, force: true });
    });

    it("a reader that trusts a checked name escapes", () => {
      const path = join(root, "victim/text");
      let attempts = 0;
      for (const end = Date.now() + patienceMs; Date.now() < end; ) {
        attempts++;
        try {
          const real = realpathSync.native(path);
          if (real.startsWith(`${root}/`) && readFileSync(path, "utf8") === "secret") return;
        } catch {
          // Nothing stood there at that moment.
        }
      }
      expect.fail(`it did not in ${attempts} attempts: this attacker proves nothing`);
    });

    for (const symlinks of ["deny", "inside"] as const) {
      it(`nothing escapes through a capability, links ${symlinks === "deny" ? "denied" : "followed inside"}`, async () => {
        const admit = await admitter({ allow: [root], symlinks }, files);
        const counts = { attempts: 0, admitted: 0, denied: 0, answered: 0, escapes: 0 };
        const start = Date.now();
        let kept: RootedPath | undefined;
        while (Date.now() < start + raceMs || Math.min(counts.admitted, counts.denied) < met) {
          if (Date.now() > start + patienceMs) expect.fail(`they hardly met: ${JSON.stringify(counts)}`);
          counts.attempts++;
          const verdict = await admit("victim/text");
          if (verdict.kind === "rewrite") {
            counts.admitted++;
            kept = verdict.value;
          } else {
            counts.denied++;
          }
          // One that was admitted earlier is as good as a new one: each use proves anew.
          if (kept === undefined) continue;
          const directory = files.root(root).locate("victim", { symlinks });
          for (const told of await everyUse(kept, directory.kind === "found" ? directory.path : undefined)) {
            counts.answered++;
            if (told.includes("secret")) counts.escapes++;
          }
        }
        console.log(`      ${JSON.stringify(counts)}`);
        expect(counts.escapes).to.equal(0);
      });
    }
  });
}

/** What each way to use a capability tells; those that are refused tell nothing. */
async function everyUse(file: RootedPath, directory: RootedPath | undefined): Promise<string[]> {
  const told = await Promise.allSettled([
    file.readText(),
    visit(file.parents()),
    directory?.entries().then(namesOf) ?? "",
    visit(directory?.walk() ?? []),
  ]);
  return told.flatMap((one) => (one.status === "fulfilled" && one.value !== "" ? [one.value] : []));
}

async function visit(directories: Iterable<OpenDirectory>): Promise<string> {
  let told = "";
  for (const directory of directories) {
    const read = directory.read("text", 100);
    told += namesOf(directory.entries) + (read.kind === "bytes" ? read.bytes.toString() : read.kind);
  }
  return told;
}

const namesOf = (entries: readonly DirectoryEntry[]): string => entries.map(({ name }) => name).join();
