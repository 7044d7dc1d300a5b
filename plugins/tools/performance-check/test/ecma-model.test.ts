/** What the model knows of JavaScript and TypeScript: names through imports, who is async, what repeats, types. */
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Language } from "../src/engine/language.js";
import type { SyntaxNode } from "../src/engine/syntax-tree.js";
import type { Model } from "../src/model/model.js";
import type { Rule } from "../src/rule.js";

/** The package shows its tool alone; its insides are read where they are built. */
const dist = new URL("../../../../../plugins/tools/performance-check/dist/", import.meta.url);
const load = (file: string) => import(new URL(file, dist).href);

const { Analyser }: typeof import("../src/engine/analyser.js") = await load("engine/analyser.js");
const { defaultVocabulary }: typeof import("../src/vocabulary/default-vocabulary.js") = await load(
  "vocabulary/default-vocabulary.js",
);

/** Asks the model about every call of `it(...)` in the source, and about its first argument. */
async function ask<T>(
  code: string,
  question: (call: SyntaxNode, model: Model) => T,
  language: Language = "typescript",
) {
  const answers: T[] = [];
  const rule: Rule = {
    id: "js/question",
    languages: ["javascript", "typescript", "tsx"],
    category: "inefficient_loop",
    severity: "low",
    confidence: "low",
    enabledByDefault: true,
    message: "asked",
    suggestion: "answer",
    doc: "",
    codes: [],
    on: { calls: ["it"] },
    check: (call, model) => {
      answers.push(question(call, model));
    },
  };
  const { syntaxErrors } = await new Analyser([rule], defaultVocabulary).analyse(code, language);
  expect(syntaxErrors).to.deep.equal([]);
  return answers;
}

const argument = (call: SyntaxNode): SyntaxNode => call.field("arguments")?.children[0] ?? call;
const resolved = (code: string) => ask(code, (call, model) => model.resolve(argument(call)));
const typed = (code: string) => ask(code, (call, model) => model.typeOf(argument(call))?.name);
const isAsync = (code: string) => ask(code, (call, model) => model.isAsync(call));
const loopLines = (code: string) => ask(code, (call, model) => model.loopOf(call)?.line);

describe("the ecma model", () => {
  it("follows imports of every form", async () => {
    expect(await resolved('import fs from "node:fs";\nit(fs.readFileSync);')).to.deep.equal(["fs.readFileSync"]);
    expect(await resolved('import * as f from "fs";\nit(f.statSync);')).to.deep.equal(["fs.statSync"]);
    expect(await resolved('import { readFile as read } from "fs";\nit(read);')).to.deep.equal(["fs.readFile"]);
    expect(await resolved('import fs = require("fs");\nit(fs.readFile);')).to.deep.equal(["fs.readFile"]);
    expect(await resolved('import db from "./db.js";\nit(db.query);')).to.deep.equal(["./db.js.default.query"]);
  });

  it("follows require, destructured or not, and dynamic imports", async () => {
    expect(await resolved('const { readFile: r, stat } = require("fs");\nit(r); it(stat);')).to.deep.equal([
      "fs.readFile",
      "fs.stat",
    ]);
    expect(await resolved('const fsp = require("node:fs").promises;\nit(fsp.stat);')).to.deep.equal([
      "fs.promises.stat",
    ]);
    expect(await resolved('const fs = await import("fs");\nit(fs.stat);')).to.deep.equal(["fs.stat"]);
  });

  it("follows aliases, and lets unbound names stand for themselves", async () => {
    expect(await resolved("const read = fs.readFileSync;\nit(read);")).to.deep.equal(["fs.readFileSync"]);
    expect(await resolved("it(globalThis.fetch);")).to.deep.equal(["fetch"]);
    expect(await resolved("function f(fs) { it(fs.stat); }")).to.deep.equal([undefined]);
    expect(await resolved('import fs from "fs";\n{ const fs = other(); it(fs.stat); }')).to.deep.equal([undefined]);
  });

  it("sees through what compilers and casts put around a name", async () => {
    expect(await resolved('const fs_1 = require("fs");\nit((0, fs_1.readFile));')).to.deep.equal(["fs.readFile"]);
    expect(await resolved("it((fetch as any)!);")).to.deep.equal(["fetch"]);
    expect(await resolved('it(globalThis["fetch"]);')).to.deep.equal(["fetch"]);
  });

  it("gives a name to no one of two values that a let may have", async () => {
    expect(await resolved("let run = one;\nfunction f() { run = two; }\nfunction g() { it(run); }")).to.deep.equal([
      undefined,
    ]);
  });

  it("binds var in the function, let in the block, and catch and loop names where they are", async () => {
    expect(await typed("function f() { if (x) { var a = []; } it(a); }")).to.deep.equal(["Array"]);
    expect(await typed('let a = "";\n{ let a = []; }\nit(a);')).to.deep.equal(["string"]);
    expect(await typed('const e = "";\ntry {} catch (e) { it(e); }')).to.deep.equal([undefined]);
    expect(await typed('const x = "";\nfor (const x of [[]]) it(x);')).to.deep.equal(["Array"]);
  });

  it("knows a function by its nearest async", async () => {
    expect(await isAsync("async function f() { it(); }")).to.deep.equal([true]);
    expect(await isAsync("async function f() { g(() => it()); }")).to.deep.equal([false]);
    expect(await isAsync("function f() { g(async () => { it(); }); }")).to.deep.equal([true]);
    expect(await isAsync("class A { async m() { it(); } get n() { return it(); } }")).to.deep.equal([true, false]);
    expect(await isAsync("await it();")).to.deep.equal([false]);
  });

  it("finds the loop that repeats, and leaves out its iterable and its initializer", async () => {
    expect(await loopLines("for (const x of it()) {\n  it();\n}")).to.deep.equal([undefined, 1]);
    expect(await loopLines("for (let i = it(); it(); it()) it();")).to.deep.equal([undefined, 1, 1, 1]);
    expect(await loopLines("while (it()) it();\ndo it(); while (it());")).to.deep.equal([1, 1, 2, 2]);
    expect(await loopLines("for (const x of xs) run(() => it());")).to.deep.equal([undefined]);
  });

  it("takes the callbacks of array methods for loops", async () => {
    expect(await loopLines("xs\n  .map((x) => it(x));")).to.deep.equal([1]);
    expect(await loopLines("Array.from(xs, function (x) { it(x); });")).to.deep.equal([1]);
    expect(await loopLines("_.each(xs, it); promise.then(() => it());")).to.deep.equal([undefined]);
    expect(await loopLines("xs.reduce((all, x) => it(all, x), it());")).to.deep.equal([1, undefined]);
  });

  it("types literals, constructors and calls", async () => {
    expect(await typed("it([]); it(`a`); it(/a/); it({}); it(1);")).to.deep.equal([
      "Array",
      "string",
      "RegExp",
      "Object",
      "number",
    ]);
    expect(await typed('import { Pool } from "pg";\nconst pool = new Pool();\nit(pool);')).to.deep.equal(["pg.Pool"]);
    expect(await typed("const xs = text.split(',').filter(Boolean);\nit(xs);")).to.deep.equal(["Array"]);
    expect(await typed('let s = "";\nfor (const x of xs) s = s + x;\nit(s);')).to.deep.equal(["string"]);
    expect(await typed("let xs = [];\nfor (const x of ys) xs = xs.concat(x);\nit(xs);")).to.deep.equal(["Array"]);
  });

  it("types annotations, and counts null and undefined for nothing", async () => {
    expect(await typed("function f(xs: readonly string[] | null) { it(xs); it(xs[0]); }")).to.deep.equal([
      "Array",
      "string",
    ]);
    expect(await typed("let xs: ReadonlySet<string> | undefined;\nit(xs);")).to.deep.equal(["Set"]);
    expect(await typed("function list(): string[] { return []; }\nit(list());")).to.deep.equal(["Array"]);
    expect(await typed("let x: string | number = 1;\nit(x);")).to.deep.equal([undefined]);
  });

  it("types the fields of a class, by annotation, by parameter and by assignment", async () => {
    const source = 'import { Repository } from "typeorm";\n';
    expect(await typed(`${source}class A { private users: Repository<User>; f() { it(this.users); } }`)).to.deep.equal([
      "typeorm.Repository",
    ]);
    expect(
      await typed(`${source}class A { constructor(private users: Repository<User>) {} f() { it(this.users); } }`),
    ).to.deep.equal(["typeorm.Repository"]);
    expect(await typed("class A { constructor() { this.xs = []; } f() { it(this.xs); } }")).to.deep.equal(["Array"]);
  });
});
