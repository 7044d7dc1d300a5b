/** What the plugin's pages say, held to the code. */
import performanceCheck from "@portcullis/tool-performance-check";
import { expect } from "chai";
import { describe, it } from "mocha";
import { blocksOf, sectionOf, slugsOf, termsOf } from "../../../../test/markdown.js";
import { read } from "../../../../test/repository.js";
import { PAGE, page } from "./rules-doc.js";
import { Server, treeOf } from "./server.js";

const readme = read("plugins/tools/performance-check/README.md");

describe("the pages of performance-check", () => {
  it("have the rules as they are; `npm run docs` writes them", async () => {
    expect(read(PAGE)).to.equal(await page());
  });

  it("have a heading for what an issue names as its doc", async () => {
    const server = await Server.on(process.cwd());
    const { issues } = await server.check({ source_code: "import time\nasync def f():\n    time.sleep(1)\n" });
    await server.close();
    const [file, slug] = issues[0]?.doc.split("#") ?? [];
    expect(file).to.equal("rules.md");
    expect(slugsOf(read(PAGE))).to.include(slug);
  });

  it("tell of each argument, and of no other", () => {
    expect(termsOf(sectionOf(readme, "Arguments"))).to.have.members(Object.keys(performanceCheck.input.shape));
  });

  it("show a file of rules that is taken as it stands", async () => {
    const yaml = blocksOf(sectionOf(readme, "A project's own rules")).filter(({ language }) => language === "yaml");
    const [rules, vocabulary] = yaml.map(({ text }) => text);
    const tree = treeOf({
      ".portcullis/rules/shown.yml": rules ?? "",
      ".portcullis/vocabulary.yml": vocabulary ?? "",
      "a.py": "x = 1\n",
    });
    const server = await Server.on(tree.root);
    expect((await server.check({ paths: ["."] })).stats.files_checked).to.equal(1);
    await server.close();
    tree.remove();
  });
});
