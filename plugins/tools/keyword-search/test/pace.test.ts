import { expect } from "chai";
import { type Handler, handlerOn } from "./handler.js";
import { type Tree, treeOf } from "./tree.js";

/** A folder that is not there: without one of their own, the processes have no watches. */
const WITHOUT_WATCHES = { TMPDIR: "/portcullis-is-not-here" };

/** As large as a file may be, in lines, and in one line. */
const LINES = "some text that is searched, line by line, for a word\n".repeat(1_100_000);

describe("keyword_search, while it works", function () {
  this.timeout(30_000);
  let tree: Tree;
  let handler: Handler;
  before(async () => {
    const small = Array.from({ length: 500 }, (_, file) => [`small/${file}.txt`, "text\n".repeat(2000)]);
    tree = treeOf({ "large.txt": LINES, "line/long.txt": LINES.replaceAll("\n", " "), ...Object.fromEntries(small) });
    handler = await handlerOn(tree.root);
  });
  after(async () => {
    await handler.close();
    tree.remove();
  });

  it("answers within 50 ms of being cancelled, also within one large file or line", async () => {
    // A text is found in these in some 200 ms, a whole word in some seconds.
    const searches = [
      ...[5, 20, 40].map((delay) => ({ delay, keyword: "e", options: {} })),
      ...[20, 60, 150, 300, 450].map((delay) => ({ delay, keyword: "a", options: { whole_word: true } })),
    ];
    for (const { delay, keyword, options } of searches) {
      const controller = new AbortController();
      const reason = new Error("enough");
      let cancelled = Number.NaN;
      setTimeout(() => {
        cancelled = performance.now();
        controller.abort(reason);
      }, delay);
      const thrown = await handler
        .search(keyword, options, { signal: controller.signal })
        .catch((error: unknown) => error);
      expect(thrown, `${keyword} after ${delay} ms`).to.equal(reason);
      expect(performance.now() - cancelled).to.be.below(50);
    }
  });

  it("tells how many files it has searched, ten times a second at most", async () => {
    const told: { readonly at: number; readonly done: number }[] = [];
    const progress = (done: number) => told.push({ at: performance.now(), done });
    const { structuredContent } = await handler.search("a", { whole_word: true }, { progress });
    expect(structuredContent?.stats.files_searched).to.equal(502);
    expect(told.length).to.be.above(0);
    for (const [index, { at, done }] of told.entries()) {
      const before = told[index - 1];
      if (before === undefined) continue;
      expect(at - before.at).to.be.at.least(99);
      expect(done).to.be.at.least(before.done);
    }
  });

  it("lets timers run meanwhile", async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    const began = performance.now();
    await handler.search("e");
    clearInterval(timer);
    // A pause at least every 20 ms on average: twice what it aims for.
    expect(ticks).to.be.above((performance.now() - began) / 20);
  });
});

describe("keyword_search, called several times at once", function () {
  this.timeout(30_000);

  for (const environment of [{}, WITHOUT_WATCHES]) {
    it(`answers each call, ${environment === WITHOUT_WATCHES ? "without watches" : "with watches"}`, async () => {
      const texts = Array.from({ length: 40 }, (_, file) => [
        `${file % 8}/${file}.txt`,
        `${"filler\n".repeat(6000)}words\n`,
      ]);
      const tree = treeOf(Object.fromEntries(texts));
      const handler = await handlerOn(tree.root, { environment });
      try {
        for (let round = 0; round < 25; round++) {
          const calls = Array.from({ length: 8 }, () => handler.search("words", { whole_word: true, output: "count" }));
          for (const { structuredContent } of await Promise.all(calls)) {
            expect(structuredContent?.stats).to.include({ files_searched: 40, occurrences: 40 });
          }
        }
      } finally {
        await handler.close();
        tree.remove();
      }
    });
  }
});
