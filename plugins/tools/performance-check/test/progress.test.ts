/** A long check: what is told meanwhile, and how it is cut short. */
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { Server, type Tree, treeOf } from "./server.js";

const FUNCTION = "async def f(xs):\n    out = []\n    for x in xs:\n        out.append(await g(x))\n    return out\n\n";

describe("performance_check, while it works", function () {
  this.timeout(60_000);
  let tree: Tree;
  let server: Server;
  before(async () => {
    const files = Array.from({ length: 300 }, (_, file) => [`${file}.py`, `# ${file}\n${FUNCTION.repeat(100)}`]);
    tree = treeOf(Object.fromEntries(files));
    server = await Server.on(tree.root);
  });
  after(async () => {
    await server.close();
    tree.remove();
  });

  it("ends within 100 ms of being cancelled, and the next call is answered", async () => {
    for (const delay of [50, 400]) {
      const { call, answer } = server.begin({ paths: ["."] });
      let cancelled = Number.NaN;
      setTimeout(() => {
        cancelled = performance.now();
        call.end("cancelled");
      }, delay);
      expect((await answer).outcome).to.have.property("code", "CANCELLED");
      expect(performance.now() - cancelled).to.be.below(100);
    }
    expect((await server.check({ source_code: "x = 1\n" })).success).to.equal(true);
  });

  it("tells how many files it has checked, of how many, ten times a second at most", async () => {
    const told: { readonly at: number; readonly done: number; readonly total: number }[] = [];
    const { answer } = server.begin({ paths: ["."] }, (done, total = 0) => {
      told.push({ at: performance.now(), done, total });
    });
    expect((await answer).outcome).to.deep.equal({ kind: "done" });
    expect(told.length).to.be.greaterThan(1);
    for (const [index, { at, done, total }] of told.entries()) {
      const before = told[index - 1];
      expect(done).to.be.at.most(total);
      expect(total).to.be.at.most(300);
      if (before === undefined) continue;
      expect(at - before.at).to.be.at.least(99);
      expect(done).to.be.greaterThan(before.done);
    }
  });

  it("leaves the server's thread to others", async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    const began = performance.now();
    await server.check({ paths: ["."], min_severity: "critical" });
    clearInterval(timer);
    expect(ticks).to.be.above((performance.now() - began) / 20);
  });
});
