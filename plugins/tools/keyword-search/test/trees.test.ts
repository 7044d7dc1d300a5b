import type { Ground } from "@portcullis/plugin-api";
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
});
