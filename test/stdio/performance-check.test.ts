/** A check of 2 MB beside calls of another tool: they are answered as fast as without it. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { ServerProcess } from "./server-process.js";
import { batteries, fixture, Workspace } from "./workspace.js";

/** Milliseconds. */
const DELAY = 20;

/** As large as a source may be, of code like any other. */
const FUNCTION = `async def step_NUMBER(client, rows):
    total = {}
    for row in rows:
        if row.kind not in ("a", "b") or row.value is None:
            continue
        total[row.kind] = total.get(row.kind, 0) + row.value * 2
    return await client.send(sorted(total.items()), key="NUMBER")

`;
const LARGE = Array.from({ length: 6000 }, (_, number) => FUNCTION.replaceAll("NUMBER", String(number)))
  .join("")
  .slice(0, 2 * 1024 * 1024);

describe("performance_check of 2 MB on a real server", function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  let server: ServerProcess;
  before(async () => {
    const manifest = workspace.manifest({
      plugins: [...batteries, fixture("polite-tools")],
      every: [workspace.auditLog, { use: "sanitizer" }],
      tools: {
        echo: { policies: [] },
        performance_check: { policies: [workspace.roots, { use: "regex" }] },
      },
    });
    server = await ServerProcess.started(["--manifest", manifest], workspace.environment());
  });
  after(() => server.end());

  /** How long the calls of another tool take, one after another, until a promise is kept. */
  async function latencies(until: Promise<unknown>): Promise<number[]> {
    const times: number[] = [];
    let isOver = false;
    const over = until.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      const began = performance.now();
      await server.call("echo", { text: "here" });
      times.push(performance.now() - began);
      await sleep(2);
    }
    await over;
    return times.sort((a, b) => a - b);
  }
  const p99 = (times: readonly number[]) => times[Math.floor(times.length * 0.99)] ?? Number.NaN;

  it("delays another call by 20 ms at most", async () => {
    const source_code = LARGE;
    await server.call("performance_check", { source_code: "x = 1\n" });
    const alone = await latencies(sleep(2000));
    const beside = await latencies(
      (async () => {
        for (let round = 0; round < 3; round += 1) {
          // Another text each time: none is remembered.
          const { isError } = await server.call("performance_check", { source_code: `${source_code.slice(round)}\n` });
          expect(isError).to.not.equal(true);
        }
      })(),
    );
    expect(beside.length).to.be.greaterThan(100);
    expect(p99(beside) - p99(alone)).to.be.below(DELAY);
  });
});
