/** Policies that fail, deny and lead astray: no call passes that one of them did not let pass. */
import type { Decision } from "@portcullis/plugin-api";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { codeOf, ServerProcess, textOf } from "./server-process.js";
import { batteries, fixture, Workspace } from "./workspace.js";

/** An entry of a manifest. */
interface Entry {
  readonly use: string;
  readonly mode?: "audit" | "off";
  readonly onFailure?: "continue";
}

/** Starts a server with a tool for each of some policies, of its name, that reads a file within the root. */
async function serverWith(workspace: Workspace, entries: readonly Entry[]) {
  const tools = entries.map((entry) => [entry.use.replaceAll("-", "_"), { policies: [workspace.roots, entry] }]);
  const manifest = {
    plugins: [...batteries, fixture("rude-policies")],
    every: [workspace.auditLog],
    tools: Object.fromEntries(tools),
  };
  return ServerProcess.started(["--manifest", workspace.manifest(manifest), "--trail"], workspace.environment());
}

/** Calls the tool that a policy stands around. */
async function callAround(policy: string, { server, workspace }: { server: ServerProcess; workspace: Workspace }) {
  const result = await server.call(policy.replaceAll("-", "_"), { file_path: "notes.txt" });
  const records = workspace.audit();
  const end = records.findLast(({ event, tool }) => event === "call.end" && tool === policy.replaceAll("-", "_"));
  const trail = result._meta?.["portcullis/trail"] as Decision[];
  return {
    code: codeOf(result),
    text: textOf(result),
    end,
    own: trail.filter((decision) => decision.policy === policy),
  };
}

const notes = "a TODO in a file\n";

describe("a policy that fails", () => {
  const workspace = new Workspace();
  const enforced = [
    "throws-in-started",
    "throws-in-before",
    "throws-in-after",
    "throws-in-settled",
    "rejects-in-before",
    "says-nothing",
    "says-nonsense",
    "denies-in-started",
    "denies-in-before",
    "denies-in-after",
    "denies-in-settled",
    "gives-what-is-no-json",
    "leads-outside",
    "leads-astray",
  ];
  let server: ServerProcess;
  before(async () => {
    server = await serverWith(
      workspace,
      enforced.map((use) => ({ use })),
    );
  });

  const denied = async (policy: string, code: string) => {
    const { end, ...called } = await callAround(policy, { server, workspace });
    expect(called.code).to.equal(code);
    expect(called.text).not.to.contain("TODO");
    expect(end).to.include({ outcome: "denied", code, policy });
    expect(JSON.stringify(server.messages)).not.to.match(/hunter2|outside secret/);
  };

  it("denies when it throws as the call begins", () => denied("throws-in-started", "POLICY_FAILED"));
  it("denies when it throws before the tool", () => denied("throws-in-before", "POLICY_FAILED"));
  it("denies when it rejects before the tool", () => denied("rejects-in-before", "POLICY_FAILED"));
  it("withholds the answer when it throws after the tool", () => denied("throws-in-after", "POLICY_FAILED"));
  it("withholds the answer when it throws at the record", () => denied("throws-in-settled", "POLICY_FAILED"));
  it("denies when it answers nothing", () => denied("says-nothing", "POLICY_FAILED"));
  it("denies when it answers what is no verdict", () => denied("says-nonsense", "POLICY_FAILED"));
  it("denies a call as it begins", () => denied("denies-in-started", "NOT_TODAY"));
  it("denies a call before the tool", () => denied("denies-in-before", "NOT_TODAY"));
  it("withholds an answer after the tool", () => denied("denies-in-after", "NOT_TODAY"));
  it("withholds an answer at the record", () => denied("denies-in-settled", "NOT_TODAY"));

  it("cannot lead a path that was admitted to another one: what it puts there is admitted anew", async () => {
    const { code, text, end } = await callAround("leads-outside", { server, workspace });
    expect(code).to.equal("OUTSIDE_ROOTS");
    expect(text).not.to.contain("secret");
    expect(end).to.include({ outcome: "denied", policy: "roots" });
  });

  it("cannot put in what the tool's schema refuses", async () => {
    const { code, end } = await callAround("leads-astray", { server, workspace });
    expect(code).to.equal("INVALID_ARGUMENTS");
    expect(end).to.include({ outcome: "invalid" });
  });

  it("leaves the request answered when what it puts out is no JSON", async () => {
    const params = { name: "gives_what_is_no_json", arguments: { file_path: "notes.txt" } };
    const { error } = await server.request("tools/call", params);
    expect(error).to.deep.equal({ code: -32603, message: "Internal error" });
  });

  it("has told the log what it threw, under the call's id", async () => {
    const result = await server.call("throws_in_before", { file_path: "notes.txt" });
    const id = String(result._meta?.["portcullis/call"]);
    await server.logged(id);
    const line = server.stderr.split("\n").find((written) => written.includes(id));
    expect(line).to.contain("throws-in-before").and.to.contain("password=hunter2 at /etc/secret");
  });
});

describe("a policy that the manifest does not wholly obey", () => {
  const workspace = new Workspace();
  let server: ServerProcess;
  before(async () => {
    server = await serverWith(workspace, [
      { use: "denies-in-before", mode: "audit" },
      { use: "denies-in-after", mode: "audit" },
      { use: "throws-in-before", mode: "audit" },
      { use: "leads-outside", mode: "audit" },
      { use: "denies-in-started", mode: "off" },
      { use: "throws-in-settled", onFailure: "continue" },
      { use: "denies-in-settled", onFailure: "continue" },
      { use: "throws-in-started", onFailure: "continue" },
      { use: "throws-in-after", onFailure: "continue" },
    ]);
  });

  const passed = async (policy: string) => {
    const { text, end, own } = await callAround(policy, { server, workspace });
    expect(text).to.equal(notes);
    expect(end).to.include({ outcome: "done" });
    return own.map(({ phase, verdict, code = "" }) => `${phase} ${verdict} ${code}`.trim());
  };

  it("would deny, in mode audit, and the call passes", async () => {
    expect(await passed("denies-in-before")).to.deep.equal(["before would-deny NOT_TODAY"]);
  });
  it("would withhold, in mode audit, and the answer leaves", async () => {
    expect(await passed("denies-in-after")).to.deep.equal(["after would-deny NOT_TODAY"]);
  });
  it("fails, in mode audit, and the call passes", async () => {
    expect(await passed("throws-in-before")).to.deep.equal(["before would-deny POLICY_FAILED"]);
  });
  it("would rewrite, in mode audit, and the arguments stay", async () => {
    expect(await passed("leads-outside")).to.deep.equal(["before would-rewrite"]);
  });
  it("is off, and nothing of it is in the trail", async () => {
    expect(await passed("denies-in-started")).to.deep.equal([]);
  });
  it("cannot record the end, and the answer leaves, with onFailure: continue", async () => {
    expect(await passed("throws-in-settled")).to.deep.equal(["settled deny POLICY_FAILED"]);
    expect(await passed("denies-in-settled")).to.deep.equal(["settled deny NOT_TODAY"]);
  });
  it("cannot record the start, and the call goes on, with onFailure: continue", async () => {
    expect(await passed("throws-in-started")).to.deep.equal(["started deny POLICY_FAILED"]);
  });
  it("still withholds an answer that it should have judged, with onFailure: continue", async () => {
    const { code } = await callAround("throws-in-after", { server, workspace });
    expect(code).to.equal("POLICY_FAILED");
  });
});
