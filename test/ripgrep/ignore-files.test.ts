/** Ignore files are read as git reads them: on random trees, what is left out is what git leaves out. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { searcherOn } from "./searcher.js";

const TREES = 200;

const NAMES = "a|b|ab|abc|a.js|b.js|c.log|x.tmp|build|dist|a b|#a|!b|a[b]|a{b,c}|foo.tar.gz|A|é.js|ab.c.js|z ".split(
  "|",
);
const GLOBS =
  String.raw`*|*.js|a*|?|[ab]|[!a]|[a-c]*|**|*b|b?|\#a|\!b|a\[b\]|[[:alpha:]]|*.tar.gz|x.*|[]a]|[a-|a\|***|a**b`
    .concat(String.raw`|[^b]?|\a|é*|[b-a]|??.js|???.js|[é]*|[[:digit:][:upper:]]|*.*|*.*.*|?*|a*b*c|*[|[/]|x\/a|\*`)
    .split("|");
const PARTS = [...NAMES, ...GLOBS];
const ENDS = ["", "", "", "", "/", "/", " ", "\\ ", "  ", "\t", "\r", "/ "];

/** A random number below `n`, the same in each run (mulberry32). */
function randomFrom(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}

function makeTree(root: string, random: (n: number) => number): void {
  const pick = (from: readonly string[]): string => from[random(from.length)] ?? "";
  const part = () => pick(PARTS);
  const line = () =>
    (random(5) === 0 ? "!" : "") +
    (random(4) === 0 ? "/" : "") +
    Array.from({ length: 1 + (random(3) === 0 ? 1 + random(2) : 0) }, part).join("/") +
    pick(ENDS);
  const lines = (most: number) => `${Array.from({ length: 1 + random(most) }, line).join("\n")}\n`;

  const kindOf = (name: string) => statSync(path.join(root, name), { throwIfNoEntry: false });
  const folders = [""];
  for (let count = 0; count < 6; count++) {
    const folder = path.join(pick(folders), pick(NAMES));
    if (kindOf(folder)?.isFile()) continue;
    folders.push(folder);
    mkdirSync(path.join(root, folder), { recursive: true });
    for (const name of Array.from({ length: 5 }, () => path.join(folder, pick(NAMES)))) {
      if (!kindOf(name)?.isDirectory()) writeFileSync(path.join(root, name), "text\n");
    }
  }
  for (const folder of folders) if (random(2) === 0) writeFileSync(path.join(root, folder, ".gitignore"), lines(5));
  writeFileSync(path.join(root, ".git/info/exclude"), lines(1));
}

/** Files that git does not ignore, without ignore files: they are hidden. */
function listedByGit(root: string): string[] {
  const git = (...args: string[]) => execFileSync("git", ["-C", root, "-c", "core.excludesFile=/dev/null", ...args]);
  const listed = git("ls-files", "-co", "--exclude-standard", "-z").toString().split("\0");
  return listed.filter((file) => file !== "" && path.basename(file) !== ".gitignore").sort();
}

describe("keyword_search, against git", () => {
  it(`leaves out what git ignores, on ${TREES} random trees`, async function () {
    this.timeout(240_000);
    let files = 0;
    for (let seed = 1; seed <= TREES; seed++) {
      const root = mkdtempSync(path.join(tmpdir(), "portcullis-ignore-"));
      execFileSync("git", ["init", "--quiet", root]);
      makeTree(root, randomFrom(seed));
      const searcher = await searcherOn(root);
      try {
        const found = await searcher.all({ keyword: "text", root_paths: ["."], output: "files", max_results: 10_000 });
        const ours = found.files.map((file) => file.path).filter((file) => path.basename(file) !== ".gitignore");
        const listed = listedByGit(root);
        expect(ours.sort(), `seed ${seed}`).to.deep.equal(listed);
        files += listed.length;
      } finally {
        await searcher.close();
        rmSync(root, { recursive: true });
      }
    }
    expect(files).to.be.above(5 * TREES);
  });
});
