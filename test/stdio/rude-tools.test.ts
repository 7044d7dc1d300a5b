/** Tools that do what tools must not: the client gets a code and an id, and the server goes on. */
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { codeOf, type Message, ServerProcess, textOf } from "./server-process.js";
import { batteries, fixture, Workspace } from "./workspace.js";

const tools = [
  "throws_an_error",
  "throws_null",
  "throws_what_cannot_be_shown",
  "gives_nothing",
  "gives_no_content",
  "gives_a_bigint",
  "gives_a_circle",
  "breaks_its_schema",
  "forgets_what_it_promised",
  "gives_too_much",
  "never_answers",
  "prints",
  "rejects_unseen",
  "rejects_while_at_work",
  "goes_backwards",
  "keeps_a_timer",
];

/** The only text that a client sees of a call that failed in the host. */
const fixedText = /^[A-Z_]+: [\w ,.';]+ \(call [0-9a-f]{8}-\d+\)$/;

describe("a tool that does what tools must not", () => {
  const workspace = new Workspace();
  let server: ServerProcess;

  before(async () => {
    const entry = { policies: [], limits: { timeout: "300ms" } };
    const manifest = {
      plugins: [...batteries, fixture("rude-tools"), fixture("polite-tools")],
      every: [workspace.auditLog, { use: "sanitizer" }],
      tools: { ...Object.fromEntries(tools.map((name) => [name, entry])), echo: { policies: [] } },
    };
    server = await ServerProcess.started(["--manifest", workspace.manifest(manifest)], workspace.environment());
  });

  const failed = async (tool: string, code: string, outcome = "failed"): Promise<Message["result"]> => {
    const result = await server.call(tool);
    expect(result.isError).to.equal(true);
    expect(codeOf(result)).to.equal(code);
    expect(textOf(result)).to.match(fixedText);
    const id = result._meta?.["portcullis/call"];
    expect(textOf(result)).to.contain(`(call ${id})`);
    const end = workspace.audit().find(({ event, call }) => event === "call.end" && call === id);
    expect(end).to.include({ tool, outcome, code });
    expect(textOf(await server.call("echo", { text: "still here" }))).to.equal("still here");
    return result;
  };

  it("tells the client a code and the call's id, and the log the rest under that id", async () => {
    const result = await failed("throws_an_error", "TOOL_FAILED");
    expect(JSON.stringify(server.messages)).not.to.match(/hunter2|\/etc\/secret|rude-tools/);
    const id = String(result?._meta?.["portcullis/call"]);
    await server.logged("hunter2");
    const line = server.stderr.split("\n").find((written) => written.includes(id) && written.includes("TOOL_FAILED"));
    expect(line).to.contain("password=hunter2 at /etc/secret").and.to.contain("rude-tools/index.js");
  });

  it("may throw null", () => failed("throws_null", "TOOL_FAILED"));
  it("may throw what cannot even be shown", () => failed("throws_what_cannot_be_shown", "TOOL_FAILED"));
  it("may give nothing", () => failed("gives_nothing", "TOOL_FAILED"));
  it("may give no content", () => failed("gives_no_content", "OUTPUT_INVALID"));
  it("may give a BigInt, which is no JSON", () => failed("gives_a_bigint", "TOOL_FAILED"));
  it("may give a circle, which is no JSON", () => failed("gives_a_circle", "TOOL_FAILED"));
  it("may break its own output schema", () => failed("breaks_its_schema", "OUTPUT_INVALID"));
  it("may forget the structured content that it promised", () => failed("forgets_what_it_promised", "OUTPUT_INVALID"));
  it("may never answer: its time is up when the manifest says", () => failed("never_answers", "TIMEOUT", "timeout"));

  it("may answer with 2 MB, which is too much, and the server says how much is allowed", async () => {
    const result = await failed("gives_too_much", "RESULT_TOO_LARGE");
    expect(textOf(result)).to.contain("1000000 are allowed").and.to.have.length.below(200);
  });

  it("may print: stdout stays JSON-RPC, and the text is found on stderr", async () => {
    expect(textOf(await server.call("prints"))).to.equal("printed");
    await server.logged("printed during a call");
    expect(server.stderr).to.contain("told during a call").and.to.contain('"method":"forged"');
    expect(server.stderr).to.contain("printed while it was loaded").and.to.contain("written while it was loaded");
    expect(server.strays).to.deep.equal([]);
  });

  it("may leave a rejected promise to nobody", async () => {
    expect(textOf(await server.call("rejects_unseen"))).to.equal("rejected");
    await server.logged("nobody waits for this");
    expect(textOf(await server.call("echo", { text: "still here" }))).to.equal("still here");
  });

  it("may leave one while it is at work: the call fails at once, and is recorded", async () => {
    const failed = await server.call("rejects_while_at_work");
    // Not TIMEOUT: it does not wait for its time to be up.
    expect(codeOf(failed)).to.equal("TOOL_FAILED");
    expect(textOf(failed)).to.match(fixedText);
    await server.logged("nobody waits for that either");
    expect(workspace.audit().at(-1)).to.include({ outcome: "failed", code: "TOOL_FAILED" });
  });

  it("may tell of progress backwards: the client hears of what goes forward", async () => {
    const params = { name: "goes_backwards", arguments: {}, _meta: { progressToken: "p" } };
    await server.request("tools/call", params);
    const told = server.messages.filter(({ method }) => method === "notifications/progress");
    expect(told.map(({ params }) => params)).to.deep.equal(
      [1, 2, 3].map((progress) => ({ progressToken: "p", progress, total: 3 })),
    );
  });

  it("may keep a timer: the server still ends when its client is gone", async () => {
    expect(textOf(await server.call("keeps_a_timer"))).to.equal("ticking");
    const asked = Date.now();
    expect(await server.end()).to.deep.equal({ code: 0, signal: null });
    expect(Date.now() - asked).to.be.below(1500);
    expect(workspace.audit().at(-1)?.event).to.equal("server.stop");
  });
});
