/** What a capability for writing changes, and what it leaves alone. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostFiles } from "@portcullis/core";
import type { WritablePath } from "@portcullis/plugin-api";
import { expect } from "chai";

for (const proof of ["descriptor", "best-effort"] as const) {
  describe(`a writable path, proved by ${proof}`, () => {
    let top: string;
    let at: string;
    let files: HostFiles;

    before(function () {
      if (proof === "descriptor" && process.platform !== "linux") this.skip();
    });
    beforeEach(() => {
      top = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-writable-")));
      at = join(top, "root");
      mkdirSync(join(at, "src/deep"), { recursive: true });
      mkdirSync(join(top, "outside"));
      writeFileSync(join(at, "src/a.ts"), "inside");
      writeFileSync(join(top, "outside/secret"), "secret");
      files = new HostFiles(proof);
    });
    afterEach(() => {
      files.close();
      rmSync(top, { recursive: true, force: true });
    });

    const writable = (relative: string, hardlinks: "deny" | "allow" = "deny"): WritablePath => {
      const rules = { symlinks: "deny", mustExist: false, hardlinks } as const;
      const located = files.root(at).locateWritable(relative, rules);
      if (located.kind === "refused") throw new Error(`${relative}: ${located.why}`);
      return located.path;
    };
    const text = (relative: string) => readFileSync(join(at, relative), "utf8");
    /** Why it was rejected: the system's word, or ours. */
    const refusal = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => expect.fail("it did not reject"),
        (error: { code: string; errno?: string; message: string }) => {
          expect(error.message).not.to.contain(top);
          return error.errno ?? error.code;
        },
      );

    it("makes a file, and reads it back", async () => {
      const path = writable("src/new.ts");
      await path.write("text");
      expect(await path.readText()).to.equal("text");
      await writable("src/bytes").write(Buffer.from([0, 255]));
      expect(readFileSync(join(at, "src/bytes"))).to.deep.equal(Buffer.from([0, 255]));
      expect(readdirSync(join(at, "src")).sort()).to.deep.equal(["a.ts", "bytes", "deep", "new.ts"]);
    });

    it("replaces a file only when told, and what has it open keeps the old one", async () => {
      const path = writable("src/a.ts");
      expect(await refusal(path.write("changed"))).to.equal("EEXIST");
      expect(text("src/a.ts")).to.equal("inside");
      const before = statSync(join(at, "src/a.ts")).ino;
      await path.write("changed", { overwrite: true });
      expect(text("src/a.ts")).to.equal("changed");
      expect(statSync(join(at, "src/a.ts")).ino).not.to.equal(before);
    });

    it("keeps a replaced file's mode, but not the bits that lend its owner's rights", async function () {
      if (process.platform === "win32") this.skip();
      for (const [mode, kept] of [
        [0o640, 0o640],
        [0o4755, 0o755],
      ] as const) {
        chmodSync(join(at, "src/a.ts"), mode);
        await writable("src/a.ts").write("changed", { overwrite: true });
        expect(statSync(join(at, "src/a.ts")).mode & 0o7777).to.equal(kept);
      }
    });

    it("shows the old text until the new is whole, and lets nobody read it who may not read the old", async () => {
      chmodSync(join(at, "src/a.ts"), 0o600);
      const writing = writable("src/a.ts").write("changed", { overwrite: true });
      // By now the text is on its way to the disk, under another name.
      const [unfinished = ""] = readdirSync(join(at, "src")).filter((name) => name.endsWith(".unfinished"));
      expect(text(`src/${unfinished}`)).to.equal("changed");
      if (process.platform !== "win32") expect(statSync(join(at, "src", unfinished)).mode & 0o777).to.equal(0o600);
      expect(text("src/a.ts")).to.equal("inside");
      await writing;
      expect(text("src/a.ts")).to.equal("changed");
    });

    it("leaves nothing behind when it cannot write", async () => {
      expect(await refusal(writable("src/deep").write("text", { overwrite: true }))).to.equal("EISDIR");
      expect(await refusal(writable("src/none/x").write("text"))).to.equal("ENOENT");
      expect(await refusal(writable("src/a.ts/x").write("text"))).to.be.oneOf(["ENOTDIR", "ENOENT"]);
      const late = writable("src/late.ts").write("text");
      // Made while the text is on its way to the disk.
      writeFileSync(join(at, "src/late.ts"), "theirs");
      expect(await refusal(late)).to.equal("EEXIST");
      expect(text("src/late.ts")).to.equal("theirs");
      expect(readdirSync(join(at, "src")).sort()).to.deep.equal(["a.ts", "deep", "late.ts"]);
    });

    it("makes a directory, where its parent is and nothing stands", async () => {
      await writable("src/made").mkdir();
      expect(statSync(join(at, "src/made")).isDirectory()).to.equal(true);
      expect(await refusal(writable("src/made").mkdir())).to.equal("EEXIST");
      expect(await refusal(writable("not/yet").mkdir())).to.equal("ENOENT");
    });

    it("moves files and directories, over a file too", async () => {
      writeFileSync(join(at, "src/b.ts"), "other");
      await writable("src/a.ts").rename(writable("src/b.ts"));
      expect(text("src/b.ts")).to.equal("inside");
      await writable("src/deep").rename(writable("deeper"));
      expect(readdirSync(at).sort()).to.deep.equal(["deeper", "src"]);
      expect(await refusal(writable("src/none").rename(writable("other")))).to.equal("ENOENT");
      expect(await refusal(writable("src").rename(writable("src/b.ts")))).to.be.oneOf(["ENOTDIR", "EINVAL"]);
    });

    it("moves from one root to another", async () => {
      mkdirSync(join(top, "second"));
      const there = files.root(join(top, "second"), 1).locateWritable("a.ts", { symlinks: "deny", mustExist: false });
      if (there.kind === "refused") expect.fail(there.why);
      await writable("src/a.ts").rename(there.path);
      expect(readFileSync(join(top, "second/a.ts"), "utf8")).to.equal("inside");
    });

    it("moves to nothing but a path that the host admitted", async () => {
      const forged = { ...writable("src/b.ts"), relative: "../outside/made" } as WritablePath;
      expect(await refusal(writable("src/a.ts").rename(forged))).to.equal("outside");
      expect(existsSync(join(top, "outside/made"))).to.equal(false);
    });

    it("removes a file and an empty directory, and nothing that is full", async () => {
      expect(await refusal(writable("src").remove())).to.equal("ENOTEMPTY");
      await writable("src/a.ts").remove();
      await writable("src/deep").remove();
      expect(readdirSync(join(at, "src"))).to.deep.equal([]);
      expect(await refusal(writable("src/a.ts").remove())).to.equal("ENOENT");
    });

    it("changes neither a link nor what it leads to, when one has taken its place", async () => {
      const path = writable("src/a.ts");
      const other = writable("src/b.ts");
      unlinkSync(join(at, "src/a.ts"));
      symlinkSync("../../outside/secret", join(at, "src/a.ts"));
      writeFileSync(join(at, "src/b.ts"), "other");
      const changes = [path.write("x", { overwrite: true }), path.write("x"), path.remove(), path.rename(other)];
      for (const change of [...changes, other.rename(path)]) {
        expect(await refusal(change)).to.be.oneOf(["symlink", "ELOOP", "ENOENT"]);
      }
      expect(await refusal(path.mkdir())).to.equal("EEXIST");
      expect(readFileSync(join(top, "outside/secret"), "utf8")).to.equal("secret");
      expect(readdirSync(join(at, "src")).sort()).to.deep.equal(["a.ts", "b.ts", "deep"]);
    });

    it("changes nothing through a directory that became a link", async () => {
      const paths = ["src/secret", "src/new"].map((one) => writable(one));
      renameSync(join(at, "src"), join(at, "moved"));
      symlinkSync(join(top, "outside"), join(at, "src"));
      for (const path of paths) {
        for (const change of [path.write("x", { overwrite: true }), path.mkdir(), path.remove()]) {
          expect(await refusal(change)).to.be.oneOf(["symlink", "ELOOP", "ENOTDIR"]);
        }
        expect(await refusal(path.rename(writable("x")))).to.be.oneOf(["symlink", "ELOOP", "ENOTDIR"]);
      }
      expect(readdirSync(join(top, "outside"))).to.deep.equal(["secret"]);
      expect(readFileSync(join(top, "outside/secret"), "utf8")).to.equal("secret");
    });

    it("changes neither a FIFO nor what would lie in one, at once", async function () {
      if (process.platform === "win32") this.skip();
      const paths = ["fifo", "fifo/x"].map((one) => writable(one));
      execFileSync("mkfifo", [join(at, "fifo")]);
      for (const path of paths) {
        for (const change of [path.write("x", { overwrite: true }), path.remove(), path.rename(writable("y"))]) {
          expect(await refusal(change)).to.be.oneOf(["not-regular", "ENOTDIR"]);
        }
      }
    });

    it("changes no file that has other names, unless it may", async () => {
      const path = writable("src/a.ts");
      const other = writable("src/b.ts");
      linkSync(join(at, "src/a.ts"), join(top, "outside/also"));
      expect(files.root(at).locateWritable("src/a.ts", { symlinks: "deny", hardlinks: "deny" })).to.deep.equal({
        kind: "refused",
        why: "hard-link",
      });
      const changes = [path.write("x", { overwrite: true }), path.remove(), path.rename(other), path.readText()];
      for (const change of changes) expect(await refusal(change)).to.equal("hard-link");
      await writable("src/a.ts", "allow").write("changed", { overwrite: true });
      expect(readFileSync(join(top, "outside/also"), "utf8")).to.equal("inside");
    });

    it("leaves the root itself where it is", async () => {
      const root = writable(".");
      const changes = [root.write("x", { overwrite: true }), root.mkdir(), root.remove(), root.rename(writable("x"))];
      for (const change of changes) expect(await refusal(change)).to.equal("outside");
    });

    it("changes nothing once the server has ended", async () => {
      const path = writable("src/a.ts");
      files.close();
      if (proof === "descriptor") expect(await refusal(path.remove())).to.equal("EBADF");
    });
  });
}
