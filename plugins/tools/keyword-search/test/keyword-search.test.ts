import { closeSync, ftruncateSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Result } from "@portcullis/plugin-api";
import regex from "@portcullis/policy-regex";
import roots from "@portcullis/policy-roots";
import { testTool } from "@portcullis/testing";
import keywordSearch from "@portcullis/tool-keyword-search";
import { expect } from "chai";
import type { z } from "zod";
import { type Tree, treeOf } from "./tree.js";

type Output = z.output<NonNullable<typeof keywordSearch.output>>;

const FILES = {
  "src/a.ts": "const one = 1;\nconst two = 2;\nconst three = one + two;\n",
  "src/b.ts": "// one\r\n\r\nlet one;\r\n",
  "src/deep/c.md": "One and one\n",
  "docs/one.md": "nothing here\n",
  ".gitignore": "ignored/\n*.log\n",
  "ignored/x.ts": "one\n",
  "debug.log": "one\n",
  ".hidden/y.ts": "one\n",
  "image.bin": "one\0",
  "wide.txt": "😀é漢 one\n",
  "long.txt": `${"é".repeat(900)} one ${"z".repeat(900)}\nshort\n${"x".repeat(600)}one\n`,
  "latin-1.txt": Buffer.from("caf\u00e9 naïve\n", "latin1"),
};

const bytesOf = (...names: (keyof typeof FILES)[]): number =>
  names.reduce((sum, name) => sum + Buffer.from(FILES[name]).length, 0);

/** What a call found, as `path:line:column-end`. */
const places = ({ matches }: Output): string[] =>
  matches.map(({ path, line, column, end_column }) => `${path}:${line}:${column}-${end_column}`);

const outputOf = ({ structuredContent }: Result): Output => {
  if (keywordSearch.output === undefined) throw new Error("no output schema");
  return keywordSearch.output.parse(structuredContent);
};
const textOf = ({ content }: Result): string =>
  content.map((block) => (block.type === "text" ? block.text : "")).join();

/** A case that looks at the structured answer. */
const finds = (name: string, args: Record<string, unknown>, check: (output: Output) => unknown) => ({
  name,
  args: { root_paths: ["."], ...args },
  check: (result: Result) => check(outputOf(result)),
});
const tells = (name: string, args: Record<string, unknown>, check: (text: string) => unknown) => ({
  name,
  args: { root_paths: ["."], ...args },
  check: (result: Result) => check(textOf(result)),
});

describe("the tool keyword-search", () => {
  let tree: Tree;
  let other: Tree;
  before(() => {
    tree = treeOf(FILES);
    other = treeOf({ "lib/one.ts": "one\n", "src/a.ts": "one\n" });
    symlinkSync("src", path.join(tree.root, "link"));
    writeFileSync(Buffer.concat([Buffer.from(`${tree.root}/bad-`), Buffer.from([0xff])]), "one\n");
    const large = openSync(path.join(tree.root, "large.txt"), "w");
    ftruncateSync(large, 64 * 1024 * 1024 + 1);
    closeSync(large);
  });
  after(() => {
    tree.remove();
    other.remove();
  });

  testTool(keywordSearch, {
    policies: () => [
      [roots, { allow: [tree.root, other.root] }],
      [regex, {}],
    ],
    calls: [
      finds("finds literal text, sorted by path, then line, then column", { keyword: "one" }, (output) =>
        expect(places(output)).to.deep.equal([
          "long.txt:1:902-905",
          "long.txt:3:601-604",
          "src/a.ts:1:7-10",
          "src/a.ts:3:15-18",
          "src/b.ts:1:4-7",
          "src/b.ts:3:5-8",
          "src/deep/c.md:1:9-12",
          "wide.txt:1:5-8",
        ]),
      ),
      finds("takes regex syntax for text unless told otherwise", { keyword: "o.e" }, ({ stats }) =>
        expect(stats.occurrences).to.equal(0),
      ),
      finds("folds case", { keyword: "ONE", case_insensitive: true, root_paths: ["src/deep"] }, (output) =>
        expect(places(output)).to.deep.equal(["src/deep/c.md:1:1-4", "src/deep/c.md:1:9-12"]),
      ),
      finds("matches a regex within lines", { keyword: "\\w+;\\s*", use_regex: true, root_paths: ["src"] }, (output) =>
        expect(places(output)).to.deep.equal([
          "src/a.ts:1:13-15",
          "src/a.ts:2:13-15",
          "src/a.ts:3:21-25",
          "src/b.ts:3:5-10",
        ]),
      ),
      finds("counts columns in code points and shows the line without its end", { keyword: "one" }, ({ matches }) =>
        expect(matches.map(({ text }) => text)).to.include.members(["😀é漢 one", "let one;"]),
      ),
      finds("cuts a long line around the match", { keyword: " one ", max_line_length: 20 }, ({ matches }) =>
        expect(matches[0]).to.deep.include({
          column: 901,
          end_column: 906,
          text: `…${"é".repeat(5)} one ${"z".repeat(10)}…`,
        }),
      ),
      finds("shows more before a match at the end of a long line", { keyword: "xone", max_line_length: 20 }, (output) =>
        expect(output.matches.map(({ text }) => text)).to.deep.equal([`…${"x".repeat(17)}one`]),
      ),
      finds(
        "gives the lines around a match",
        { keyword: "two = 2", context_lines: 2, root_paths: ["src/a.ts"] },
        ({ matches }) =>
          expect(matches).to.deep.equal([
            {
              path: "src/a.ts",
              line: 2,
              column: 7,
              end_column: 14,
              text: "const two = 2;",
              before: ["const one = 1;"],
              after: ["const three = one + two;"],
            },
          ]),
      ),
      finds("shows bad bytes as U+FFFD", { keyword: "na", root_paths: ["latin-1.txt"] }, ({ matches }) =>
        expect(matches.map(({ text, column }) => [text, column])).to.deep.equal([["caf\ufffd na\ufffdve", 6]]),
      ),
      finds(
        "searches only the files that an include glob names",
        { keyword: "one", include_patterns: ["*.md"] },
        (output) => expect(places(output)).to.deep.equal(["src/deep/c.md:1:9-12"]),
      ),
      finds(
        "leaves out what an exclude glob names, folders with all they hold",
        {
          keyword: "one",
          include_patterns: ["*.ts", "*.md"],
          exclude_patterns: ["deep", "/src/a.ts"],
          output: "files",
        },
        ({ files }) => expect(files).to.deep.equal([{ path: "src/b.ts", count: 2 }]),
      ),
      finds("lets no include glob override an ignore file", { keyword: "one", include_patterns: ["*.log"] }, (output) =>
        expect(places(output)).to.deep.equal([]),
      ),
      finds(
        "searches what is ignored when told to",
        { keyword: "one", respect_gitignore: false, output: "files", include_patterns: ["x.ts", "*.log"] },
        ({ files }) => expect(files.map(({ path }) => path)).to.deep.equal(["debug.log", "ignored/x.ts"]),
      ),
      finds(
        "searches what is hidden when told to",
        { keyword: "one", include_hidden: true, output: "files", include_patterns: ["y.ts"] },
        ({ files }) => expect(files).to.deep.equal([{ path: ".hidden/y.ts", count: 1 }]),
      ),
      finds(
        "searches a file that is named outright, ignored, hidden or not",
        { keyword: "one", root_paths: ["debug.log", ".hidden/y.ts"], include_patterns: ["*.md"] },
        (output) => expect(places(output)).to.deep.equal([".hidden/y.ts:1:1-4", "debug.log:1:1-4"]),
      ),
      finds(
        "keeps to a parent's ignore file",
        { keyword: "one", root_paths: ["ignored"], output: "files" },
        ({ files }) => expect(files).to.deep.equal([{ path: "ignored/x.ts", count: 1 }]),
      ),
      finds(
        "searches a file once, however many starts lead to it",
        { keyword: "two", root_paths: ["src/a.ts", "src", "."] },
        ({ stats }) => expect([stats.occurrences, stats.files_matched]).to.deep.equal([2, 1]),
      ),
      {
        name: "says which root a path stands in",
        args: () => ({ keyword: "one", root_paths: [path.join(other.root, "src"), "src/a.ts"], output: "count" }),
        check: (result: Result) => {
          expect(outputOf(result).files).to.deep.equal([
            { path: "src/a.ts", count: 2 },
            { path: "src/a.ts", root: 1, count: 1 },
          ]);
          expect(textOf(result)).to.match(/^src\/a\.ts: 2\n\[root 1\] src\/a\.ts: 1\n/);
        },
      },
      finds("counts everything it saw, and everything it did not look into", { keyword: "one" }, ({ stats }) =>
        expect({ ...stats, duration_ms: 0 }).to.deep.equal({
          files_searched: 7,
          files_matched: 5,
          files_skipped: { binary: 1, too_large: 1, unreadable: 1, outside_roots: 0, ignored: 2, hidden: 2 },
          unreadable_files: ["bad-\ufffd"],
          bytes_searched: bytesOf(
            "src/a.ts",
            "src/b.ts",
            "src/deep/c.md",
            "docs/one.md",
            "wide.txt",
            "long.txt",
            "latin-1.txt",
          ),
          occurrences: 8,
          most_frequent_file: { path: "long.txt", count: 2 },
          highest_density_file: { path: "src/b.ts", count: 2, per_kilobyte: 100 },
          duration_ms: 0,
        }),
      ),
      finds("gives nothing of the densest file when there is none", { keyword: "absent" }, ({ stats }) =>
        expect([stats.most_frequent_file, stats.highest_density_file]).to.deep.equal([null, null]),
      ),
      finds("counts everything when it shows less", { keyword: "one", max_results: 3 }, (output) => {
        expect(output.stats.occurrences).to.equal(8);
        expect(output.matches).to.have.length(3);
        expect(output.truncated).to.equal(true);
      }),
      finds("has no next page when everything fits", { keyword: "one", max_results: 8 }, ({ truncated, next_cursor }) =>
        expect([truncated, next_cursor]).to.deep.equal([false, null]),
      ),
      finds("ends at the limit when told to", { keyword: "one", max_results: 1, stop_at_limit: true }, (output) => {
        expect(output.matches).to.have.length(1);
        expect(output.stats.occurrences).to.be.below(8);
        expect([output.truncated, output.next_cursor]).to.deep.equal([true, null]);
        expect([output.complete, output.incomplete_because]).to.deep.equal([false, "limit"]);
      }),
      finds("looks at every file when told to", { keyword: "one", fresh: "strict" }, ({ stats, complete }) =>
        expect([stats.occurrences, complete]).to.deep.equal([8, true]),
      ),
      finds(
        "takes each alternative of braces",
        { keyword: "one", include_patterns: ["{s,x}*/**/*.{ts,m{d,x}}"], output: "files" },
        ({ files }) => expect(files.map(({ path }) => path)).to.deep.equal(["src/a.ts", "src/b.ts", "src/deep/c.md"]),
      ),
      {
        name: "refuses braces that stand for too many globs",
        args: { keyword: "one", root_paths: ["."], exclude_patterns: ["{a,b}{c,d}{e,f}{g,h}".repeat(3)] },
        code: "GLOB_TOO_WIDE",
      },
      { name: "denies an empty keyword", args: { keyword: "", root_paths: ["."] }, code: "INVALID_ARGUMENTS" },
      {
        name: "denies an argument that it does not know",
        args: { keyword: "a", root_paths: ["."], path: "." },
        code: "INVALID_ARGUMENTS",
      },
      {
        name: "answers a line break in the text with advice",
        args: { keyword: "a\nb", root_paths: ["."] },
        code: "PATTERN_MULTILINE",
      },
      ...["a\\nb", "\\x0a", "a\\x{A}", "\\12", "[\\n]", "(?:a|\\Qb\nc\\E)"].map((keyword) => ({
        name: `answers ${JSON.stringify(keyword)} as a regex with the same advice`,
        args: { keyword, use_regex: true, root_paths: ["."] },
        code: "PATTERN_MULTILINE",
      })),
      {
        name: "refuses a cursor that is none",
        args: { keyword: "one", root_paths: ["."], cursor: "x" },
        code: "CURSOR_INVALID",
      },

      tells("writes a match as path, line, column and text", { keyword: "one", root_paths: ["src/a.ts"] }, (text) =>
        expect(text).to.equal(
          "src/a.ts:1:7: const one = 1;\nsrc/a.ts:3:15: const three = one + two;\n\n2 matches in 1 file (1 searched)",
        ),
      ),
      tells("writes the columns of one line together", { keyword: "n", root_paths: ["src/deep"] }, (text) =>
        expect(text).to.equal("src/deep/c.md:1:2,6,10: One and one\n\n3 matches in 1 file (1 searched)"),
      ),
      tells(
        "writes context as ripgrep does",
        { keyword: "two =", context_lines: 1, root_paths: ["src/a.ts"] },
        (text) =>
          expect(text.split("\n").slice(0, 3)).to.deep.equal([
            "src/a.ts-1- const one = 1;",
            "src/a.ts:2:7: const two = 2;",
            "src/a.ts-3- const three = one + two;",
          ]),
      ),
      tells("says what it left out when it found nothing", { keyword: "absent" }, (text) =>
        expect(text).to.equal(
          "0 matches in 0 files (7 searched; skipped 1 binary, 1 too large, 1 unreadable)\n" +
            "Left out, files and whole folders: 2 by ignore files (respect_gitignore: false searches them), " +
            "2 hidden (include_hidden: true searches them)",
        ),
      ),
      tells("says how to go on", { keyword: "one", max_results: 1 }, (text) =>
        expect(text).to.match(/\(7 searched; skipped .*\); 1 shown\nNext page: cursor [\w-]+$/),
      ),
      tells("lists paths, or paths with counts", { keyword: "one", root_paths: ["src"], output: "count" }, (text) =>
        expect(text).to.match(/^src\/a\.ts: 2\nsrc\/b\.ts: 2\nsrc\/deep\/c\.md: 1\n\n/),
      ),
    ],
  });
});
