/** Ignore files on random trees, with git as the oracle: what it would add is what is checked. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { Server, treeOf } from "./server.js";

const TREES = 20;
const SLOW = "import time\nasync def f():\n    time.sleep(1)\n";
const FOLDERS = ["a", "b", "ab", "a b", "d", ".hid", "build"];
const NAMES = ["a.py", "b.py", "ab.py", "c d.py", "[x].py", ".h.py", "é.py", "z!.py", "#q.py", "x*y.py"];
const LINES = [
  ...["*.py", "a", "/a", "a/", "b*", "**/a.py", "a/**", "a/**/b.py", "*/b", "/*/a.py", "**", "**/", "/", "a//b.py"],
  ...["[ab].py", "[!a].py", "[^b].py", "[[:alpha:]].py", "[]x].py", "[a-", "[\\x].py", "*.p[xy]", "z[!a].py", "[é].py"],
  ...[
    "a?.py",
    "?.py",
    "*a*",
    "* *",
    ".*",
    "**b.py",
    "foo**",
    "\\#q.py",
    "\\!x",
    "c\\ d.py",
    "c d.py",
    "\\[x\\].py",
    "a\\",
  ],
  ...["ab/   ", "b.py  ", "b.py\\ ", "d/*", "d/**/", "{a,b}.py", "a/b", "/b/", "ab/a.py", "é.py", "# a comment", ""],
];

/** Numbers that are the same in each run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

function randomTree(below: (n: number) => number): Record<string, string> {
  const pick = (list: readonly string[]) => list[below(list.length)] ?? "";
  const folders = [""];
  for (let count = 0; count < 8; count += 1) folders.push(`${pick(folders)}${pick(FOLDERS)}/`);
  const files: Record<string, string> = {};
  for (const folder of folders) {
    for (let count = 0; count < 4; count += 1) files[folder + pick(NAMES)] = SLOW;
    if (folder !== "" && below(3) > 0) continue;
    const lines = Array.from({ length: 1 + below(6) }, () => (below(5) === 0 ? "!" : "") + pick(LINES));
    files[`${folder}.gitignore`] = `${lines.join(below(4) === 0 ? "\r\n" : "\n")}\n`;
  }
  return files;
}

describe("ignore files", function () {
  this.timeout(20_000);
  const tree = treeOf({});
  let server: Server;
  before(async () => {
    server = await Server.on(tree.root);
  });
  after(async () => {
    await server.close();
    tree.remove();
  });

  for (let seed = 1; seed <= TREES; seed += 1) {
    it(`leave what git leaves, on random tree ${seed}`, async () => {
      const folder = `tree-${seed}`;
      for (const [name, text] of Object.entries(randomTree(random(seed)))) tree.write(`${folder}/${name}`, text);
      const git = (...words: string[]) => execFileSync("git", words, { cwd: path.join(tree.root, folder) }).toString();
      git("init", "--quiet");
      const listed = git("ls-files", "--others", "--exclude-standard", "-z").split("\0");
      const expected = listed.filter((name) => name.endsWith(".py")).map((name) => `${folder}/${name}`);
      const { issues } = await server.check({ paths: [folder], include_hidden: true, max_issues: 500 });
      expect(issues.map((issue) => issue.path)).to.have.members(expected);
    });
  }
});
