/**
 * keyword_search under attack: directories that are swapped while it reads, patterns that take for ever, thousands of
 * calls. `ATTACKS=long` makes 100,000 reads and 10,000 calls.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { type Searcher, searcherOn } from "../ripgrep/searcher.js";
import { SwappedTree, secret } from "./swapped-tree.js";

const long = process.env.ATTACKS === "long";
const READS = long ? 100_000 : 5_000;
const CALLS = long ? 10_000 : 500;

const [NEWLINE, LETTER_A] = [10, 97];

/** The processes that this one started and that still run. */
const children = (): number[] =>
  readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);

/** What they take of memory, in MB. */
const memory = (): number =>
  children().reduce((sum, child) => {
    const pages = Number(readFileSync(`/proc/${child}/statm`, "utf8").split(" ")[1]);
    return sum + (pages * 4096) / 1e6;
  }, 0);

describe("keyword_search, attacked", function () {
  this.timeout(0);
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  for (const swap of ["a directory", "a file"] as const) {
    it(`tells nothing from outside while ${swap} is swapped, in ${READS} reads`, async () => {
      const tree = new SwappedTree(swap);
      const searcher = await searcherOn(tree.root);
      try {
        tree.attack();
        expect(tree.naiveReaderEscapes(), "this attacker proves nothing").to.equal(true);
        let told = "";
        for (let read = 0; read < READS; ) {
          // Another query each time, every other time without trust: files are read, not recalled.
          const fresh = read % 2 === 0 ? "strict" : "auto";
          const args = { keyword: `${secret}|inside|x{${(read % 50) + 1}}`, use_regex: true, root_paths: ["."], fresh };
          const answer = await searcher.all(args);
          told += answer.matches.map(({ path, text }) => `${path} ${text}`).join();
          told += answer.stats.unreadable_files.join();
          read += answer.stats.files_searched;
        }
        expect(told).to.include("inside");
        expect(told).not.to.include(secret);
      } finally {
        await searcher.close();
        await tree.remove();
      }
    });
  }

  describe("on a tree of its own", () => {
    let root: string;
    let searcher: Searcher;
    beforeEach(async () => {
      root = mkdtempSync(path.join(tmpdir(), "portcullis-search-"));
      for (let folder = 0; folder < 20; folder++) {
        mkdirSync(path.join(root, `${folder}`));
        for (let file = 0; file < 20; file++) {
          writeFileSync(path.join(root, `${folder}/${file}.txt`), `word ${file} in ${folder}\n`.repeat(50));
        }
      }
      // Of letters that RE2 meets in ever new states.
      const letters = randomBytes(5_000_000).map((byte) => (byte < 5 ? NEWLINE : LETTER_A + (byte % 8)));
      writeFileSync(path.join(root, "large.txt"), letters);
      searcher = await searcherOn(root);
    });
    afterEach(async () => {
      await searcher.close();
      rmSync(root, { recursive: true });
    });

    it("ends a pattern that would take minutes when the call ends, and holds up nobody meanwhile", async () => {
      await searcher.all({ keyword: "word", root_paths: ["."] });
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const began = performance.now();
      const slow = searcher.page(
        { keyword: "[a-f].{0,90}[g-p].{0,90}[0-9]", use_regex: true, root_paths: ["."] },
        1000,
      );
      const outcome = await slow.catch((error: unknown) => String(error));
      const took = performance.now() - began;
      delay.disable();
      expect(outcome).to.include("CANCELLED");
      expect(took).to.be.within(1000, 1250);
      expect(delay.percentile(99) / 1e6, "ms of delay in the server").to.be.below(20);
      // A process that was ended is there again.
      const { stats } = await searcher.all({ keyword: "word", root_paths: ["."] });
      expect(stats.occurrences).to.equal(20_000);
    });

    it(`takes no more memory after ${CALLS} calls, with edits between them`, async () => {
      const some = async (calls: number) => {
        for (let call = 0; call < calls; call++) {
          writeFileSync(path.join(root, `${call % 20}/${call % 19}.txt`), `word ${call}\n`.repeat(call % 100));
          await searcher.all({ keyword: `word ${call % 100}`, root_paths: ["."], max_results: 50 });
        }
        await setTimeout(300);
        return memory();
      };
      const before = await some(CALLS / 2);
      const after = await some(CALLS / 2);
      console.log(`      ${before.toFixed(0)} MB, then ${after.toFixed(0)} MB`);
      expect(after - before, "MB more").to.be.below(40);
    });

    it("leaves no process behind", async () => {
      const others = children();
      await searcher.all({ keyword: "word", root_paths: ["."] });
      expect(children()).to.have.length.above(others.length);
      await searcher.close();
      expect(children().filter((child) => !others.includes(child))).to.deep.equal([]);
    });
  });
});
