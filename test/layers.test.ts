/** The directions of import, re-derived from the sources: a lint rule can be switched off by a comment, this cannot. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { filesBelow, plugins, read } from "./repository.js";

/** A rule's cases are data: code, but not ours. */
const sourcesOf = (folder: string): string[] =>
  filesBelow(`${folder}/src`, ".ts").filter((file) => !file.endsWith(".cases.ts"));

/** A file without its comments, and without the code that its texts show in backticks. */
const codeOf = (file: string): string =>
  read(file)
    .replace(/^\s*(?:\/\*|\*|\/\/).*$/gm, "")
    .replace(/\\`.*?\\`/g, "");
const packages = ["core", "ignore-rules", "plugin-api", "portcullis", "testing"].map((name) => `packages/${name}`);
const policies = plugins.filter((folder) => folder.startsWith("plugins/policies/"));
const tools = plugins.filter((folder) => folder.startsWith("plugins/tools/"));
const everything = [...packages, ...plugins].flatMap(sourcesOf);

/** What a file imports from outside of its own package: `from`, bare and dynamic imports, types too. */
const importsOf = (file: string): string[] =>
  [...codeOf(file).matchAll(/(?:^|[}\s;])(?:from|import)\s*\(?\s*"([^"]+)"/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !name.startsWith("."));

/** The imports of some files that are not allowed, each with its file. */
const strays = (files: readonly string[], isAllowed: (name: string, file: string) => boolean): string[] =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !isAllowed(name, file))
      .map((name) => `${file} imports ${name}`),
  );

/** The files in whose code a pattern stands. */
const holding = (files: readonly string[], pattern: RegExp): string[] =>
  files.filter((file) => pattern.test(codeOf(file)));

const isNode = (name: string): boolean => name.startsWith("node:");

describe("the layers", () => {
  it("are read from imports of every form", () => {
    expect(importsOf("packages/core/src/services.ts")).to.include.members(["reflect-metadata", "tsyringe"]);
    expect(importsOf("packages/core/src/services/patterns.ts")).to.include.members(["re2", "re2js"]);
    expect(importsOf("packages/plugin-api/src/policy.ts")).to.deep.equal(["zod"]);
    expect(everything.length).to.be.greaterThan(60);
  });

  it("let the contract import zod alone", () => {
    expect(strays(sourcesOf("packages/plugin-api"), (name) => name === "zod")).to.deep.equal([]);
  });

  it("let the ignore rules import nothing", () => {
    expect(strays(sourcesOf("packages/ignore-rules"), () => false)).to.deep.equal([]);
  });

  it("let a policy import the contract, zod and Node", () => {
    const allowed = (name: string) => name === "@portcullis/plugin-api" || name === "zod" || isNode(name);
    expect(strays(policies.flatMap(sourcesOf), allowed)).to.deep.equal([]);
  });

  it("let a tool import the contract, its own parsers, and of Node what reaches nothing outside", () => {
    const harmless = ["node:path", "node:buffer", "node:crypto", "node:timers/promises", "node:url", "node:util"];
    const ours = ["@portcullis/ignore-rules", "@portcullis/plugin-api"];
    const parsers = ["@eslint-community/regexpp", "web-tree-sitter", "yaml", "zod"];
    const allowed = (name: string) => [...ours, ...parsers, ...harmless].includes(name);
    expect(strays(tools.flatMap(sourcesOf), allowed)).to.deep.equal([]);
  });

  it("keep a package's files to themselves: no relative import leaves its src", () => {
    const leaves = everything.flatMap((file) => {
      const depth = file.slice(file.indexOf("/src/") + "/src/".length).split("/").length - 1;
      const up = [...read(file).matchAll(/"((?:\.\.\/)+)\w/g)].map(([, steps = ""]) => steps.length / 3);
      return up.some((steps) => steps > depth) ? [file] : [];
    });
    // It asks for its own package.json, and for the stub that starts it.
    expect(leaves).to.deep.equal(["packages/portcullis/src/call.ts", "packages/portcullis/src/main.ts"]);
  });

  it("keep core from naming a plugin, the tester or the command line", () => {
    const allowed = (name: string) => name === "@portcullis/plugin-api" || !/^(?:@portcullis\/|portcullis)/.test(name);
    expect(strays(sourcesOf("packages/core"), allowed)).to.deep.equal([]);
    expect(holding(sourcesOf("packages/core"), /@portcullis\/(?:policy|tool)-/)).to.deep.equal([]);
  });

  it("have MCP spoken by core/src/mcp alone", () => {
    const allowed = (name: string, file: string) =>
      !name.startsWith("@modelcontextprotocol/") || file.startsWith("packages/core/src/mcp/");
    expect(strays(everything, allowed)).to.deep.equal([]);
  });

  it("have each outside library in the one place that is its own", () => {
    const home: Readonly<Record<string, readonly string[]>> = {
      "@eslint-community/regexpp": ["plugins/tools/keyword-search/src/plan/"],
      commander: ["packages/portcullis/src/"],
      "reflect-metadata": ["packages/core/src/services.ts"],
      tsyringe: ["packages/core/src/services.ts"],
      "web-tree-sitter": ["plugins/tools/performance-check/src/"],
      winston: ["packages/core/src/services/log.ts"],
      yaml: ["packages/core/src/read-manifest.ts", "plugins/tools/performance-check/src/"],
    };
    const isHome = (name: string, file: string) => home[name]?.some((folder) => file.startsWith(folder)) ?? true;
    expect(strays(everything, isHome)).to.deep.equal([]);
    // The engines: patterns.ts chooses, and each has an adapter that knows its types.
    const patterns = /^packages\/core\/src\/services\/patterns(?:-re2|-re2js)?\.ts$/;
    const isEngine = (name: string) => name === "re2" || name === "re2js";
    expect(strays(everything, (name, file) => !isEngine(name) || patterns.test(file))).to.deep.equal([]);
  });
});

describe("the sources", () => {
  it("make no RegExp from a text but while a module loads: a user's pattern never reaches V8's engine", () => {
    expect(holding(everything, /^(?!const [A-Z]+ = new RegExp\().*\bRegExp\s*\(/m)).to.deep.equal([]);
  });

  it("write nothing to stdout but through the transport and the command line", () => {
    const guests = everything.filter((file) => !file.startsWith("packages/portcullis/"));
    expect(holding(guests, /\bconsole\.|process\.stdout|\bstdout\b[^;]*\bprocess\b/)).to.deep.equal([
      "packages/core/src/mcp/stdout.ts",
    ]);
  });

  it("hold no assertion that silences the compiler", () => {
    expect(holding(everything, /\bas any\b|\bas unknown as\b|@ts-(?:ignore|nocheck|expect-error)/)).to.deep.equal([]);
  });

  it("export by name, and no file that gathers others but a package's entry", () => {
    expect(holding(everything, /^export \*/m)).to.deep.equal([]);
    const indexes = everything.filter((file) => file.endsWith("/index.ts"));
    expect(indexes).to.deep.equal(
      ["core", "ignore-rules", "plugin-api", "testing"].map((name) => `packages/${name}/src/index.ts`),
    );
  });

  it("are files of one reason: none has more than 260 lines", () => {
    const long = everything.filter((file) => read(file).split("\n").length > 260);
    expect(long).to.deep.equal([]);
  });

  it("are named in lower case with dashes", () => {
    expect(everything.filter((file) => !/\/[a-z0-9]+(?:-[a-z0-9]+)*(?:\.d)?\.ts$/.test(file))).to.deep.equal([]);
  });
});
