import type { Result } from "@portcullis/plugin-api";
import regex from "@portcullis/policy-regex";
import roots from "@portcullis/policy-roots";
import { testTool } from "@portcullis/testing";
import performanceCheck from "@portcullis/tool-performance-check";
import { expect } from "chai";
import { after, before, describe } from "mocha";
import { type Args, type Output, outputOf, places, type Tree, textOf, treeOf } from "./server.js";

const SLEEPS = "import time\n\n\nasync def wait():\n    time.sleep(1)\n";
const FILES = {
  "app/waits.py": SLEEPS,
  "app/clean.py": "def add(a, b):\n    return a + b\n",
  "app/broken.py": "def broken(\n",
  "app/half.py": `${SLEEPS}\n\ndef half(\n    x = [1,\n`,
  "app/large.py": `${"# a comment\n".repeat(200_000)}`,
  "app/image.py": "x = 1\0\n",
  "notes.txt": "time.sleep(1)\n",
  script: "import time\n\nasync def f():\n    time.sleep(1)\n",
};

/** A case that looks at the structured answer. */
const gives = (name: string, args: Args, check: (output: Output) => unknown) => ({
  name,
  args: args as Record<string, unknown>,
  check: (result: Result) => check(outputOf(result)),
});
const tells = (name: string, args: Args, check: (text: string) => unknown) => ({
  name,
  args: args as Record<string, unknown>,
  check: (result: Result) => check(textOf(result)),
});
const fails = (name: string, args: Args, code: string) => ({ name, args: args as Record<string, unknown>, code });

describe("the tool performance-check", () => {
  let tree: Tree;
  before(() => {
    tree = treeOf(FILES);
  });
  after(() => tree.remove());

  testTool(performanceCheck, {
    policies: () => [
      [roots, { allow: [tree.root] }],
      [regex, {}],
    ],
    calls: [
      gives(
        "gives every key of the server that it replaces, and its own beside them",
        { source_code: SLEEPS },
        (output) => {
          expect(output.success).to.equal(true);
          expect(output.file_analyzed).to.equal("source_code");
          expect(output.summary).to.deep.equal({
            total_issues: 1,
            by_severity: { low: 0, medium: 0, high: 0, critical: 1 },
            by_category: {
              n_plus_one_query: 0,
              blocking_io_in_async: 1,
              inefficient_loop: 0,
              memory_inefficiency: 0,
              missing_async_opportunity: 0,
              repeated_computation: 0,
            },
          });
          const [issue] = output.issues;
          expect(issue).to.deep.include({
            category: "blocking_io_in_async",
            severity: "critical",
            line_number: 5,
            end_line_number: 5,
            code_snippet: "time.sleep(1)",
            function_name: "wait",
            rule_id: "py/async-sleep",
            path: "source_code",
            column: 5,
            end_column: 18,
            doc: "rules.md#pyasync-sleep",
          });
          expect(issue?.suggestion).to.include("asyncio.sleep");
          expect(issue?.fingerprint).to.match(/^[\w-]{16}$/);
        },
      ),
      tells("says it in one line an issue, then the counts", { source_code: SLEEPS }, (text) => {
        const [first, blank, counts] = text.split("\n");
        expect(first).to.match(/^L5:5 CRITICAL py\/async-sleep .+ -> .+asyncio\.sleep/);
        expect(blank).to.equal("");
        expect(counts).to.equal("1 issue (1 critical) in 1 file");
      }),
      tells(
        "says with format full the code too, and once what the rule says",
        { source_code: SLEEPS, format: "full" },
        (text) =>
          expect(text)
            .to.include("  in wait\n  | time.sleep(1)\n")
            .and.to.match(/\n## py\/async-sleep\n\n\w/),
      ),
      gives("finds a file by its path, and its language by its name", { file_path: "app/waits.py" }, (output) => {
        expect(output.file_analyzed).to.equal("app/waits.py");
        expect(places(output)).to.deep.equal(["app/waits.py:5 py/async-sleep"]);
      }),
      gives("takes the language that it is told", { file_path: "script", language: "python" }, (output) =>
        expect(places(output)).to.deep.equal(["script:4 py/async-sleep"]),
      ),
      gives(
        "reads no Python where the source is another language's",
        { source_code: "x = 1", language: "typescript" },
        (output) => expect(output.summary.total_issues).to.equal(0),
      ),
      gives("matches a snippet without imports", { source_code: "async def bad():\n    time.sleep(1)\n" }, (output) =>
        expect(output.summary.total_issues).to.equal(1),
      ),
      gives(
        "checks a half-edited file where it can be read, and says where it cannot",
        { file_path: "app/half.py" },
        (output) => {
          expect(places(output)).to.include("app/half.py:5 py/async-sleep");
          expect(output.syntax_errors[0]).to.deep.include({ path: "app/half.py", fatal: false });
        },
      ),
      gives("finds nothing in an empty source, or in comments alone", { source_code: "# nothing\n" }, (output) =>
        expect(output).to.deep.include({ issues: [], syntax_errors: [] }),
      ),
      fails("fails where nothing can be read", { source_code: "def broken(\n" }, "SYNTAX_INVALID"),
      fails("fails for such a file too", { file_path: "app/broken.py" }, "SYNTAX_INVALID"),
      fails("wants one of file_path, source_code and paths", {}, "TARGET_MISSING"),
      fails("wants no two of them", { source_code: "x", file_path: "app/clean.py" }, "TARGET_AMBIGUOUS"),
      fails("does not guess a language", { file_path: "notes.txt" }, "LANGUAGE_UNKNOWN"),
      fails("reads no file of more than 2 MB", { file_path: "app/large.py" }, "FILE_TOO_LARGE"),
      fails("reads no binary file", { file_path: "app/image.py" }, "FILE_UNREADABLE"),
      fails("takes no source of more than 2 MB", { source_code: "#".repeat(2 * 1024 * 1024 + 1) }, "INVALID_ARGUMENTS"),
      fails("takes no path outside of the roots", { file_path: "../secret.py" }, "OUTSIDE_ROOTS"),
      fails("takes no rule that there is not", { source_code: "x", rules: ["py/async-slep"] }, "UNKNOWN_RULE"),
      fails("takes none to leave out either", { source_code: "x", exclude_rules: ["nothing"] }, "UNKNOWN_RULE"),
      fails(
        "takes no glob that stands for too many",
        { paths: ["."], include_patterns: ["{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"] },
        "GLOB_TOO_WIDE",
      ),
      fails("takes no cursor of another call", { source_code: "x", cursor: "eyJxdWVyeSI6ICJ4In0" }, "CURSOR_INVALID"),
      fails("takes no baseline that is none", { source_code: "x", baseline: "notes.txt" }, "BASELINE_INVALID"),
      gives(
        "looks for the rules alone that it is told",
        { source_code: SLEEPS, rules: ["n_plus_one_query"] },
        (output) => expect(output.summary.total_issues).to.equal(0),
      ),
      gives("takes a category for its rules", { source_code: SLEEPS, rules: ["blocking_io_in_async"] }, (output) =>
        expect(output.summary.total_issues).to.equal(1),
      ),
      gives(
        "leaves out the rules that it is told",
        { source_code: SLEEPS, exclude_rules: ["py/async-sleep"] },
        (output) => expect(output.summary.total_issues).to.equal(0),
      ),
      gives(
        "reports what touches the changed lines",
        { source_code: SLEEPS, changed_lines: [{ start: 5, end: 5 }] },
        (output) => expect(output.summary.total_issues).to.equal(1),
      ),
      gives("and nothing else", { source_code: SLEEPS, changed_lines: [{ start: 1, end: 4 }] }, (output) =>
        expect(output.summary.total_issues).to.equal(0),
      ),
    ],
  });
});
