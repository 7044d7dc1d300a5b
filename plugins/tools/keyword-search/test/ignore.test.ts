import { expect } from "chai";
import { handlerOn } from "./handler.js";
import { treeOf } from "./tree.js";

/** The files of a tree that are searched, each of which holds the word. */
async function searched(files: Readonly<Record<string, string>>): Promise<string[]> {
  const tree = treeOf(files);
  const handler = await handlerOn(tree.root);
  try {
    const { structuredContent } = await handler.search("word", { output: "files" });
    return (structuredContent?.files ?? []).map(({ path }) => path);
  } finally {
    await handler.close();
    tree.remove();
  }
}

describe("keyword_search and ignore files", () => {
  it("reads a .gitignore where there is no repository", async () => {
    expect(await searched({ ".gitignore": "a.txt\n", "a.txt": "word", "b.txt": "word" })).to.deep.equal(["b.txt"]);
  });

  it("ranks a .ignore above a .gitignore, wherever they stand", async () => {
    const files = {
      ".ignore": "!a.txt\nb.txt\n",
      "x/.gitignore": "a.txt\n!b.txt\n",
      "x/a.txt": "word",
      "x/b.txt": "word",
    };
    expect(await searched(files)).to.deep.equal(["x/a.txt"]);
  });

  it("ranks .git/info/exclude below both", async () => {
    const files = { ".git/info/exclude": "*.txt\n", ".gitignore": "!a.txt\n", "a.txt": "word", "b.txt": "word" };
    expect(await searched(files)).to.deep.equal(["a.txt"]);
  });

  it("lets the rules of a repository end where another begins", async () => {
    const files = {
      ".gitignore": "*.log\n",
      ".ignore": "*.css\n",
      "sub/.git/HEAD": "",
      "sub/a.log": "word",
      "sub/a.css": "word",
    };
    expect(await searched(files)).to.deep.equal(["sub/a.log"]);
  });

  it("lets nothing be kept below a folder that is ignored", async () => {
    expect(await searched({ ".gitignore": "out/\n!out/a.txt\n", "out/a.txt": "word" })).to.deep.equal([]);
  });

  it("shows a hidden name that a rule keeps, and never git's own folder", async () => {
    const files = { ".gitignore": "!.*\n", ".env": "word", ".git/HEAD": "word", ".git/info/exclude": "" };
    expect(await searched(files)).to.deep.equal([".env"]);
  });

  it("goes on when an ignore file holds thousands of globs, and globs that no engine has room for", async () => {
    const many = Array.from({ length: 3000 }, (_, line) => `x${line}*y`).join("\n");
    const files = {
      ".gitignore": `${many}\n${"*a?".repeat(30_000)}\n*.log\n`,
      x2999zy: "word",
      "a.log": "word",
      "a.txt": "word",
    };
    expect(await searched(files)).to.deep.equal(["a.txt"]);
  });
});
