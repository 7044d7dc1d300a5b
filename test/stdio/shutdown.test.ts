/** How a server ends: what was asked is answered as far as can be, the audit is closed, no process stays. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { describe, it } from "mocha";
import { codeOf, ServerProcess, textOf } from "./server-process.js";
import { fixture, Workspace } from "./workspace.js";

describe("a server ends", () => {
  const started = async () => {
    const workspace = new Workspace();
    const manifest = {
      plugins: [
        "@portcullis/policy-audit-log",
        fixture("polite-tools"),
        fixture("rude-tools"),
        fixture("keeps-a-timer"),
      ],
      every: [workspace.auditLog],
      tools: {
        echo: { policies: [] },
        wait: { policies: [] },
        gives_too_much: { policies: [], limits: { maxResultBytes: "3MB" } },
        never_answers: { policies: [], limits: { timeout: "400ms" } },
        keeps_a_timer: { policies: [] },
        tick: { policies: [] },
      },
    };
    const server = await ServerProcess.started(["--manifest", workspace.manifest(manifest)], workspace.environment());
    return { server, workspace };
  };
  const lastRecords = (workspace: Workspace, count: number) =>
    workspace
      .audit()
      .slice(-count)
      .map(({ event, outcome }) => [event, outcome].join(" ").trim());
  /** Waits until a call is at work. */
  const begun = async (workspace: Workspace) => {
    while (lastRecords(workspace, 1)[0] !== "call.start") await sleep(5);
  };
  const clean = { code: 0, signal: null };

  describe("when its client's side of stdin ends", () => {
    it("at once, when nothing is at work", async () => {
      const { server, workspace } = await started();
      const asked = Date.now();
      expect(await server.end()).to.deep.equal(clean);
      expect(Date.now() - asked).to.be.below(700);
      expect(lastRecords(workspace, 1)).to.deep.equal(["server.stop"]);
    });

    it("after what was asked last, when that is quick: echo … | portcullis serve", async () => {
      const { server, workspace } = await started();
      const answers = [
        server.request("tools/call", { name: "wait", arguments: { ms: 200 } }),
        server.request("tools/call", { name: "echo", arguments: { text: "last" } }),
      ];
      expect(await server.end()).to.deep.equal(clean);
      const [waited, echoed] = await Promise.all(answers);
      expect([textOf(waited?.result), textOf(echoed?.result)]).to.deep.equal(["waited", "last"]);
      expect(lastRecords(workspace, 3)).to.deep.equal(["call.end done", "call.end done", "server.stop"]);
    });

    it("within 1 s, whatever hangs and whatever timers plugins keep", async () => {
      const { server, workspace } = await started();
      await server.call("keeps_a_timer");
      await server.call("tick");
      void server.request("tools/call", { name: "wait", arguments: { ms: 60_000 } });
      void server.request("tools/call", { name: "never_answers" });
      const asked = Date.now();
      expect(await server.end()).to.deep.equal(clean);
      expect(Date.now() - asked).to.be.below(1000);
      expect(lastRecords(workspace, 3)).to.deep.equal(["call.end timeout", "call.end cancelled", "server.stop"]);
    });

    it("at once, within a message", async () => {
      const { server } = await started();
      server.write('{"jsonrpc":"2.0","id":"half","method":"ping"}');
      expect(await server.end()).to.deep.equal(clean);
      expect(server.messages.filter(({ id }) => id === "half")).to.deep.equal([]);
    });

    it("with its last answer whole, when the client reads slowly", async () => {
      const { server } = await started();
      server.child.stdout.pause();
      const asked = server.request("tools/call", { name: "gives_too_much", arguments: {} });
      server.child.stdin.end();
      await sleep(300);
      server.child.stdout.resume();
      expect(textOf((await asked).result)).to.have.length(2_000_000);
      expect(await server.end()).to.deep.equal(clean);
    });
  });

  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    it(`at ${signal}, after what is at work is answered`, async () => {
      const { server, workspace } = await started();
      const waiting = server.request("tools/call", { name: "wait", arguments: { ms: 400 } });
      await begun(workspace);
      server.child.kill(signal);
      expect(textOf((await waiting).result)).to.equal("waited");
      expect(await server.exit).to.deep.equal(clean);
      expect(lastRecords(workspace, 2)).to.deep.equal(["call.end done", "server.stop"]);
    });
  }

  it("at SIGTERM, and a call that hangs has until its own deadline", async () => {
    const { server, workspace } = await started();
    const asked = server.request("tools/call", { name: "never_answers" });
    await begun(workspace);
    server.child.kill("SIGTERM");
    expect(codeOf((await asked).result)).to.equal("TIMEOUT");
    expect(await server.exit).to.deep.equal(clean);
    expect(lastRecords(workspace, 2)).to.deep.equal(["call.end timeout", "server.stop"]);
  });

  it("at SIGTERM, and begins no call that comes after it, but answers and records it", async () => {
    const { server, workspace } = await started();
    const asked = server.request("tools/call", { name: "wait", arguments: { ms: 700 } });
    await begun(workspace);
    server.child.kill("SIGTERM");
    await server.logged("stopped");
    expect(codeOf(await server.call("echo", { text: "too late" }))).to.equal("CANCELLED");
    expect(textOf((await asked).result)).to.equal("waited");
    expect(await server.exit).to.deep.equal(clean);
    expect(lastRecords(workspace, 4)).to.deep.equal([
      "call.start",
      "call.end cancelled",
      "call.end done",
      "server.stop",
    ]);
  });

  it("at SIGTERM, and waits for no call once its client is gone as well", async () => {
    const { server, workspace } = await started();
    void server.request("tools/call", { name: "wait", arguments: { ms: 20_000 } });
    await begun(workspace);
    server.child.kill("SIGTERM");
    await server.logged("stopped");
    const asked = Date.now();
    expect(await server.end()).to.deep.equal(clean);
    expect(Date.now() - asked).to.be.below(1000);
    expect(lastRecords(workspace, 2)).to.deep.equal(["call.end cancelled", "server.stop"]);
  });

  it("at the first answer that nobody takes: stdout is closed", async () => {
    const { server, workspace } = await started();
    server.child.stdout.destroy();
    await once(server.child.stdout, "close");
    server.send({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "echo", arguments: { text: "?" } } });
    expect(await server.exit).to.deep.equal(clean);
    expect(lastRecords(workspace, 2)).to.deep.equal(["call.end done", "server.stop"]);
  });

  it("when its client is killed, and all three pipes break at once", async () => {
    const { server, workspace } = await started();
    void server.request("tools/call", { name: "wait", arguments: { ms: 60_000 } });
    await begun(workspace);
    const { stdin, stdout, stderr } = server.child;
    for (const pipe of [stdin, stdout, stderr]) pipe.destroy();
    const asked = Date.now();
    expect(await server.exit).to.deep.equal(clean);
    expect(Date.now() - asked).to.be.below(1000);
    expect(lastRecords(workspace, 2)).to.deep.equal(["call.end cancelled", "server.stop"]);
  });
});
