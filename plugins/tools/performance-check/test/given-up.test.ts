/** Files that cost a process are given up, and the others are checked all the same. */
import { HostWorkers } from "@portcullis/core";
import type { Log } from "@portcullis/plugin-api";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { Pool } from "../src/pool/dispatch.js";

/** The package shows its tool alone; its insides are read where they are built. */
const { Dispatch }: typeof import("../src/pool/dispatch.js") = await import(
  new URL("./pool/dispatch.js", import.meta.resolve("@portcullis/tool-performance-check")).href
);

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const names = (before: string, count: number) => Array.from({ length: count }, (_, index) => `${before}${index}`);

describe("a file that costs a process", function () {
  this.timeout(30_000);
  let workers: HostWorkers;
  let pool: Pool;
  beforeEach(() => {
    workers = new HostWorkers({}, silent);
    pool = workers.pool(new URL("./mortal-worker.js", import.meta.url), { size: 2 });
  });
  afterEach(() => workers.close());

  async function checked(files: readonly string[], signal = new AbortController().signal) {
    const reported: string[] = [];
    const givenUp: string[] = [];
    const dispatch = new Dispatch({ pool, paths: [], rules: "default", signal }, (report) =>
      (report.kind === "given-up" ? givenUp : reported).push(report.path),
    );
    // All on one process: texts of one length go to the same.
    for (const path of files) dispatch.add({ path, language: "python", source: "" });
    await dispatch.done();
    return { reported, givenUp };
  }

  it("is given up when it ends it, and the others are checked once", async () => {
    const files = [...names("a", 3), "die", ...names("b", 60)];
    const { reported, givenUp } = await checked(files);
    expect(givenUp).to.deep.equal(["die"]);
    expect(reported).to.deep.equal(files.filter((name) => name !== "die"));
  });

  it("is given up when it hangs", async () => {
    const { reported, givenUp } = await checked(["a", "hang", "b"]);
    expect(givenUp).to.deep.equal(["hang"]);
    expect(reported).to.deep.equal(["a", "b"]);
  });

  it("does not hold up a call that is cancelled", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    let cancelled = Number.NaN;
    setTimeout(() => {
      cancelled = performance.now();
      controller.abort(reason);
    }, 500);
    const thrown = await checked(["hang", "a"], controller.signal).catch((error: unknown) => error);
    expect(thrown).to.equal(reason);
    expect(performance.now() - cancelled).to.be.below(100);
  });
});
