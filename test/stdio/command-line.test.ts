/** The command as a person meets it: what it prints where, and its exit codes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { describe, it } from "mocha";
import { portcullis } from "../repository.js";
import { batteries, fixture, Workspace } from "./workspace.js";

const workspace = new Workspace();

/** Runs the command in the workspace. */
const run = async (...words: string[]) => {
  const child = spawn(process.execPath, [portcullis, ...words], {
    cwd: workspace.folder,
    env: workspace.environment(),
  });
  child.stdin.end();
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { out, err, code };
};

describe("portcullis call", () => {
  const search = (args: object | string, ...words: string[]) =>
    run("call", "keyword_search", typeof args === "string" ? args : JSON.stringify(args), ...words);
  const todo = { keyword: "TODO", root_paths: ["."] };

  it("prints the answer for a person, and ends with 0", async () => {
    const { out, err, code } = await search(todo, "--root", "root");
    expect({ err, code }).to.deep.equal({ err: "", code: 0 });
    expect(out).to.contain("notes.txt:1:3: a TODO in a file");
  });

  it("prints the whole result as JSON with --json", async () => {
    const { out, code } = await search(todo, "--root", "root", "--json");
    expect(code).to.equal(0);
    expect(JSON.parse(out)).to.have.nested.property("structuredContent.stats.occurrences", 1);
  });

  it("prints on stderr what each policy decided, with --trail", async () => {
    const { out, err } = await search(todo, "--root", "root", "--trail", "--json");
    expect(JSON.parse(out)).to.have.property("structuredContent");
    const lines = err.trim().split("\n");
    const decisions = lines.map((line) => line.split(/\s+/).slice(0, 3).join(" "));
    expect(decisions).to.include.ordered.members(["roots admit pass", "regex admit pass", "portcullis tool pass"]);
    for (const line of lines) expect(line).to.match(/ \d+\.\d{3} ms/);
  });

  it("ends with 1 when the call is denied, and prints why", async () => {
    const { out, code } = await search({ ...todo, root_paths: ["../outside"] }, "--root", "root");
    expect(code).to.equal(1);
    expect(out).to.contain("OUTSIDE_ROOTS: root_paths[]: ");
  });

  it("ends with 1 when the arguments are wrong, and prints which", async () => {
    const { out, code } = await search({ keyword: 42 }, "--root", "root");
    expect(code).to.equal(1);
    expect(out).to.contain("INVALID_ARGUMENTS: ").and.to.contain("keyword");
  });

  it("ends with 1 when there is no such tool", async () => {
    const { err, code } = await run("call", "no_such_tool", "--root", "root");
    expect(code).to.equal(1);
    expect(err).to.contain("UNKNOWN_TOOL");
  });

  it("ends with 2 when the arguments are no JSON object, and starts no server", async () => {
    for (const words of ["{keyword", "[]", "null", "42"]) {
      const { out, err, code } = await search(words, "--root", "root");
      expect({ out, code }).to.deep.equal({ out: "", code: 2 });
      expect(err).to.contain("JSON");
    }
  });

  it("ends with 78 when the server does not start, and prints its faults", async () => {
    const manifest = workspace.manifest({ plugins: batteries, tools: { keyword_serch: { policies: [] } } });
    const { out, err, code } = await search(todo, "--manifest", manifest);
    expect({ out, code }).to.deep.equal({ out: "", code: 78 });
    expect(err).to.contain("portcullis.yaml:11:5 TOOL_UNKNOWN").and.to.contain("keyword_search");
  });

  it("prints nothing of a call's secrets, whoever threw them", async () => {
    const manifest = workspace.manifest({
      plugins: [fixture("rude-tools")],
      tools: { throws_an_error: { policies: [] } },
    });
    const { out, code } = await run("call", "throws_an_error", "--manifest", manifest);
    expect(code).to.equal(1);
    expect(out).to.match(/^TOOL_FAILED: [\w .]+ \(call [0-9a-f]{8}-1\)\n$/);
  });
});

describe("portcullis check", () => {
  it("prints each tool, what stands around it, which policy guards which parameter, and the engine", async () => {
    const { out, err, code } = await run("check", "--root", "root");
    expect({ err, code }).to.deep.equal({ err: "", code: 0 });
    const lines = out.split("\n").map((line) => line.trim().replace(/\s+/g, " "));
    expect(lines).to.include.members([
      "keyword_search",
      "policies audit-log > sanitizer > roots > regex",
      "parameter keyword pattern guarded by regex",
      "parameter root_paths[] path guarded by roots",
      "parameter include_patterns[] pattern guarded by regex",
      "parameter exclude_patterns[] pattern guarded by regex",
    ]);
    expect(out).to.match(/^probes +(\d+) of \1 came out as they must$/m);
    expect(out).to.match(/^patterns +re2(js)?\b/m);
  });

  it("prints every fault and ends with 78", async () => {
    const manifest = workspace.manifest({
      plugins: batteries,
      every: [{ use: "rots" }],
      tools: { none: { policies: [] } },
    });
    const { out, err, code } = await run("check", "--manifest", manifest);
    expect({ out, code }).to.deep.equal({ out: "", code: 78 });
    expect(err).to.contain("POLICY_UNKNOWN").and.to.contain("TOOL_UNKNOWN").and.to.contain("2 faults");
  });

  it("ends although a plugin keeps a timer", async () => {
    const manifest = workspace.manifest({ plugins: [fixture("keeps-a-timer")], tools: { tick: { policies: [] } } });
    expect(await run("check", "--manifest", manifest)).to.deep.include({ err: "", code: 0 });
  });
});

describe("portcullis", () => {
  const usage: readonly { readonly name: string; readonly words: readonly string[] }[] = [
    { name: "no command", words: [] },
    { name: "a command that is not there", words: ["guard"] },
    { name: "an option that is not there", words: ["serve", "--rot", "root"] },
    { name: "a root and a manifest", words: ["serve", "--root", "root", "--manifest", "portcullis.yaml"] },
    { name: "an audit without a root", words: ["serve", "--manifest", "portcullis.yaml", "--audit", "a.jsonl"] },
    { name: "a call without a tool", words: ["call", "--root", "root"] },
    { name: "a level of the log that is not there", words: ["serve", "--root", "root", "--log", "loud"] },
  ];
  for (const { name, words } of usage) {
    it(`ends with 2 for ${name}, and prints how to ask`, async () => {
      const { out, err, code } = await run(...words);
      expect({ out, code }).to.deep.equal({ out: "", code: 2 });
      expect(err).not.to.equal("");
    });
  }

  it("prints its commands with --help, and its version with --version", async () => {
    const help = await run("--help");
    expect(help.code).to.equal(0);
    expect(help.out).to.contain("serve").and.to.contain("call").and.to.contain("check");
    expect(await run("--version")).to.deep.equal({ out: "0.1.0\n", err: "", code: 0 });
  });
});

describe("portcullis serve at a terminal", () => {
  it("says what it is and how to connect a client, and ends at Ctrl-C", async function () {
    if (!existsSync("/usr/bin/script")) {
      console.error("        SKIPPED: `script` of util-linux is not installed, and a test needs it for a terminal.");
      this.skip();
    }
    const command = `exec '${process.execPath}' '${portcullis}' serve --root root`;
    const child = spawn("/usr/bin/script", ["-qec", command, "/dev/null"], {
      cwd: workspace.folder,
      env: { ...workspace.environment(), SHELL: "/bin/sh" },
    });
    let told = "";
    child.stdout.setEncoding("utf8").on("data", (words: string) => {
      told += words;
    });
    while (!told.includes("Ctrl-C")) await once(child.stdout, "data");
    child.stdin.write("\x03");
    expect((await once(child, "close"))[0]).to.equal(0);
    expect(told).to.contain("portcullis: an MCP server").and.to.contain("It serves keyword_search, performance_check.");
    expect(told).to.contain("claude mcp add portcullis -- ").and.to.contain("serve --root");
    expect(told).to.contain('"mcpServers"').and.to.contain('"args": [');
  });
});
