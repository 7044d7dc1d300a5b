/** The file service: what a root admits, what a capability does, and what neither ever touches. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostFiles } from "@portcullis/core";
import { type OpenDirectory, type Refused, type RootedPath, StartRefusal } from "@portcullis/plugin-api";
import { expect } from "chai";

const onLinux = process.platform === "linux";
const openDescriptors = () => readdirSync("/proc/self/fd").length;

let top: string;
let at: string;
let files: HostFiles;

/** A tree of its own for each test of a `describe`. */
function inATree(proof?: HostFiles["proof"]): void {
  beforeEach(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-files-")));
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
}

type Rules = { symlinks?: "deny" | "inside"; mustExist?: boolean };
const locate = (relative: string, { symlinks = "deny", ...rules }: Rules = {}) =>
  files.root(at).locate(relative, { symlinks, ...rules });

/** What came of it, in a word or a path. */
const outcome = (relative: string, rules?: Rules): RootedPath["kind"] | Refused => {
  const located = locate(relative, rules);
  return located.kind === "found" ? located.path.kind : located.why;
};

const found = (relative: string, rules?: Rules): RootedPath => {
  const located = locate(relative, rules);
  if (located.kind === "refused") throw new Error(`${relative}: ${located.why}`);
  return located.path;
};

const rejection = (promise: Promise<unknown>): Promise<Record<"code" | "relative" | "errno" | "message", unknown>> =>
  promise.then(
    () => expect.fail("it did not reject"),
    (error) => error,
  );

for (const proof of ["descriptor", "best-effort"] as const) {
  describe(`files, proved by ${proof}`, () => {
    before(function () {
      if (proof === "descriptor" && !onLinux) this.skip();
    });
    inATree(proof);

    it("finds files and directories, and the root itself", () => {
      expect(found("src/a.ts")).to.include({ relative: "src/a.ts", kind: "file", rootIndex: 0 });
      expect(found("src")).to.include({ relative: "src", kind: "directory" });
      expect(found(".")).to.include({ relative: ".", kind: "directory" });
    });

    it("tells what is missing, a path through a file included", () => {
      expect(outcome("nope")).to.equal("missing");
      expect(outcome("nope/nor/this")).to.equal("missing");
      expect(outcome("src/a.ts/b")).to.equal("missing");
      expect(outcome("x".repeat(300))).to.equal("missing");
    });

    it("admits a missing path when it need not exist", () => {
      const path = found("src/new.ts", { mustExist: false });
      expect(path).to.include({ relative: "src/new.ts", kind: "missing" });
    });

    it("refuses dot-dot, empty names and NUL before any system call", () => {
      for (const relative of ["..", "src/../../outside/secret", "src//a.ts", "/etc/passwd", "", "a\0.ts"]) {
        expect(outcome(relative, { symlinks: "inside" }), JSON.stringify(relative)).to.equal("outside");
      }
    });

    it("takes any other name as it is", async () => {
      for (const name of ["..hidden", "...", "x (deleted)", "new\nline", "dots..", " ", "%2e%2e", "~", "e\u0301"]) {
        writeFileSync(join(at, name), name);
        expect(await found(name).readText()).to.equal(name);
      }
    });

    it("refuses every symbolic link when links are denied, wherever it leads", () => {
      symlinkSync("src/a.ts", join(at, "to-file"));
      symlinkSync("src", join(at, "to-directory"));
      symlinkSync("../outside/secret", join(at, "out"));
      symlinkSync("nothing", join(at, "dangling"));
      for (const link of ["to-file", "to-directory/a.ts", "out", "dangling"]) {
        expect(outcome(link), link).to.equal("symlink");
      }
    });

    it("follows links that stay inside, and names what they lead to", async () => {
      symlinkSync("src", join(at, "once"));
      symlinkSync("../once/a.ts", join(at, "src/twice"));
      symlinkSync(join(at, "src"), join(at, "absolute"));
      for (const path of ["once/a.ts", "src/twice", "once/twice", "absolute/twice"]) {
        const located = found(path, { symlinks: "inside" });
        expect(located.relative).to.equal("src/a.ts");
        expect(await located.readText()).to.equal("inside");
      }
    });

    it("says the same of a link that leads out, whether or not its target exists", () => {
      symlinkSync("../outside/secret", join(at, "to-something"));
      symlinkSync("../outside/nothing", join(at, "to-nothing"));
      symlinkSync(`${top}/root-evil`, join(at, "to-sibling"));
      symlinkSync("../outside", join(at, "to-directory"));
      for (const link of ["to-something", "to-nothing", "to-sibling", "to-directory/secret", "to-directory/nothing"]) {
        expect(outcome(link, { symlinks: "inside" }), link).to.equal("outside");
      }
    });

    it("gives up on links that lead in a circle", () => {
      symlinkSync("b", join(at, "a"));
      symlinkSync("a", join(at, "b"));
      expect(outcome("a", { symlinks: "inside" })).to.equal("symlink");
    });

    it("refuses a FIFO and a socket at once", async function () {
      if (process.platform === "win32") this.skip();
      execFileSync("mkfifo", [join(at, "fifo")]);
      const server = await listening(join(at, "socket"));
      try {
        expect(outcome("fifo")).to.equal("not-regular");
        expect(outcome("socket")).to.equal("not-regular");
        const read = first(found(".").walk(), (directory) => directory.read("fifo", 100));
        expect(read).to.deep.equal({ kind: "unreadable", code: "not-regular" });
        const others = (await found(".").entries()).filter(({ kind }) => kind === "other");
        expect(others.map(({ name }) => name)).to.deep.equal(["fifo", "socket"]);
      } finally {
        server.close();
      }
    });

    it("rejects with the path beneath the root, and never with an absolute one", async () => {
      const path = found("src/a.ts");
      unlinkSync(join(at, "src/a.ts"));
      const error = await rejection(path.read());
      expect(error).to.include({ code: "missing", relative: "src/a.ts", errno: "ENOENT" });
      expect(`${String(error.message)}${JSON.stringify(error)}`).not.to.match(/\/(proc|tmp)|portcullis-files/);
    });

    it("reads what stands there now, and refuses what was swapped for a link", async () => {
      const path = found("src/a.ts");
      writeFileSync(join(at, "src/a.ts"), "changed");
      expect(await path.readText()).to.equal("changed");
      renameSync(join(at, "src"), join(at, "moved"));
      symlinkSync(join(top, "outside"), join(at, "src"));
      writeFileSync(join(top, "outside/a.ts"), "secret");
      expect((await rejection(path.read())).code).to.equal("symlink");
      expect((await rejection(path.stat())).code).to.equal("symlink");
      expect(() => [...path.parents()])
        .to.throw()
        .with.property("code", "symlink");
    });

    it("refuses to read a directory, a list of a file, and more than was asked for", async () => {
      expect((await rejection(found("src").read())).errno).to.equal("EISDIR");
      expect((await rejection(found("src/a.ts").entries())).errno).to.equal("ENOTDIR");
      expect((await rejection(found("src/a.ts").read({ maxBytes: 5 }))).errno).to.equal("EFBIG");
      expect(await found("src/a.ts").read({ maxBytes: 6 })).to.deep.equal(Buffer.from("inside"));
    });

    it("tells size, kind and time", async () => {
      const { kind, size, modified } = await found("src/a.ts").stat();
      expect({ kind, size }).to.deep.equal({ kind: "file", size: 6 });
      expect(Math.abs(Date.now() - modified.getTime())).to.be.below(60_000);
    });

    it("lists by name, and walks in the order of whole paths", async () => {
      for (const name of ["b", "b-c", "B", "a"]) writeFileSync(join(at, "src/deep", name), "");
      mkdirSync(join(at, "src/deep/a-b"));
      mkdirSync(join(at, "src/deep/b+"));
      rmSync(join(at, "src/deep/b"));
      mkdirSync(join(at, "src/deep/b"));
      const listed = await found("src/deep").entries();
      expect(listed.map(({ name }) => name)).to.deep.equal(["B", "a", "a-b", "b", "b+", "b-c"]);
      // `b/` comes after `b+/` and `b-c`.
      const walked = first(found("src/deep").walk(), ({ entries }) => entries.map(({ name }) => name));
      expect(walked).to.deep.equal(["B", "a", "a-b", "b+", "b-c", "b"]);
    });

    it("walks each directory before those within it, and reads in each", () => {
      const seen = [...found(".").walk()].map(({ relative }) => relative);
      expect(seen).to.deep.equal([".", "src", "src/deep"]);
      expect(first(found("src").walk(), (directory) => textOf(directory, "a.ts"))).to.equal("inside");
    });

    it("goes only where the consumer sends it", () => {
      const seen: string[] = [];
      for (const directory of found(".").walk()) {
        seen.push(directory.relative);
        directory.descend = directory.entries.filter(({ name }) => name === "src");
      }
      expect(seen).to.deep.equal([".", "src"]);
    });

    it("reads further below, step by step, and follows no link on the way", () => {
      symlinkSync("../outside/secret", join(at, "out"));
      symlinkSync("../outside", join(at, "out-dir"));
      const read = (name: string) => first(found(".").walk(), (directory) => textOf(directory, name));
      expect(read("src/a.ts")).to.equal("inside");
      for (const name of ["out", "out-dir/secret", "..", ".", "", "/etc/passwd", "../outside/secret", "src/../out"]) {
        expect(read(name), name).to.equal("outside");
      }
    });

    it("tells what it could not read, and why", () => {
      const read = (name: string) => first(found("src").walk(), (directory) => directory.read(name, 5));
      expect(read("a.ts")).to.deep.equal({ kind: "too-large", size: 6 });
      expect(read("nope")).to.deep.equal({ kind: "unreadable", code: "ENOENT" });
      expect(read("deep")).to.deep.equal({ kind: "unreadable", code: "not-regular" });
    });

    it("shows the directories above, outermost first: a file's own is the last", () => {
      const above = (path: string) => [...found(path).parents()].map(({ relative }) => relative);
      expect(above("src/a.ts")).to.deep.equal([".", "src"]);
      expect(above("src/deep")).to.deep.equal([".", "src", "src/deep"]);
      expect(above(".")).to.deep.equal(["."]);
    });

    it("leaves out a directory that vanished since it was listed, and tells of one that became a link", () => {
      mkdirSync(join(at, "src/gone"));
      mkdirSync(join(at, "src/swapped"));
      const seen: (string | undefined)[][] = [];
      for (const directory of found("src").walk()) {
        seen.push([directory.relative, directory.unreadable]);
        if (directory.relative !== "src") continue;
        rmSync(join(at, "src/gone"), { recursive: true });
        rmSync(join(at, "src/swapped"), { recursive: true });
        symlinkSync(join(top, "outside"), join(at, "src/swapped"));
      }
      expect(seen).to.deep.equal([
        ["src", undefined],
        ["src/deep", undefined],
        ["src/swapped", "symlink"],
      ]);
    });

    it("walks three hundred levels down and back", () => {
      mkdirSync(join(at, "d/".repeat(300)), { recursive: true });
      expect([...found("d").walk()].length).to.equal(300);
    });

    it("keeps the audit's file out of every root, whichever is named first", () => {
      const inside = join(at, "not/yet/audit.jsonl");
      const early = new HostFiles(proof);
      early.root(at);
      expect(() => early.keepOut(inside))
        .to.throw(StartRefusal)
        .with.property("code", "AUDIT_INSIDE_ROOTS");
      early.close();
      files.keepOut(inside);
      expect(() => files.root(at))
        .to.throw(StartRefusal)
        .with.property("code", "AUDIT_INSIDE_ROOTS");
    });

    it("compares real paths when it keeps a file out", () => {
      symlinkSync(at, join(top, "link"));
      files.keepOut(join(top, "link/audit.jsonl"));
      expect(() => files.root(at))
        .to.throw(StartRefusal)
        .with.property("code", "AUDIT_INSIDE_ROOTS");
      files.keepOut(join(top, "root-audit.jsonl"));
      expect(files.root(join(top, "outside")).directory).to.match(/outside$/);
    });

    it("refuses a root that is missing or no directory", () => {
      for (const directory of [join(at, "nope"), join(at, "src/a.ts")]) {
        expect(() => files.root(directory))
          .to.throw(StartRefusal)
          .with.property("code", "ROOT_UNUSABLE");
      }
    });

    it("tells roots apart by the index that it was given", () => {
      const located = files.root(join(top, "outside"), 3).locate("secret", { symlinks: "deny" });
      expect(located.kind === "found" && located.path.rootIndex).to.equal(3);
    });
  });
}

describe("files on Linux", () => {
  before(function () {
    if (!onLinux) this.skip();
  });
  inATree();

  it("are proved on the descriptor", () => {
    expect(files.proof).to.equal("descriptor");
  });

  it("hold one descriptor for a root, and none for a capability", async () => {
    const before = openDescriptors();
    const paths = Array.from({ length: 1_000 }, () => found("src/a.ts"));
    files.root(`${at}/.`);
    expect(openDescriptors()).to.equal(before + 1);
    await Promise.all(paths.map((path) => path.read()));
    locate("nope");
    locate("src/a.ts/b");
    await rejection(found("src").read());
    expect(openDescriptors()).to.equal(before + 1);
  });

  it("close what a walk holds, however it is left", () => {
    const path = found(".");
    const before = openDescriptors();
    for (const directory of path.walk()) if (directory.relative === "src") break;
    expect(openDescriptors()).to.equal(before);
    expect(() => {
      for (const directory of path.walk()) if (directory.relative === "src/deep") throw new Error("left");
    }).to.throw("left");
    for (const _ of found("src/deep").parents()) break;
    expect(openDescriptors()).to.equal(before);
  });

  it("hold one descriptor for each level of a walk", () => {
    for (let sibling = 0; sibling < 50; sibling++) mkdirSync(join(at, `src/${sibling}`));
    const path = found(".");
    const before = openDescriptors();
    let most = 0;
    for (const _ of path.walk()) most = Math.max(most, openDescriptors() - before);
    expect(most).to.equal(3);
  });

  it("refuse what is done with a directory after its walk has left it", () => {
    const [root] = found(".").walk();
    // Its number belongs to somebody else by now.
    const other = openSync(join(top, "outside"), "r");
    try {
      expect(root?.read("secret", 100)).to.deep.equal({ kind: "unreadable", code: "EBADF" });
    } finally {
      closeSync(other);
    }
  });

  it("end every capability when they are closed", async () => {
    const path = found("src/a.ts");
    files.close();
    const other = openSync(join(top, "outside"), "r");
    try {
      expect((await rejection(path.read())).errno).to.equal("EBADF");
    } finally {
      closeSync(other);
    }
  });

  it("refuse what lies on another device, and links into /proc", () => {
    at = "/";
    expect(outcome("proc/version")).to.equal("outside");
    at = join(top, "root");
    symlinkSync("/proc/self/root", join(at, "process"));
    symlinkSync(`/proc/${process.pid}/root${at}`, join(at, "itself"));
    for (const symlinks of ["deny", "inside"] as const) {
      const refused = symlinks === "deny" ? "symlink" : "outside";
      expect(outcome("process/etc/passwd", { symlinks })).to.equal(refused);
      expect(outcome("itself/src/a.ts", { symlinks })).to.equal(refused);
    }
  });

  it("refuse a device node without opening it", function () {
    try {
      execFileSync("mknod", [join(at, "zero"), "c", "1", "5"], { stdio: "ignore" });
    } catch {
      console.warn("    SKIPPED: this user may not make device nodes");
      this.skip();
    }
    expect(outcome("zero")).to.equal("not-regular");
    const read = first(found(".").walk(), (directory) => directory.read("zero", 10));
    expect(read).to.deep.equal({ kind: "unreadable", code: "not-regular" });
  });

  it("read to the end when the size lies", async () => {
    at = "/proc/self";
    const status = found("status");
    expect((await status.stat()).size).to.equal(0);
    expect(await status.readText()).to.match(/^Name:[\s\S]*nonvoluntary_ctxt_switches:\s+\d+\n$/);
    expect((await rejection(status.read({ maxBytes: 100 }))).errno).to.equal("EFBIG");
    first(found(".").walk(), (directory) => {
      expect(textOf(directory, "status")).to.match(/^Name:/);
      expect(directory.read("status", 100)).to.deep.equal({ kind: "too-large", size: 101 });
    });
  });

  it("read files larger than the walk's memory, one after another", () => {
    const large = Buffer.alloc(300_000, "x");
    writeFileSync(join(at, "large"), large);
    first(found(".").walk(), (directory) => {
      const read = directory.read("large", 1_000_000);
      expect(read.kind === "bytes" && read.bytes.equals(large)).to.equal(true);
      truncateSync(join(at, "large"), 3);
      expect(textOf(directory, "large")).to.equal("xxx");
    });
  });

  it("list names that are no UTF-8, and cannot read them", async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${at}/src/deep/bad-`), Buffer.from([0xff])]), "x");
    expect(await found("src/deep").entries()).to.deep.equal([{ name: "bad-\ufffd", kind: "file" }]);
    const read = first(found("src/deep").walk(), (directory) => directory.read("bad-\ufffd", 10));
    expect(read).to.deep.equal({ kind: "unreadable", code: "ENOENT" });
  });

  it("tell what they may not read", async () => {
    const root = process.geteuid?.() === 0;
    if (root) for (const directory of [top, at, join(at, "src")]) chmodSync(directory, 0o755);
    chmodSync(join(at, "src/a.ts"), 0o000);
    chmodSync(join(at, "src/deep"), 0o000);
    mkdirSync(join(at, "src/listed/below"), { recursive: true });
    chmodSync(join(at, "src/listed"), 0o444);
    if (root) process.seteuid?.(65_534);
    try {
      expect(outcome("src/a.ts")).to.equal("unreadable");
      expect(outcome("src/deep")).to.equal("unreadable");
      expect(outcome("src/deep/x")).to.equal("unreadable");
      expect(() => files.root(join(at, "src/deep")))
        .to.throw(StartRefusal)
        .with.property("code", "ROOT_UNUSABLE");
      const seen = [...found("src").walk()].map((directory) => [directory.relative, directory.unreadable]);
      expect(seen).to.deep.equal([
        ["src", undefined],
        ["src/deep", "EACCES"],
        ["src/listed", undefined],
        ["src/listed/below", "EACCES"],
      ]);
    } finally {
      if (root) process.seteuid?.(0);
      chmodSync(join(at, "src/deep"), 0o755);
      chmodSync(join(at, "src/listed"), 0o755);
    }
  });
});

const textOf = (directory: OpenDirectory, name: string): string => {
  const read = directory.read(name, 1_000_000);
  return read.kind === "bytes" ? read.bytes.toString("utf8") : read.kind;
};

/** Visits the first directory of a walk, while it is open. */
function first<T>(directories: Iterable<OpenDirectory>, visit: (directory: OpenDirectory) => T): T {
  for (const directory of directories) return visit(directory);
  throw new Error("nothing was walked");
}

const listening = (socket: string): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(socket, () => resolve(server));
  });
