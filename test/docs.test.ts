/** What the docs say, checked where it can be: links, commands and what they print, samples, codes, tables, figures. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { callOnce } from "@portcullis/core";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { z } from "zod";
import { declaredCodes, writtenCodes } from "./codes.js";
import { PAGE, withTables } from "./manifest-doc.js";
import { blocksOf, rowsOf, sectionOf, slugsOf, termsOf } from "./markdown.js";
import { filesBelow, plugins, portcullis, read, root } from "./repository.js";

const pages = filesBelow(".", ".md");
const readme = read("README.md");
const shell = (page: string): string[] =>
  blocksOf(page).flatMap(({ language, text }) => (language === "sh" ? [text.trim()] : []));

describe("the docs", function () {
  this.timeout(60_000);
  let state: string;
  before(() => {
    state = mkdtempSync(join(tmpdir(), "portcullis-docs-"));
  });
  after(() => rmSync(state, { recursive: true }));

  /** Runs a command of a page in the repository's folder, on the command as it is built here. */
  const run = (command: string) =>
    spawnSync("bash", ["-c", command.replace("npx portcullis", '"$NODE" "$PORTCULLIS"')], {
      cwd: root,
      env: { ...process.env, NODE: process.execPath, PORTCULLIS: portcullis, XDG_STATE_HOME: state },
      encoding: "utf8",
    });

  it("link to what is there, headings included", () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(([link, file = "", slug]) => {
        const target = file === "" ? page : join(dirname(page), file);
        const leads = existsSync(join(root, target)) && (slug === undefined || slugsOf(read(target)).includes(slug));
        return leads ? [] : [`${page}: ${link}`];
      }),
    );
    expect(pages.length).to.be.greaterThan(10);
    expect(broken).to.deep.equal([]);
  });

  it("name npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: object };
    const named = pages.flatMap((page) => [...read(page).matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name));
    expect(Object.keys(scripts)).to.include.members([...new Set(named)]);
  });

  describe("README", () => {
    it("begins with a command that ends in a real search, and one that tests, which CI calls too", () => {
      const [first = "", second] = shell(readme);
      expect(first).to.match(/^npm ci && npx portcullis call /);
      const { status, stdout } = run(first.replace("npm ci && ", ""));
      expect(stdout).to.match(/^packages\/plugin-api\/src\/tool\.ts:\d+:\d+: .*defineTool/m);
      expect(status).to.equal(0);
      expect(second).to.equal("npm test");
      expect(read(".ci/run").split("\n")).to.include("npm test");
    });

    it("has a client's snippet that reaches the server, in both forms", async () => {
      const [snippet] = blocksOf(readme).filter(({ language }) => language === "json");
      const { mcpServers } = z
        .object({ mcpServers: z.record(z.string(), z.object({ command: z.string(), args: z.array(z.string()) })) })
        .parse(JSON.parse(snippet?.text ?? ""));
      const [[name, { command, args }] = ["", { command: "", args: [""] }]] = Object.entries(mcpServers);
      expect(shell(readme)).to.include(`claude mcp add ${name} -- ${[command, ...args].join(" ")}`);

      const here = [...args, "--audit", join(state, "snippet.jsonl"), "--log", "silent"].map((word) =>
        word.replace("/path/to/portcullis", root).replace("/path/to/project", join(root, "docs")),
      );
      const called = await callOnce([command, ...here], "keyword_search", { keyword: "manifest", root_paths: ["."] });
      expect(called).to.have.property("result");
      expect(JSON.stringify(called)).to.include("lifecycle.md");
    });

    it("names every plugin", () => {
      const listed = [...sectionOf(readme, "The plugins").matchAll(/\]\(([^)]+)\/README\.md\)/g)];
      expect(listed.map(([, folder]) => folder)).to.have.members(plugins);
    });
  });

  it("show the example's tool and manifest as they are", () => {
    const tool = read("examples/word-count/index.js");
    const manifest = read("examples/word-count/portcullis.yaml");
    const textsOf = (page: string) => blocksOf(read(page)).map(({ text }) => text);
    expect(textsOf("README.md")).to.include.members([tool, manifest]);
    expect(textsOf("docs/writing-a-tool.md")).to.include(tool);
    expect(textsOf("docs/manifest.md")).to.include(manifest);
    expect(tool.split("\n").length).to.be.at.most(25);
  });

  for (const page of ["README.md", "examples/word-count/README.md"]) {
    it(`print in ${page} what its commands print`, () => {
      const blocks = blocksOf(read(page));
      const shown = blocks.flatMap(({ language, text }, index) => {
        const next = blocks[index + 1];
        return language === "sh" && next?.language === "text" ? [{ command: text, printed: next.text }] : [];
      });
      expect(shown.length).to.be.greaterThan(1);
      for (const { command, printed } of shown) {
        const { stdout, stderr } = run(command);
        expect(`${stdout}${stderr}`.replace(/\(call [0-9a-f]+-\d+\)/, "(call <id>)"), command).to.equal(printed);
      }
    });
  }

  it("tell the code with which a start is refused", () => {
    expect(run("npx portcullis check --manifest examples/word-count/unguarded.yaml").status).to.equal(78);
  });

  it("explain every code that the sources have, and no other", () => {
    const errors = read("docs/errors.md");
    const explained = [
      ...termsOf(sectionOf(errors, "When the server starts")),
      ...termsOf(sectionOf(errors, "When a tool is called")),
    ];
    expect(explained).to.deep.equal([...new Set(explained)]);
    expect([...explained].sort()).to.deep.equal(writtenCodes());
  });

  it("explain each policy's codes as a call's, under its name", async () => {
    const rows = rowsOf(sectionOf(read("docs/errors.md"), "When a tool is called"));
    for (const [policy, codes] of await declaredCodes()) {
      const told = rows.filter(([, whose]) => whose === policy).map(([code]) => code);
      expect(told, policy).to.have.members(codes.map((code) => `\`${code}\``));
    }
  });

  it("name every service that a plugin may ask the host for", async () => {
    const contract = Object.entries(await import("@portcullis/plugin-api"));
    const services = contract.flatMap(([name, value]) => (typeof value === "symbol" ? [name] : []));
    expect(services).to.include("Clock");
    expect(services.filter((name) => !read("docs/writing-a-policy.md").includes(`\`${name}\``))).to.deep.equal([]);
  });

  it("have the manifest's tables as the schemas make them; `npm run docs` writes them", () => {
    expect(read(PAGE)).to.equal(withTables(read(PAGE)));
  });

  it("tell the times and sizes that the sources have", () => {
    const lifecycle = read("docs/lifecycle.md");
    const said: readonly (readonly [file: string, constant: string, sentence: string])[] = [
      ["mcp/session.ts", "SETTLE_MS = 300", "have 300 ms to settle"],
      ["judge.ts", "RECORD_MS = 5000", "longer than 5 seconds"],
      ["serve.ts", "CLIENT_GONE_MS = 500", "500 ms"],
      ["serve.ts", "CLOSE_MS = 2000", "within 2 seconds"],
    ];
    for (const [file, constant, sentence] of said) {
      expect(read(`packages/core/src/${file}`)).to.include(`const ${constant};`);
      expect(lifecycle).to.include(sentence);
    }
  });

  for (const [page, name] of [
    ["docs/writing-a-tool.md", "word-count"],
    ["docs/writing-a-policy.md", "@portcullis/policy-office-hours"],
  ] as const) {
    it(`have in ${page} a plugin that compiles and passes the test beside it`, () => {
      const code = blocksOf(read(page)).filter(({ language }) => language === "js" || language === "ts");
      const [plugin, test, ...more] = code.map(({ text }) => text);
      const folder = mkdtempSync(join(import.meta.dirname, "docs-"));
      try {
        const files = { "index.ts": plugin, "index.test.ts": test, "more.ts": more.join("\n") || "export {};\n" };
        for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text ?? "");
        const own = { name, type: "module", exports: "./index.js" };
        writeFileSync(join(folder, "package.json"), JSON.stringify(own));
        const config = { extends: join(root, "tsconfig.base.json"), files: Object.keys(files) };
        writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
        const compiled = run(`"$NODE" node_modules/typescript/bin/tsc --project "${folder}"`);
        expect(compiled.stdout).to.equal("");
        const tested = run(`"$NODE" node_modules/mocha/bin/mocha.js --no-config "${join(folder, "index.test.js")}"`);
        expect(tested.stdout).to.match(/^ {2}[3-9] passing/m);
        expect(tested.status).to.equal(0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
