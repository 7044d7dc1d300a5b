/**
 * Searches of keyword_search that run at the same time on one tree, each with its own starts, globs and trust, answer
 * what each answers alone: while the tree is new to the processes, while directories move from one process to another
 * behind the first search, and when what was found before is recalled.
 *
 * `ATTACKS=long` takes 200 rounds, each on a tree that the server does not know yet.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { type Args, type Searcher, searcherOn } from "../ripgrep/searcher.js";

const ROUNDS = process.env.ATTACKS === "long" ? 200 : 10;
const AT_ONCE = 4;
/** Large files side by side, small ones all over the place: the first search shares them out unevenly. */
const [LARGE, SMALL] = [24, 300];
const LINE = "some words of one line, and a mark\n";
const LINES = 3000;
/** Without what is ignored or hidden. */
const FOUND = LARGE + SMALL - 8 + 1;

type Asked = { readonly [K in keyof Args]?: unknown };

const FILTERS: readonly Partial<Asked>[] = [
  {},
  { include_patterns: ["*.md"] },
  { exclude_patterns: ["large/"] },
  { include_patterns: ["*0*"], exclude_patterns: ["*.md"] },
  { respect_gitignore: false, include_hidden: true },
];
const PATTERNS: readonly Asked[] = [
  { keyword: "mark", output: "count" },
  { keyword: "rare" },
  { keyword: "[a-z]are [0-9]+", use_regex: true },
  { keyword: "[xy][a-z]{3}", use_regex: true, output: "count" },
  { keyword: "mark", output: "files", max_results: 70 },
];
const STARTS = [["."], ["large"], ["small/1"], ["small", "large/2"], ["small/2/0.txt", "."]];

function write(root: string): void {
  const put = (name: string, text: string) => {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (let file = 0; file < LARGE; file++) {
    put(`large/${file % 4}/${file}.txt`, `${LINE.repeat(LINES)}rare ${file}\nxyzw\n`);
  }
  for (let file = 0; file < SMALL; file++) {
    put(`small/${file % 40}/${file >> 3}/${file}.${file % 3 ? "txt" : "md"}`, `${LINE}rare ${file}\n`);
    put(`small/${file % 40}/${file}.log`, LINE);
  }
  put("small/2/0.txt", LINE);
  put("small/.hidden/one.md", LINE);
  put(".gitignore", "*.log\n/small/7/\n");
}

describe("searches at the same time", function () {
  this.timeout(0);
  let root: string;
  let together: Searcher;
  let alone: Searcher;
  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), "portcullis-concurrent-"));
    write(path.join(root, "tree"));
    together = await searcherOn(root);
    alone = await searcherOn(root);
  });
  afterEach(async () => {
    await together.close();
    await alone.close();
    rmSync(root, { recursive: true });
  });

  it(`answer what each answers alone, in ${ROUNDS} rounds`, async () => {
    /** By what was asked, without the tree's name. */
    const expected = new Map<string, unknown>();
    const ask = async (searcher: Searcher, tree: string, asked: Asked & { readonly starts: readonly string[] }) => {
      const { starts, ...args } = asked;
      const answer = await searcher.all({
        keyword: "",
        ...args,
        root_paths: starts.map((start) => path.join(tree, start)),
      });
      const stats = { ...answer.stats, duration_ms: 0 };
      return JSON.parse(JSON.stringify({ ...answer, stats, next_cursor: null }).replaceAll(`"${tree}/`, '"'));
    };
    const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T;
    const some = () => ({ ...pick(PATTERNS), ...pick(FILTERS), starts: pick(STARTS) });

    let tree = "tree";
    for (let round = 0; round < ROUNDS; round++) {
      for (let each = 0; each < AT_ONCE; each++) {
        const asked = some();
        const key = JSON.stringify(asked);
        if (!expected.has(key)) expected.set(key, await ask(alone, tree, { ...asked, fresh: "strict" }));
      }
      // Under another name, it is another tree to the server.
      renameSync(path.join(root, tree), path.join(root, `tree-${round}`));
      tree = `tree-${round}`;
      const known = [...expected.keys()];
      for (const pause of [0, 0, 20, 200]) {
        await setTimeout(pause);
        const keys = Array.from({ length: AT_ONCE }, () => pick(known));
        const fresh = pick(["auto", "auto", "strict"]);
        const answers = await Promise.all(keys.map((key) => ask(together, tree, { ...JSON.parse(key), fresh })));
        for (const [index, key] of keys.entries()) {
          expect(answers[index], `round ${round}, ${pause} ms, ${key} of ${keys}`).to.deep.equal(expected.get(key));
        }
      }
    }
    const { stats } = await together.all({ keyword: "mark", output: "count", root_paths: ["."] });
    expect(stats).to.include({ files_matched: FOUND, occurrences: LARGE * (LINES - 1) + FOUND });
  });
});
