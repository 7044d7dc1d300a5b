/** Globs against ripgrep's own `-g`: the same files of a real tree, save for differences that are meant. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadPatterns } from "@portcullis/core";
import { rgPath } from "@vscode/ripgrep";
import { expect } from "chai";
import { admitter } from "./admitter.js";

const files = (
  "a b ab ba aab a.b a.ts b.js x,y a{b a}b a[b a]b a-b a!b !a ^a a+b (a) a\\b a*b a?b #a src/a src/a.ts src/b src/ab " +
  "src/d/a src/d/b.ts src/d/e/ab src/a{b d/src/a d/e/a d/ab, e/d/src/b"
).split(" ");

const globs = (
  "a * ** *.ts *.{ts,js} *.{t,j}s src/** /src/** **/src **/src/** src/**/b.ts src/**/a **/d/* src** **a a** a**b " +
  "src/* /a /*.ts src/d/a d/e ? ?? ?b [ab] [a-c]b []a]* a[]]b a[[]b a[!a-z]b a[^.]b \\!a \\#a a\\*b a\\?b a\\\\b \\a " +
  "a\\{b a\\}b x,y x{,} {a,b} {a,{b,aab}} {src/a,d}* {src/**,*.js} {**/b.ts,b} sr{c/d/a,q} *{.ts,}  {a}b a{.,-}b " +
  "(a) a+b (*) *[.]* **/ab **/*.ts src/**/** /**/a /**/src/** src/***/a *, */a */*/a */d/** [a/]b {,a} {,} d/src/a"
).split(/ +/);

/** Ours follow git: a class never matches a `/`, and has escapes. Ripgrep counts bytes, and takes `#` for a comment. */
const differences: readonly (readonly [glob: string, path: string, ours: boolean])[] = [
  ["src[^x]a", "src/a", false],
  ["src[.-0]a", "src/a", false],
  ["src[/]a", "src/a", false],
  ["a[\\]]b", "a]b", true],
  ["?", "é", true],
  ["??", "é", false],
  ["#a", "#a", true],
  ["#a", "b", false],
];

describe("a glob", () => {
  const tree = mkdtempSync(join(tmpdir(), "portcullis-globs-"));
  before(() => {
    for (const file of files) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), "");
    }
  });
  after(() => rmSync(tree, { recursive: true, force: true }));

  const admitted = async (glob: string) => {
    const pattern = await (await admitter({}, await loadPatterns()))(glob, { syntax: "glob" });
    if (typeof pattern === "string") throw new Error(`${glob}: ${pattern}`);
    return pattern;
  };

  for (const glob of globs) {
    it(`${glob} is what it is to ripgrep`, async () => {
      const { stdout, stderr } = spawnSync(rgPath, ["--no-config", "--files", "--hidden", "-g", glob], {
        cwd: tree,
        encoding: "utf8",
      });
      expect(stderr).to.equal("");
      const pattern = await admitted(glob);
      const ours = files.filter((file) => pattern.test(file));
      expect(ours.sort()).to.deep.equal(stdout.split("\n").filter(Boolean).sort());
    });
  }

  for (const [glob, path, ours] of differences) {
    it(`${glob} ${ours ? "matches" : "does not match"} ${path}, other than to ripgrep`, async () => {
      expect((await admitted(glob)).test(path)).to.equal(ours);
    });
  }

  it("with a / at its end matches directories alone, whose paths end in /", async () => {
    const pattern = await admitted("build/");
    expect(["build/", "a/build/", "build", "build/a"].map((path) => pattern.test(path))).to.eql([
      true,
      true,
      false,
      false,
    ]);
  });

  it("without a / at its end matches files and directories", async () => {
    const pattern = await admitted("build");
    expect(["build/", "a/build", "rebuild/"].map((path) => pattern.test(path))).to.eql([true, true, false]);
  });

  it("takes a character for one, whatever its length in bytes", async () => {
    expect((await admitted("?")).test("é")).to.equal(true);
    expect((await admitted("[à-ü].ts")).test("a/é.ts")).to.equal(true);
    expect((await admitted("[!a]")).test("😀")).to.equal(true);
  });

  it("matches a name with a newline in it", async () => {
    expect((await admitted("*.ts")).test("a\nb.ts")).to.equal(true);
    expect((await admitted("**/b.ts")).test("a\n/b.ts")).to.equal(true);
  });
});
