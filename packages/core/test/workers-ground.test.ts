/** What a worker process sees of a root, on real processes: where it may stand, what it reads, what its watches tell. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostFiles, HostWorkers } from "@portcullis/core";
import type { FileStats, PathRules, RootedPath, WorkerPool } from "@portcullis/plugin-api";
import { expect } from "chai";
import type { Step } from "./step-worker.js";

const onLinux = process.platform === "linux";
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const { signal } = new AbortController();
const entry = new URL("./step-worker.js", import.meta.url);

let top: string;
let at: string;
let files: HostFiles;
let workers: HostWorkers;
let pool: WorkerPool<readonly Step[], unknown[], unknown>;

before(() => {
  workers = new HostWorkers({ TMPDIR: tmpdir() }, silent);
  pool = workers.pool(entry, { size: 1 });
});
after(() => workers.close());
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-ground-")));
  at = join(top, "root");
  mkdirSync(join(at, "src/deep"), { recursive: true });
  mkdirSync(join(top, "outside/deep"), { recursive: true });
  writeFileSync(join(at, "src/a.ts"), "inside");
  writeFileSync(join(at, "src/deep/b.ts"), "deeper");
  for (const name of ["a.ts", "deep/b.ts"]) writeFileSync(join(top, "outside", name), "secret");
  files = new HostFiles();
});
afterEach(() => {
  files.close();
  rmSync(top, { recursive: true, force: true });
});

const pathOf = (relative = ".", rules: Partial<PathRules> = {}, directory = at): RootedPath => {
  const located = files.root(directory).locate(relative, { symlinks: "deny", ...rules });
  if (located.kind === "refused") expect.fail(`${relative}: ${located.why}`);
  return located.path;
};

/** What came of the last step. */
const last = async (steps: readonly Step[], paths: readonly RootedPath[] = [pathOf()]) =>
  (await pool.run(0, steps, { paths, signal })).at(-1);
const enter = (directory: string, ground = 0): Step => ({ do: "enter", directory, ground });
const read = (directory: string, name: string, maxBytes = 1000): readonly Step[] => [
  enter(directory),
  { do: "read", name, maxBytes },
];
const refused = (why: string, errno?: string) => ({ kind: "refused", why, ...(errno && { errno }) });

describe("a worker's ground", () => {
  it("is the admitted path: its directories are entered, listed and read by their names", async () => {
    const path = pathOf("src/a.ts");
    const steps = [enter("src"), { do: "list" }, { do: "read", name: "a.ts" }, enter("."), { do: "list" }] as const;
    expect(await pool.run(0, steps, { paths: [path], signal })).to.deep.equal([
      "src",
      ["directory deep", "file a.ts"],
      "inside",
      ".",
      ["directory src"],
    ]);
  });

  it("tells what is to be known of a file's version", async () => {
    utimesSync(join(at, "src/a.ts"), 1_700_000_000, 1_700_000_000.25);
    const stats = (await last([enter("src"), { do: "stat", name: "a.ts" }])) as FileStats;
    expect(stats).to.include({ kind: "file", size: 6, nlink: 1, mtimeMs: 1_700_000_000_250 });
    expect(stats.ctimeMs).to.be.closeTo(Date.now(), 5000);
    expect(await last([enter("src"), { do: "stat", name: "deep" }])).to.include({ kind: "directory" });
    expect(await last([enter("src"), { do: "stat", name: "none" }])).to.deep.equal(refused("missing", "ENOENT"));
  });

  it("has the same root for every path of it, and another for another", async () => {
    const paths = [pathOf("src"), pathOf("src/deep"), pathOf(".", {}, join(top, "outside"))];
    const ids = (await last([{ do: "ids" }], paths)) as string[];
    expect(new Set(ids).size).to.equal(2);
    expect(ids[0]).to.equal(ids[1]);
    expect(await last([enter("src", 0), enter(".", 2), { do: "read", name: "a.ts" }], paths)).to.equal("secret");
  });

  it("reads no more than it is told to, and parts of the version that is known", async () => {
    expect(await last(read("src", "a.ts", 5))).to.deep.include({ kind: "too-large" });
    expect(await last(read("src", "a.ts", 6))).to.equal("inside");
    const part = { do: "read-part", name: "a.ts", offset: 2, length: 3 } as const;
    expect(await last([enter("src"), part])).to.equal("sid");
    expect(await last([enter("src"), { ...part, length: 100 }])).to.equal("side");
    const version = (await last([enter("src"), { do: "stat", name: "a.ts" }])) as FileStats;
    appendFileSync(join(at, "src/a.ts"), "!");
    expect(await last([enter("src"), { ...part, version }])).to.deep.include({ kind: "changed" });
  });

  it("refuses to use a directory that was left", async () => {
    const use = last([enter("src"), enter("src/deep"), { do: "list-left" }]);
    expect(await use.catch((error: Error) => error.message)).to.include("src was left");
  });

  it("ends at the top that its policies named", async () => {
    const paths = [pathOf("src/deep", { within: ["src"] })];
    expect(await last([enter("src"), { do: "list" }], paths)).to.deep.equal(["directory deep", "file a.ts"]);
    expect(await last([enter(".")], paths)).to.deep.equal(refused("outside"));
    expect(await last([enter("srcs")], paths)).to.deep.equal(refused("outside"));
  });

  for (const directory of ["..", "../outside", "src/..", "/etc", "", "src//deep", "src/.", "src\0"]) {
    it(`has no directory ${JSON.stringify(directory)}`, async () => {
      expect(await last([enter(directory)])).to.deep.equal(refused("outside"));
      expect(await last([enter("src"), enter(directory)])).to.deep.equal(refused("outside"));
    });
  }

  for (const name of ["..", ".", "", "deep/b.ts", "../../outside/a.ts", "/etc/passwd", "a.ts\0"]) {
    it(`reads no file ${JSON.stringify(name)}`, async () => {
      expect(await last(read("src", name))).to.deep.equal(refused("outside"));
    });
  }

  it("follows no link: to a directory or a file, outside or inside, whether its target is there or not", async () => {
    for (const [link, target] of [
      ["out", "../outside"],
      ["in", "src"],
      ["dangling", "../nothing"],
      ["magic", `/proc/self/root${at}`],
    ] as const) {
      symlinkSync(target, join(at, link));
      symlinkSync(`../${target}/a.ts`, join(at, "src", `${link}.ts`));
      expect(await last([enter(link)]), link).to.deep.equal(refused("symlink"));
      expect(await last([enter("src"), enter(link)]), link).to.deep.equal(refused("symlink"));
      expect(await last([enter(`${link}/deep`)]), link).to.deep.equal(refused("symlink"));
      expect(await last(read("src", `${link}.ts`)), link).to.deep.equal(refused("symlink", "ELOOP"));
      expect(await last([enter("src"), { do: "stat", name: `${link}.ts` }])).to.include({ kind: "symlink" });
    }
  });

  it("refuses what is no regular file, and does not wait for it", async function () {
    if (!onLinux) this.skip();
    execFileSync("mkfifo", [join(at, "src/fifo")]);
    const server: Server = createServer().listen(join(at, "src/socket"));
    expect(await last(read("src", "fifo"))).to.deep.equal(refused("not-regular"));
    expect(await last(read("src", "socket"))).to.deep.equal(refused("not-regular", "ENXIO"));
    expect(await last(read("src", "deep"))).to.deep.equal(refused("not-regular"));
    expect(await last([enter("src/fifo")])).to.deep.equal(refused("not-regular"));
    expect(await last([enter("src/a.ts")])).to.deep.equal(refused("missing", "ENOTDIR"));
    server.close();
  });

  it("refuses a file that has other names, where hard links are denied", async () => {
    linkSync(join(top, "outside/a.ts"), join(at, "src/linked.ts"));
    const steps = read("src", "linked.ts");
    expect(await last(steps, [pathOf(".", { hardlinks: "deny" })])).to.deep.equal(refused("hard-link"));
    expect(await last(steps, [pathOf(".", { hardlinks: "allow" })])).to.equal("secret");
  });

  it("refuses another device, as the server itself does", async function () {
    if (!onLinux) this.skip();
    files.root("/");
    const path = pathOf(".", {}, "/");
    expect(await last([enter("proc")], [path])).to.deep.equal(refused("outside"));
    expect(await last([enter("usr"), enter("proc")], [path])).to.deep.equal(refused("outside"));
    expect(await last([enter("."), { do: "stat", name: "proc" }], [path])).to.deep.equal(refused("outside"));
  });

  it("cannot read a name that is no UTF-8, and never reads another file instead", async function () {
    if (!onLinux) this.skip();
    writeFileSync(Buffer.concat([Buffer.from(`${at}/src/x`), Buffer.from([0xff])]), "bad name");
    mkdirSync(Buffer.concat([Buffer.from(`${at}/d`), Buffer.from([0xff])]));
    expect(await last([enter("src"), { do: "list" }])).to.deep.equal(["directory deep", "file a.ts", "file x\ufffd"]);
    expect(await last(read("src", "x\ufffd"))).to.deep.equal(refused("unreadable", "EILSEQ"));
    expect(await last([enter("d\ufffd")])).to.deep.equal(refused("unreadable", "EILSEQ"));
    expect(await last([enter("src"), enter("d\ufffd")])).to.deep.equal(refused("unreadable", "EILSEQ"));
    // Of the link and of what it leads to, this process sees the same path.
    symlinkSync(Buffer.concat([Buffer.from("d"), Buffer.from([0xff])]), join(at, "d\ufffd"));
    expect(await last([enter("src"), enter("d\ufffd")])).to.deep.equal(refused("symlink"));
  });

  it("is entered anew each time: what was moved out, replaced or removed since is seen", async () => {
    expect(await last(read("src/deep", "b.ts"))).to.equal("deeper");
    renameSync(join(at, "src"), join(top, "moved"));
    expect(await last([enter("src/deep")])).to.deep.equal(refused("missing", "ENOENT"));
    mkdirSync(join(at, "src"));
    expect(await last([enter("src/deep")])).to.deep.equal(refused("missing", "ENOENT"));
    expect(await last([enter("src"), { do: "list" }])).to.deep.equal([]);
    rmdirSync(join(at, "src"));
    expect(await last([enter("src")])).to.deep.equal(refused("missing", "ENOENT"));
  });

  it("is found from a directory that was moved away while it was stood in", async () => {
    mkdirSync(join(at, "sibling"));
    expect(await last([enter("src/deep")])).to.equal("src/deep");
    renameSync(join(at, "src/deep"), join(top, "outside/moved"));
    expect(await last([enter("sibling"), { do: "list" }])).to.deep.equal([]);
    expect(await last(read("src", "a.ts"))).to.equal("inside");
    expect(await last([enter("src/deep")])).to.deep.equal(refused("missing", "ENOENT"));
  });

  it("moves with its root, and is not what was put in the root's place", async function () {
    if (!onLinux) this.skip();
    const path = pathOf();
    renameSync(at, join(top, "elsewhere"));
    renameSync(join(top, "outside"), at);
    expect(await last(read("src", "a.ts"), [path])).to.equal("inside");
    expect(await last(read(".", "a.ts"), [path])).to.deep.equal(refused("missing", "ENOENT"));
    rmSync(join(top, "elsewhere"), { recursive: true });
    expect(await last([enter(".")], [path])).to.deep.equal(refused("missing", "ENOENT"));
  });

  it("moves with its root from where it was entered before", async function () {
    if (!onLinux) this.skip();
    const path = pathOf();
    expect(await last(read("src", "a.ts"), [path])).to.equal("inside");
    renameSync(at, join(top, "elsewhere"));
    renameSync(join(top, "outside"), at);
    mkdirSync(join(at, "src"));
    writeFileSync(join(at, "src/a.ts"), "secret");
    expect(await last(read("src", "a.ts"), [path])).to.equal("inside");
    expect(await last(read("src/deep", "b.ts"), [path])).to.equal("deeper");
    expect(await last([enter("deep")], [path])).to.deep.equal(refused("missing", "ENOENT"));
  });

  it("is told of no more when the server has closed its roots", async () => {
    const path = pathOf();
    files.close();
    expect(await last([enter(".")], [path]).catch((error: Error) => error.message)).to.include("EBADF");
  });

  it("tells why it may not enter, list or read", async function () {
    if (process.platform === "win32") this.skip();
    const steps = [...["closed", "closed/deep"].map((one) => enter(one)), ...read("src", "a.ts")];
    for (const directory of [top, at, join(at, "src")]) chmodSync(directory, 0o755);
    chmodSync(join(at, "src/a.ts"), 0o000);
    mkdirSync(join(at, "closed/deep"), { recursive: true });
    chmodSync(join(at, "closed"), 0o000);
    mkdirSync(join(at, "entered"));
    chmodSync(join(at, "entered"), 0o111);
    // A process of its own: it stays nobody.
    const nobody = workers.pool<readonly Step[], unknown[]>(entry, { size: 1 });
    const told = await nobody.run(0, [{ do: "be-nobody" }, ...steps, enter("entered"), { do: "list" }], {
      paths: [pathOf()],
      signal,
    });
    expect(told.slice(1)).to.deep.equal([
      refused("unreadable", "EACCES"),
      refused("unreadable", "EACCES"),
      "src",
      refused("unreadable", "EACCES"),
      "entered",
      refused("unreadable", "EACCES"),
    ]);
  });
});

describe("a worker's watches", () => {
  beforeEach(function () {
    if (!onLinux) this.skip();
  });

  const watch = async (...directories: string[]) => {
    const steps = directories.flatMap((directory) => [enter(directory), { do: "watch" }] as const);
    expect(await last([...steps, { do: "settled" }])).to.equal(true);
    await told();
  };
  const told = async () => {
    const [settled, names] = await pool.run(0, [{ do: "settled" }, { do: "told" }], { paths: [pathOf()], signal });
    return { settled, names: [...new Set(names as string[])] };
  };

  it("have told all that was done before, by the time that they are settled", async () => {
    await watch("src", "src/deep");
    const changes: readonly (readonly [name: string, change: () => void])[] = [
      ["a.ts", () => appendFileSync(join(at, "src/a.ts"), "more")],
      ["new.ts", () => writeFileSync(join(at, "src/new.ts"), "")],
      ["b.ts", () => utimesSync(join(at, "src/deep/b.ts"), 1, 1)],
      ["b.ts", () => renameSync(join(top, "outside/a.ts"), join(at, "src/deep/b.ts"))],
      ["new.ts", () => unlinkSync(join(at, "src/new.ts"))],
    ];
    for (const [name, change] of changes) {
      change();
      expect(await told()).to.deep.equal({ settled: true, names: [name] });
    }
  });

  it("tell of the directory itself without a name", async () => {
    await watch("src/deep");
    renameSync(join(at, "src/deep"), join(top, "moved"));
    expect(await told()).to.deep.equal({ settled: true, names: [undefined] });
  });

  it("miss none of 300 changes by another process, each looked for right away", async () => {
    await watch("src");
    for (let index = 0; index < 300; index++) {
      execFileSync("touch", [join(at, `src/file-${index}`)]);
      expect(await told()).to.deep.equal({ settled: true, names: [`file-${index}`] });
    }
  });

  it("are not trusted after more changes than may have fitted the kernel's queue, until the next time", async () => {
    await watch("src");
    const fits = Number(readFileSync("/proc/sys/fs/inotify/max_queued_events", "utf8"));
    // Of two changes in a row that are alike, the kernel makes one event.
    for (let change = 0; change <= fits / 2; change++)
      utimesSync(join(at, "src", ["a.ts", "deep"][change % 2] ?? ""), 1, 1);
    const other = { paths: [pathOf(".", {}, join(top, "outside"))], signal };
    // Of each root it is said once: whoever keeps something of it must hear of it.
    expect((await told()).settled).to.equal(false);
    expect((await told()).settled).to.equal(true);
    expect(await pool.run(0, [{ do: "settled" }], other)).to.deep.equal([false]);
    expect(await pool.run(0, [{ do: "settled" }], other)).to.deep.equal([true]);
  }).timeout(20_000);

  it("are not to be had where changes are not told, and nothing is ever settled there", async () => {
    const path = pathOf(".", {}, "/proc/self");
    expect(await last([enter("."), { do: "watch" }], [path])).to.equal(false);
    expect(await last([{ do: "settled" }], [path])).to.equal(false);
  });
});
