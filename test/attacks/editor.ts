/** A process that changes a tree, in every way that there is: one random edit for each message, answered when it is done. */
import {
  appendFileSync,
  chmodSync,
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";

/** `link`: files get other names, too. No watch tells of that, nor of what is written through them: README. */
const [root = ".", outside = ".", seed = "1", link] = process.argv.slice(2);

/** The same numbers in each run (mulberry32). */
let state = Number(seed);
function random(n: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
}
const pick = <T>(from: readonly T[]): T => {
  const one = from[random(from.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
};

const below = (kind: "file" | "directory"): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => (kind === "file" ? entry.isFile() : entry.isDirectory()) && !entry.name.startsWith("."))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((name) => !name.includes("/.git/"));
const aFile = (): string => pick(below("file"));
const aFolder = (): string => pick([root, ...below("directory")]);

let made = 0;
const newName = (): string => `n${made++}${pick([".txt", ".md", ".log", ""])}`;
const text = (): string => pick(["mark\n", "nothing\n", "mark mark\nmore\n", `${"filler ".repeat(20)}\n`, "MARK\n"]);

const edits: Readonly<Record<string, () => void>> = {
  append: () => appendFileSync(aFile(), text()),
  overwrite: () => writeFileSync(aFile(), text().repeat(1 + random(50))),
  grow: () => writeFileSync(aFile(), `${"filler line\n".repeat(6000)}${text()}${"filler line\n".repeat(6000)}`),
  replace() {
    const file = aFile();
    writeFileSync(`${file}.tmp`, text());
    renameSync(`${file}.tmp`, file);
  },
  create: () => writeFileSync(path.join(aFolder(), newName()), text()),
  truncate: () => truncateSync(aFile(), random(3)),
  inPlace() {
    const fd = openSync(aFile(), "r+");
    writeSync(fd, pick(["mark", "none"]), 0);
    closeSync(fd);
  },
  inPlaceWithOldTimes() {
    const file = aFile();
    const { atime, mtime } = statSync(file);
    const fd = openSync(file, "r+");
    writeSync(fd, pick(["mark", "none"]), 0);
    closeSync(fd);
    utimesSync(file, atime, mtime);
  },
  throughOldNames() {
    for (const name of readdirSync(outside).slice(0, 3)) appendFileSync(path.join(outside, name), text());
  },
  remove() {
    if (below("file").length > 50) unlinkSync(aFile());
  },
  mkdir() {
    const folder = path.join(aFolder(), newName(), newName());
    mkdirSync(folder, { recursive: true });
    for (let count = 0; count < 3; count++) writeFileSync(path.join(folder, newName()), text());
  },
  renameFolder() {
    const folder = pick(below("directory"));
    renameSync(folder, path.join(path.dirname(folder), newName()));
  },
  exchangeFolders() {
    const [one, other] = [pick(below("directory")), pick(below("directory"))];
    if (one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`)) return;
    renameSync(one, `${one}.tmp`);
    renameSync(other, one);
    renameSync(`${one}.tmp`, other);
  },
  moveFile: () => renameSync(aFile(), path.join(aFolder(), newName())),
  removeFolder() {
    if (below("directory").length > 20) rmSync(pick(below("directory")), { recursive: true });
  },
  ignore: () =>
    writeFileSync(path.join(aFolder(), pick([".gitignore", ".ignore"])), pick(["*.txt\n", "*.md\n!n1*\n", "n*\n", ""])),
  ignoreMore: () => appendFileSync(path.join(aFolder(), ".gitignore"), pick(["*.log\n", "!*.log\n", "n2*\n"])),
  ignoreNoMore: () => rmSync(path.join(aFolder(), pick([".gitignore", ".ignore"])), { force: true }),
  exclude() {
    mkdirSync(path.join(root, ".git/info"), { recursive: true });
    writeFileSync(path.join(root, ".git/info/exclude"), pick(["n3*\n", "*.md\n", ""]));
  },
  chmod: () => chmodSync(aFile(), pick([0o644, 0o600, 0o755])),
  swapForLink() {
    const file = aFile();
    unlinkSync(file);
    symlinkSync(path.join(outside, "mark.txt"), file);
  },
  swapForFolder() {
    const file = aFile();
    unlinkSync(file);
    mkdirSync(file);
    writeFileSync(path.join(file, newName()), text());
  },
};

function linkOutside(): void {
  const other = path.join(outside, newName());
  linkSync(aFile(), other);
  appendFileSync(other, text());
}

process.on("message", () => {
  const name = pick(Object.keys(edits));
  edits[name]?.();
  if (link === "link" && random(10) === 0) linkOutside();
  process.send?.(name);
});
writeFileSync(path.join(outside, "mark.txt"), "mark outside\n");
for (let count = 0; count < 40; count++) mkdirSync(path.join(aFolder(), newName()));
for (let count = 0; count < 200; count++) writeFileSync(path.join(aFolder(), newName()), text());
for (let count = 0; count < 20; count++) linkOutside();
writeFileSync(path.join(root, ".gitignore"), "*.log\n");
process.send?.("ready");
