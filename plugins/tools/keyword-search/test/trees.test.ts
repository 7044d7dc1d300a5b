import { IgnoreScope } from "@portcullis/ignore-rules";
import type { DirectoryEntry, Ground, Standing } from "@portcullis/plugin-api";
import { expect } from "chai";
import { Trees } from "./insides.js";

const MINUTE = 60_000;

const ground = (id: string): Ground => ({
  id,
  relative: ".",
  kind: "directory",
  rootIndex: 0,
  top: ".",
  enter: () => ({ kind: "refused", why: "missing" }),
  settled: async () => true,
});

const missing = { kind: "refused", why: "missing" } as const;
const entries = Array.from({ length: 10 }, (_, file): DirectoryEntry => ({ name: `${file}.txt`, kind: "file" }));
const standing: Standing = {
  kind: "directory",
  relative: ".",
  stats: { kind: "directory", ino: 1, size: 0, mtimeMs: 0, ctimeMs: 0, nlink: 1 },
  list: () => ({ kind: "listed", entries }),
  stat: () => missing,
  read: () => missing,
  readPart: () => missing,
  watch: () => undefined,
};

describe("the trees of a search process", () => {
  it("are kept while they are asked for, and forgotten after 30 minutes", () => {
    let now = 0;
    const trees = new Trees({ now: () => now, elapsed: () => now }, () => {});
    const [used, unused] = [trees.at(ground("used")), trees.at(ground("unused"))];
    now = 29 * MINUTE;
    expect(trees.at(ground("used"))).to.equal(used);
    now = 31 * MINUTE;
    trees.dropUnused();
    expect(trees.at(ground("used"))).to.equal(used);
    expect(trees.at(ground("unused"))).not.to.equal(unused);
    expect(unused.top.gone).to.equal(true);
  });

  it("are forgotten, the one that was used least recently first, when they come to too many files", () => {
    const many = (id: string): Ground => ({ ...ground(id), enter: () => standing });
    let now = 0;
    const trees = new Trees({ now: () => now, elapsed: () => now }, () => {}, 25);
    const [first, second, third] = ["first", "second", "third"].map((id) => {
      now += 1;
      const tree = trees.at(many(id));
      tree.top.refresh(trees.idleVisit(tree), IgnoreScope.none);
      return tree;
    });
    trees.dropUnused();
    expect([first, second, third].map((tree) => tree?.top.gone)).to.deep.equal([true, false, false]);
  });
});
