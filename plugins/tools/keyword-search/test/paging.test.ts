import { expect } from "chai";
import { type Handler, handlerOn, type Output } from "./handler.js";
import { type Tree, treeOf } from "./tree.js";

/** Twelve matches in four files; full paths sort otherwise than a walk meets them. */
const FILES = {
  "a/x.txt": "hit hit\nhit\n",
  "a.txt": "hit\n\nhit hit hit\n",
  "b.txt": "hit\n",
  "b/c/d.txt": "hit\nhit\nhit hit\n",
};

const places = (pages: readonly Output[]): string[] =>
  pages.flatMap(({ matches }) => matches.map(({ path, line, column }) => `${path}:${line}:${column}`));

describe("keyword_search, page by page", () => {
  let tree: Tree;
  let handler: Handler;
  before(async () => {
    tree = treeOf(FILES);
    handler = await handlerOn(tree.root);
  });
  after(async () => {
    await handler.close();
    tree.remove();
  });

  async function pagesOf(options: Parameters<Handler["search"]>[1]): Promise<Output[]> {
    const pages: Output[] = [];
    let cursor: string | null | undefined;
    do {
      const { structuredContent } = await handler.search("hit", cursor ? { ...options, cursor } : options);
      if (structuredContent === undefined) throw new Error("no structured content");
      pages.push(structuredContent);
      cursor = structuredContent.next_cursor;
    } while (cursor);
    return pages;
  }

  it("gives every match once, in the order of one large page, whatever the size of a page", async () => {
    const whole = places(await pagesOf({}));
    expect(whole).to.have.length(12);
    for (const max_results of [1, 2, 3, 5, 11]) {
      const pages = await pagesOf({ max_results });
      expect(places(pages)).to.deep.equal(whole);
      expect(pages).to.have.length(Math.ceil(12 / max_results));
    }
  });

  it("sorts by whole paths", async () => {
    const [page] = await pagesOf({ output: "files" });
    expect(page?.files.map(({ path }) => path)).to.deep.equal(["a.txt", "a/x.txt", "b.txt", "b/c/d.txt"]);
  });

  it("pages files as it pages matches", async () => {
    const pages = await pagesOf({ output: "count", max_results: 3 });
    expect(pages.map(({ files }) => files.map(({ count }) => count))).to.deep.equal([[4, 3, 1], [4]]);
  });

  it("tells the same totals on each page", async () => {
    const pages = await pagesOf({ max_results: 5 });
    expect(pages.map(({ stats }) => stats.occurrences)).to.deep.equal([12, 12, 12]);
  });

  it("lets the size of a page change on the way", async () => {
    const first = await handler.search("hit", { max_results: 5 });
    const cursor = first.structuredContent?.next_cursor ?? "";
    const second = await handler.search("hit", { max_results: 100, cursor });
    expect(second.structuredContent?.matches).to.have.length(7);
  });

  it("refuses the cursor of another search", async () => {
    const first = await handler.search("hit", { max_results: 5 });
    const cursor = first.structuredContent?.next_cursor ?? "";
    for (const other of [{ whole_word: true }, { include_hidden: true }, { output: "files" as const }]) {
      const { isError, _meta } = await handler.search("hit", { ...other, cursor });
      expect([isError, _meta]).to.deep.equal([true, { "portcullis/code": "CURSOR_INVALID" }]);
    }
    expect((await handler.search("hi", { cursor })).isError).to.equal(true);
  });

  it("ends a page early when its rows are large", async () => {
    const wide = treeOf({ "wide.txt": `${"hit ".repeat(1000)}\n`.repeat(20) });
    const onWide = await handlerOn(wide.root);
    try {
      const options = { max_results: 10_000, max_line_length: 10_000, context_lines: 2 };
      const { structuredContent } = await onWide.search("hit", options);
      expect(structuredContent?.stats.occurrences).to.equal(20_000);
      expect(structuredContent?.matches.length).to.be.within(1, 100);
      expect(JSON.stringify(structuredContent).length).to.be.below(300_000);
      expect(structuredContent?.next_cursor).to.be.a("string");
    } finally {
      await onWide.close();
      wide.remove();
    }
  });
});
