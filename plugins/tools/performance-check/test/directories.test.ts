/** What is checked of the paths that are given, and how the answer is put together. */
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type Output, places, Server, type Tree, textOf, treeOf } from "./server.js";

const SLEEPS = "import time\n\n\nasync def wait():\n    time.sleep(1)\n";
const FILES = {
  "src/a.py": SLEEPS,
  "src/b.pyw": SLEEPS,
  "src/deep/er/c.py": SLEEPS,
  "src/notes.md": "time.sleep(1)\n",
  "src/broken.py": "def broken(\n",
  "src/bundle.js": `var x=1;${"x+=1;".repeat(4000)}\n`,
  "src/image.py": "\0",
  "src/large.py": "# a comment\n".repeat(200_000),
  ".gitignore": "*.log\n/build/\ngenerated_*.py\n!generated_kept.py\n",
  "build/d.py": SLEEPS,
  "src/generated_e.py": SLEEPS,
  "src/generated_kept.py": SLEEPS,
  ".hidden/f.py": SLEEPS,
  "vendored/.ignore": "*.py\n",
  "vendored/g.py": SLEEPS,
  "vendored/h.pyw": SLEEPS,
};
const FOUND = ["src/a.py", "src/b.pyw", "src/deep/er/c.py", "src/generated_kept.py", "vendored/h.pyw"];

const files = ({ issues }: Output): string[] => issues.map(({ path: file }) => file);

describe("performance_check on directories", function () {
  this.timeout(20_000);
  let tree: Tree;
  let other: Tree;
  let server: Server;
  before(async () => {
    tree = treeOf(FILES);
    other = treeOf({ "src/a.py": SLEEPS });
    symlinkSync(path.join(other.root, "src"), path.join(tree.root, "link"));
    server = await Server.on(tree.root, other.root);
  });
  after(async () => {
    await server.close();
    tree.remove();
    other.remove();
  });

  it("checks what ignore files leave, sorted by path", async () => {
    expect(files(await server.check({ paths: ["."] }))).to.deep.equal(FOUND);
  });

  it("counts what it did not check, and why", async () => {
    const { stats } = await server.check({ paths: ["."] });
    expect(stats.files_skipped).to.deep.equal({
      too_large: 1,
      binary: 1,
      unreadable: 0,
      outside_roots: 0,
      ignored: 3,
      hidden: 3,
      other: 1,
      minified: 1,
    });
    expect(stats.files_checked).to.equal(6);
  });

  it("lists a file of which nothing can be read, and goes on", async () => {
    const { syntax_errors } = await server.check({ paths: ["."] });
    expect(syntax_errors[0]).to.deep.include({ path: "src/broken.py", fatal: true });
  });

  it("checks what ignore files name, where it is told so", async () => {
    const found = files(await server.check({ paths: ["."], respect_gitignore: false }));
    expect(found).to.include.members(["build/d.py", "src/generated_e.py", "vendored/g.py"]);
  });

  it("checks hidden folders, where it is told so", async () => {
    expect(files(await server.check({ paths: ["."], include_hidden: true }))).to.include(".hidden/f.py");
  });

  it("heeds the ignore files above the path that is given", async () => {
    expect(files(await server.check({ paths: ["src"] }))).to.deep.equal(FOUND.slice(0, 4));
  });

  it("checks a file that is named outright, whatever ignore files say", async () => {
    expect(files(await server.check({ paths: ["build/d.py"] }))).to.deep.equal(["build/d.py"]);
  });

  for (const [what, args, expected] of [
    ["a glob without a slash in any folder", { include_patterns: ["*.pyw"] }, ["src/b.pyw", "vendored/h.pyw"]],
    [
      "a glob with a slash from the root",
      { include_patterns: ["src/*.{py,pyw}"] },
      ["src/a.py", "src/b.pyw", "src/generated_kept.py"],
    ],
    ["folders by two stars", { include_patterns: ["src/**/c.py"] }, ["src/deep/er/c.py"]],
    ["not what is excluded", { exclude_patterns: ["deep/", "*.pyw", "generated_[a-z]*.py"] }, ["src/a.py"]],
  ] as const) {
    it(`takes ${what}`, async () => {
      expect(files(await server.check({ paths: ["."], ...args }))).to.deep.equal(expected);
    });
  }

  it("checks only the files of the language that it is told", async () => {
    const { stats } = await server.check({ paths: ["src"], language: "typescript" });
    expect(stats.files_checked).to.equal(0);
  });

  it("reads a file that is named outright in that language", async () => {
    const { stats } = await server.check({ paths: ["src/notes.md"], language: "python" });
    expect(stats.files_checked).to.equal(1);
  });

  it("checks a file once that several paths lead to", async () => {
    const { stats } = await server.check({ paths: ["src/a.py", "src", "src/deep"], include_patterns: ["*.py"] });
    expect(stats.files_checked).to.equal(4);
  });

  it("tells the files of another root apart", async () => {
    const { issues } = await server.check({ paths: ["src/a.py", path.join(other.root, "src")] });
    expect(issues.map((issue) => [issue.path, issue.root])).to.deep.equal([
      ["src/a.py", undefined],
      ["src/a.py", 1],
    ]);
  });

  it("follows no symbolic link", async () => {
    expect(files(await server.check({ paths: ["."], include_patterns: ["link/**"] }))).to.deep.equal([]);
  });

  it("reports the changed lines of the files that are named", async () => {
    const changed_lines = [
      { path: "src/a.py", start: 1, end: 9 },
      { path: "src/b.pyw", start: 1, end: 1 },
    ];
    expect(files(await server.check({ paths: ["."], changed_lines }))).to.deep.equal(["src/a.py"]);
  });

  it("says each place in the text by its path", async () => {
    const text = textOf(await server.result({ paths: ["."] }));
    expect(text).to.match(/^src\/a\.py:5:5 CRITICAL py\/async-sleep /);
    expect(text).to.include("\nNot checked: ");
  });

  it("gives every issue once, page by page, in the order of one large page", async () => {
    const pages: Output[] = [];
    let cursor: string | null = null;
    do {
      const page: Output = await server.check({ paths: ["."], max_issues: 2, ...(cursor === null ? {} : { cursor }) });
      pages.push(page);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(pages.flatMap(files)).to.deep.equal(FOUND);
    expect(pages.map(({ truncated }) => truncated)).to.deep.equal([true, true, false]);
    for (const { summary } of pages) expect(summary.total_issues).to.equal(FOUND.length);
  });

  it("gives the same bytes for the same call", async () => {
    const bytes = async () => JSON.stringify({ ...(await server.check({ paths: ["."] })), stats: undefined });
    expect(await bytes()).to.equal(await bytes());
  });

  it("sees a file's change, although it remembers results", async () => {
    const before = await server.check({ file_path: "src/a.py" });
    tree.write("src/a.py", `\n${SLEEPS}`);
    const after = await server.check({ file_path: "src/a.py" });
    tree.write("src/a.py", SLEEPS);
    expect([places(before), places(after)]).to.deep.equal([
      ["src/a.py:5 py/async-sleep"],
      ["src/a.py:6 py/async-sleep"],
    ]);
    expect(after.issues[0]?.fingerprint).to.equal(before.issues[0]?.fingerprint);
  });

  it("leaves out what a baseline holds, and finds what was added since", async () => {
    const baseline = textOf(await server.result({ paths: ["src"], format: "baseline" }));
    tree.write("baseline.json", baseline);
    const none = await server.check({ paths: ["src"], baseline: "baseline.json" });
    expect([none.summary.total_issues, none.stats.in_baseline]).to.deep.equal([0, 4]);

    tree.write("src/a.py", `# moved\n${SLEEPS}    time.sleep(1)\n`);
    const one = await server.check({ paths: ["src"], baseline: "baseline.json" });
    tree.write("src/a.py", SLEEPS);
    expect(places(one)).to.deep.equal(["src/a.py:7 py/async-sleep"]);
  });

  it("writes a baseline anew with all that is there, whatever the old one held", async () => {
    const [first, again] = [
      textOf(await server.result({ paths: ["src"], format: "baseline" })),
      textOf(await server.result({ paths: ["src"], format: "baseline", baseline: "baseline.json" })),
    ];
    expect(again).to.equal(first);
  });

  it("heeds what git does not track in this clone alone", async () => {
    execFileSync("git", ["init", "--quiet", path.join(tree.root, "clone")]);
    tree.write("clone/.git/info/exclude", "x.py\n");
    tree.write("clone/x.py", SLEEPS);
    tree.write("clone/y.py", SLEEPS);
    expect(files(await server.check({ paths: ["clone"] }))).to.deep.equal(["clone/y.py"]);
  });
});
