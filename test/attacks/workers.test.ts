/**
 * Promise 1, beside the files: a worker process that stands in a directory reads nothing outside its root, whatever is
 * swapped meanwhile: a directory, a file, or the root itself, for a link or for another directory. A control that trusts
 * a checked name runs first.
 *
 * `ATTACKS=long` makes 100,000 attempts against each attacker.
 */
import { tmpdir } from "node:os";
import { HostFiles, HostWorkers } from "@portcullis/core";
import type { RootedPath } from "@portcullis/plugin-api";
import { expect } from "chai";
import type { Counts, Task } from "./reading-worker.js";
import { SwappedTree } from "./swapped-tree.js";

const attempts = process.env.ATTACKS === "long" ? 100_000 : 10_000;
/** Each takes hold of the root anew, while it is swapped. */
const processes = 10;
/** Each side of a swap must be met so often, or the two hardly met and nothing is proved. */
const met = 20;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

for (const swap of ["a directory", "a file", "the root", "the root for another"] as const) {
  describe(`while ${swap} is swapped under a worker`, function () {
    this.timeout(300_000);
    let tree: SwappedTree;
    let files: HostFiles;
    let path: RootedPath;

    before(function () {
      if (process.platform !== "linux") this.skip();
      tree = new SwappedTree(swap);
      files = new HostFiles();
      const located = files.root(tree.root).locate(".", { symlinks: "deny" });
      if (located.kind === "refused") throw new Error(located.why);
      path = located.path;
      console.log(`      the attacker in ${tree.attack()}`);
    });
    after(async () => {
      files?.close();
      await tree?.remove();
    });

    it("a process that trusts a checked name reads outside", () => {
      expect(tree.naiveReaderEscapes(), "this attacker proves nothing").to.equal(true);
    });

    it("a worker lists, looks at and reads nothing outside", async () => {
      const { signal } = new AbortController();
      const counts: Counts = { attempts: 0, done: 0, denied: 0, escapes: 0 };
      while (counts.attempts < attempts) {
        const workers = new HostWorkers({ TMPDIR: tmpdir() }, silent);
        const pool = workers.pool<Task, Counts>(new URL("./reading-worker.js", import.meta.url), { size: 1 });
        const told = await pool.run(0, { attempts: attempts / processes }, { paths: [path], signal });
        for (const key of ["attempts", "done", "denied", "escapes"] as const) counts[key] += told[key];
        await workers.close();
      }
      console.log(`      ${JSON.stringify(counts)}`);
      expect(counts.escapes).to.equal(0);
      // A root that is not in its place is not taken hold of; once it is held, it does not matter what takes its name.
      expect(Math.min(counts.done, counts.denied)).to.be.above(met);
    });
  });
}
