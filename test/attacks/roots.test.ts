/**
 * Promise 1: nothing outside the roots is read, named, made or changed, whatever is swapped meanwhile. An attacker swaps
 * a directory, or a file, for a link that leads out while capabilities are asked for and used in every way. A control
 * that trusts a checked name runs first: it must escape, or the attacker proved nothing.
 *
 * `ATTACKS=long` makes 100,000 attempts against each attacker.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { HostFiles } from "@portcullis/core";
import type { DirectoryEntry, RootedPath, WritablePath } from "@portcullis/plugin-api";
import { expect } from "chai";
import { admitter, writingAdmitter } from "../../plugins/policies/roots/test/admitter.js";
import { type Attacker, attack } from "./swap.js";

const long = process.env.ATTACKS === "long";
const attempts = long ? 100_000 : 10_000;
/** Each side of a swap must be met so often, or the two hardly met and nothing is proved. */
const met = 20;
/** On a busy machine the control may take long to meet the attacker. */
const patienceMs = 20_000;

/** One way to use a path: what it told. The number tells attempts apart. */
type Reading = (path: RootedPath) => Promise<string>;
type Writing = (path: WritablePath, other: WritablePath) => Promise<void>;

const namesOf = (entries: readonly DirectoryEntry[]): string => entries.map(({ name }) => name).join();

async function shown(path: RootedPath): Promise<string> {
  let told = "";
  for (const directory of path.walk()) {
    const read = directory.read("text", 100);
    told += namesOf(directory.entries) + (read.kind === "bytes" ? read.bytes.toString() : "");
  }
  return told;
}

async function above(path: RootedPath): Promise<string> {
  let told = "";
  for (const directory of path.parents()) told += namesOf(directory.entries);
  return told;
}

const readings: readonly (readonly [raw: string, use: Reading])[] = [
  ["victim/text", (path) => path.readText()],
  ["victim", async (path) => namesOf(await path.entries())],
  ["victim", shown],
  ["victim/text", above],
];

/** The second path is where the first is moved to. Of most names, the same stands outside, to be changed. */
const writings: readonly (readonly [raw: string, other: string, use: Writing])[] = [
  ["victim/text", "victim/text", (path) => path.write("inside", { overwrite: true })],
  ["victim/new", "victim/new", (path) => path.write("inside")],
  ["victim/new", "victim/text", (path, other) => path.rename(other)],
  ["victim/made", "victim/made", (path) => path.mkdir()],
  ["victim/made", "victim/folder", (path, other) => path.rename(other)],
  ["victim/folder", "victim/folder", (path) => path.remove()],
  ["victim/text", "victim/moved", (path, other) => path.rename(other)],
  ["victim/moved", "victim/text", (path, other) => path.rename(other)],
  ["victim/moved", "victim/moved", (path) => path.remove()],
];

for (const swapped of ["directory", "file"] as const) {
  describe(`while a ${swapped} is swapped for a link that leads out`, function () {
    this.timeout(long ? 1_800_000 : patienceMs + 60_000);
    let top: string;
    let root: string;
    let outside: string;
    let files: HostFiles;
    let attacker: Attacker | undefined;

    before(function () {
      if (process.platform !== "linux") this.skip();
      top = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-attack-")));
      root = join(top, "root");
      outside = join(top, "outside");
      mkdirSync(join(root, "victim/folder"), { recursive: true });
      mkdirSync(join(outside, "folder"), { recursive: true });
      writeFileSync(join(root, "victim/text"), "inside");
      for (const name of ["text", "moved", "secret-name"]) writeFileSync(join(outside, name), "secret");
      const [victim, leadsTo] = swapped === "directory" ? ["victim", outside] : ["victim/text", join(outside, "text")];
      symlinkSync(leadsTo, join(root, "link"));
      files = new HostFiles();
      attacker = attack(swapped, join(root, victim), join(root, "link"), leadsTo, top);
    });
    after(async () => {
      if (attacker === undefined) return;
      await attacker.stop();
      files.close();
      rmSync(top, { recursive: true, force: true });
    });

    it("who trusts a checked name reads outside, and writes there", () => {
      const path = join(root, "victim/text");
      const control = { attempts: 0, read: 0, written: 0 };
      for (const end = Date.now() + patienceMs; Date.now() < end && control.read * control.written === 0; ) {
        control.attempts++;
        try {
          if (realpathSync.native(path).startsWith(`${root}/`)) {
            if (readFileSync(path, "utf8") === "secret") control.read++;
          }
          if (realpathSync.native(dirname(path)).startsWith(`${root}/`)) writeFileSync(path, "naive");
          if (readFileSync(join(outside, "text"), "utf8") === "naive") control.written++;
          writeFileSync(join(outside, "text"), "secret");
        } catch {
          // Nothing stood there at that moment.
        }
      }
      console.log(`      the attacker in ${attacker?.language}, the control: ${JSON.stringify(control)}`);
      expect(control.read * control.written, "this attacker proves nothing").to.be.above(0);
    });

    it("nothing outside is read, named, made or changed through a capability", async () => {
      const counts = { attempts: 0, admitted: 0, denied: 0, done: 0, escapes: 0, changes: 0 };
      const kept = new Map<string, RootedPath>();
      const keptToWrite = new Map<string, WritablePath>();
      const admit = {
        deny: [await admitter({ allow: [root] }, files), await writingAdmitter({ allow: [root] }, files)],
        inside: [
          await admitter({ allow: [root], symlinks: "inside" }, files),
          await writingAdmitter({ allow: [root], symlinks: "inside" }, files),
        ],
      } as const;

      /** A capability: a new one, or an earlier one, which is as good. Each use proves anew. */
      const capability = async <P>(raw: string, ask: (raw: string) => Promise<Verdict<P>>, earlier: Map<string, P>) => {
        const verdict = await ask(raw);
        if (verdict.kind === "deny") counts.denied++;
        else {
          counts.admitted++;
          earlier.set(raw, verdict.value);
        }
        return earlier.get(raw);
      };

      let untouched = stateOf(outside);
      while (counts.attempts < attempts) {
        const [read, write] = admit[counts.attempts % 2 === 0 ? "deny" : "inside"];
        for (const [raw, use] of readings) {
          counts.attempts++;
          const path = await capability(raw, read, kept);
          const told = path && (await use(path).catch(() => ""));
          if (told) counts.done++;
          if (told?.includes("secret")) counts.escapes++;
        }
        for (const [raw, other, use] of writings) {
          counts.attempts++;
          const [from, to] = [await capability(raw, write, keptToWrite), await capability(other, write, keptToWrite)];
          if (from && to && (await use(from, to).then(isDone, isRefused))) counts.done++;
          const now = stateOf(outside);
          if (now !== untouched) counts.changes++;
          untouched = now;
        }
      }
      console.log(`      ${JSON.stringify(counts)}`);
      expect(counts.escapes).to.equal(0);
      expect(counts.changes).to.equal(0);
      expect(Math.min(counts.admitted, counts.denied, counts.done)).to.be.above(met);
    });
  });
}

type Verdict<P> = { readonly kind: "deny" } | { readonly kind: "rewrite"; readonly value: P };

const isDone = () => true;
const isRefused = () => false;

/** What a directory holds, and when it and each of its files changed last: what is made and removed again shows too. */
const stateOf = (directory: string): string =>
  [".", ...readdirSync(directory)]
    .map((name) => {
      const { ctimeNs, mtimeNs, size } = statSync(join(directory, name), { bigint: true });
      return `${name} ${ctimeNs} ${mtimeNs} ${size}`;
    })
    .join("\n");
