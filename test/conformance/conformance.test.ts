/** The protocol's own conformance suite, through the policies: `@modelcontextprotocol/conformance` over a bridge. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { portcullis, root } from "../repository.js";
import { Workspace } from "../stdio/workspace.js";
import { Bridge } from "./bridge.js";

const here = join(root, "test/conformance");
const expectedFailures = join(here, "expected-failures.yml");

/** The tools of the plugin, and the scenario that passes with each. */
const tools = {
  test_simple_text: "tools-call-simple-text",
  test_image_content: "tools-call-image",
  test_audio_content: "tools-call-audio",
  test_embedded_resource: "tools-call-embedded-resource",
  test_multiple_content_types: "tools-call-mixed-content",
  test_error_handling: "tools-call-error",
  test_tool_with_progress: "tools-call-with-progress",
  json_schema_2020_12_tool: "json-schema-2020-12",
};

/** Every scenario that passes. The others stand in expected-failures.yml. */
const passing = ["server-initialize", "ping", "tools-list", ...Object.values(tools), "server-sse-multiple-streams"];

/** Where the suite is installed. */
function installed(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve("@modelcontextprotocol/conformance/dist/index.js");
  } catch {
    return undefined;
  }
}

describe("the protocol's conformance suite", () => {
  const workspace = new Workspace();
  let bridge: Bridge | undefined;
  let suite: ChildProcessWithoutNullStreams | undefined;
  /** All that the suite prints. */
  let told = "";
  let exitCode: number | null;
  /** How many checks of each scenario failed. */
  let failed: ReadonlyMap<string, number>;

  before(async function () {
    this.timeout(40_000);
    const program = installed();
    if (program === undefined) {
      console.warn("    SKIPPED: @modelcontextprotocol/conformance is not installed. npm install");
      this.skip();
    }
    const manifest = workspace.manifest({
      plugins: [join(here, "plugin"), "@portcullis/policy-audit-log", "@portcullis/policy-sanitizer"],
      every: [workspace.auditLog, { use: "sanitizer" }],
      tools: Object.fromEntries(Object.keys(tools).map((tool) => [tool, { policies: [] }])),
    });
    const env = workspace.environment();
    const serve = [portcullis, "serve", "--manifest", manifest, "--log", "error"];
    bridge = new Bridge({ command: process.execPath, args: serve, env, stderr: "inherit" });
    const preload = ["--import", pathToFileURL(join(here, "node-20.js")).href];
    const options = ["--url", await bridge.listen(), "--suite", "all", "--expected-failures", expectedFailures];
    suite = spawn(process.execPath, [...preload, program, "server", ...options], { cwd: workspace.folder, env });
    const [out, err, [code]] = await Promise.all([text(suite.stdout), text(suite.stderr), once(suite, "close")]);
    told = out + err;
    exitCode = code;
    const summary = told.matchAll(/^[✓✗] (\S+): \d+ passed, (\d+) failed$/gm);
    failed = new Map([...summary].map(([, scenario = "", count]) => [scenario, Number(count)]));
  });
  after(async () => {
    suite?.kill();
    await bridge?.close();
  });

  for (const scenario of passing) {
    it(`passes: ${scenario}`, () => {
      expect(failed.get(scenario)).to.equal(0);
    });
  }

  it("fails in every scenario in which that is expected, and in no other", () => {
    expect(exitCode, told).to.equal(0);
    const expected = [...told.matchAll(/^ {2}~ (\S+)$/gm)].map(([, scenario]) => scenario);
    expect([...failed.keys()]).to.have.members([...passing, ...expected]);
  });

  it("loses no message on the bridge", () => {
    expect(bridge?.lost).to.deep.equal([]);
  });

  it("calls every tool through the policies", () => {
    const ends = workspace.audit().filter(({ event }) => event === "call.end");
    const { json_schema_2020_12_tool: onlyListed, ...called } = tools;
    const known = ends.filter(({ code }) => code !== "UNKNOWN_TOOL");
    expect(known.map(({ tool }) => tool)).to.have.members(Object.keys(called));
    for (const end of known) expect(end).to.have.nested.property("trail[1].policy", "sanitizer");
  });
});
