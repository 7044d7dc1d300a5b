/** Fixes are offered where they were tried; a fix's diff and its edits are the same change. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type Output, Server, type Tree, treeOf } from "./server.js";

const LIST = "def f(xs):\n    out = []\n    for x in xs:\n        out.append(x + 1)\n    return out\n";
const FILES = {
  "list.py": LIST,
  "windows.py": LIST.replaceAll("\n", "\r\n"),
  "no-end.py": LIST.replace("    return out\n", "").trimEnd(),
  "long.py": `${"# a line\n".repeat(30)}${LIST}${"# a line\n".repeat(30)}`,
  "twice.js": "async function f() {\n  await Promise.all([await a(), b(), await c()]);\n}\n",
  "wide.py": LIST.replace("def f(xs):", 'def f(xs):\n    """é 😀"""'),
};

const RULES = { "twice.js": "js/await-in-promise-all" } as const;
const ruleOf = (file: string) => (file in RULES ? RULES["twice.js"] : "py/manual-comprehension");

type Issue = Output["issues"][number];

/** The text after a fix's edits. */
function edited(source: string, { edits }: NonNullable<Issue["fix"]>): string {
  const starts = [0];
  for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number) => (starts[line - 1] ?? source.length) + column - 1;
  return edits.reduceRight((text, { line_number, column, end_line_number, end_column, new_text }) => {
    const [from, to] = [offset(line_number, column), offset(end_line_number, end_column)];
    return text.slice(0, from) + new_text + text.slice(to);
  }, source);
}

describe("fixes", function () {
  this.timeout(20_000);
  let tree: Tree;
  let server: Server;
  before(async () => {
    tree = treeOf(FILES);
    server = await Server.on(tree.root);
  });
  after(async () => {
    await server.close();
    tree.remove();
  });

  const issuesOf = async (file: string): Promise<Issue[]> => {
    const { issues } = await server.check({ file_path: file, include_fixes: true, rules: [ruleOf(file)] });
    return issues;
  };

  it("are given only where they are asked for", async () => {
    const { issues } = await server.check({ file_path: "list.py" });
    expect(issues.map(({ fix }) => fix)).to.deep.equal([undefined]);
  });

  for (const [file, source] of Object.entries(FILES)) {
    it(`of ${file} leave a source in which the rule fires once less`, async () => {
      const issues = await issuesOf(file);
      expect(issues.length).to.be.greaterThan(0);
      for (const { fix } of issues) {
        if (fix === undefined) throw new Error("no fix");
        tree.write(`fixed/${file}`, edited(source, fix));
        const left = await server.check({ file_path: `fixed/${file}`, rules: [ruleOf(file)] });
        expect(left.summary.total_issues).to.equal(issues.length - 1);
        expect(left.syntax_errors).to.deep.equal([]);
      }
    });

    it(`of ${file} are diffs that git applies, to the same text`, async () => {
      for (const { fix } of await issuesOf(file)) {
        if (fix === undefined) throw new Error("no fix");
        tree.write(`patched/${file}`, source);
        execFileSync("git", ["apply", "--directory=patched", "-"], { cwd: tree.root, input: fix.diff });
        expect(readFileSync(path.join(tree.root, "patched", file), "utf8")).to.equal(edited(source, fix));
      }
    });
  }

  it("of several files come with a walk too", async () => {
    const { issues } = await server.check({ paths: ["list.py", "long.py", "twice.js"], include_fixes: true });
    expect(issues.filter(({ fix }) => fix !== undefined).map((issue) => issue.path)).to.deep.equal([
      "twice.js",
      "twice.js",
      "list.py",
      "long.py",
    ]);
  });
});
