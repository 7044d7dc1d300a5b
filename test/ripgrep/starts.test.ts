/** However the processes share the directories of a call, each file is searched once. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { searcherOn } from "./searcher.js";

const STARTS = ["a", "b", "c", "d", "e", "f"];
const [FOLDERS, FILES] = [60, 25];

describe("keyword_search, of several starts", function () {
  this.timeout(60_000);
  let root: string;
  before(() => {
    root = mkdtempSync(path.join(tmpdir(), "portcullis-starts-"));
    for (const start of STARTS) mkdirSync(path.join(root, start));
    // One start has all the work: whoever gets it must leave some of it to others.
    for (let folder = 0; folder < FOLDERS; folder++) {
      mkdirSync(path.join(root, `e/${folder}`));
      for (let file = 0; file < FILES; file++) {
        writeFileSync(path.join(root, `e/${folder}/${file}.txt`), "some word\n".repeat(2000));
      }
    }
  });
  after(() => rmSync(root, { recursive: true }));

  for (const starts of [["."], STARTS, STARTS.slice(3), ["e/7", "e", "e/7/1.txt", "."]]) {
    it(`searches each file once, from ${starts.join(", ")}`, async () => {
      for (let round = 0; round < 3; round++) {
        const searcher = await searcherOn(root);
        try {
          for (const fresh of ["auto", "strict", "auto"]) {
            const { stats } = await searcher.page({ keyword: "word", root_paths: starts, output: "count", fresh });
            expect([stats.files_searched, stats.occurrences]).to.deep.equal([FOLDERS * FILES, FOLDERS * FILES * 2000]);
          }
        } finally {
          await searcher.close();
        }
      }
    });
  }
});
