/**
 * keyword_search is never stale: another process changes the tree in every way, and each search right after sees the
 * change. Ripgrep, which remembers nothing, says what is to be found. `ATTACKS=long` makes 3,000 edits.
 */
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { rgPath } from "@vscode/ripgrep";
import { expect } from "chai";
import { type Searcher, searcherOn } from "../ripgrep/searcher.js";

const EDITS = process.env.ATTACKS === "long" ? 3000 : 300;

/** Of each file the count, as ripgrep has it. */
function counted(root: string): string[] {
  const args = ["--count-matches", "--no-config", "--no-ignore-global", "--no-require-git", "mark", "."];
  try {
    const told = execFileSync(rgPath, args, { cwd: root }).toString();
    return told
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(2).replace(/:(?=\d+$)/, ": "))
      .sort();
  } catch (error) {
    // It found none.
    if (error instanceof Error && "status" in error && error.status === 1) return [];
    throw error;
  }
}

describe("keyword_search, while the tree changes", function () {
  this.timeout(0);
  let folder: string;
  let root: string;
  let searcher: Searcher;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "portcullis-stale-"));
    root = path.join(folder, "root");
    for (const name of ["root", "outside"]) mkdirSync(path.join(folder, name));
    searcher = await searcherOn(root);
  });
  afterEach(async () => {
    await searcher.close();
    rmSync(folder, { recursive: true });
  });

  for (const fresh of ["auto", "strict"] as const) {
    const edits = fresh === "auto" ? EDITS : EDITS / 3;
    it(`sees each of ${edits} edits at once (${fresh})`, async () => {
      const args = [root, path.join(folder, "outside"), `${edits}`, ...(fresh === "strict" ? ["link"] : [])];
      const editor = fork(new URL("./editor.js", import.meta.url), args);
      try {
        await once(editor, "message");
        const query = { keyword: "mark", root_paths: ["."], output: "count", max_results: 10_000, fresh };
        for (let edit = 0; edit < edits; edit++) {
          // Now and then there is time to index what is known.
          if (edit % 50 === 0) await setTimeout(100);
          const edited = once(editor, "message");
          editor.send(edit);
          const [what] = await edited;
          const { files } = await searcher.all(query);
          const found = files.map(({ path, count }) => `${path}: ${count}`).sort();
          expect(found, `after edit ${edit}, ${what}`).to.deep.equal(counted(root));
        }
      } finally {
        editor.kill();
      }
    });
  }
});
