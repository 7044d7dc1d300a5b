/** What a file's analysis says of the file itself, and what a rule is told of the code around a node. */
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Language } from "../src/engine/language.js";
import type { SyntaxNode } from "../src/engine/syntax-tree.js";
import type { Model } from "../src/model/model.js";
import type { Rule, Trigger } from "../src/rule.js";

/** The package shows its tool alone; its insides are read where they are built. */
const load = (file: string) =>
  import(new URL(`./${file}`, import.meta.resolve("@portcullis/tool-performance-check")).href);
const { Analyser }: typeof import("../src/engine/analyser.js") = await load("engine/analyser.js");
const { defaultVocabulary }: typeof import("../src/vocabulary/default-vocabulary.js") = await load(
  "vocabulary/default-vocabulary.js",
);

/** A rule that reports what it sees. */
const seeing = (on: Trigger, see: (node: SyntaxNode, model: Model) => string | undefined): Rule => ({
  id: "py/seen",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "seen",
  suggestion: "nothing",
  doc: "",
  codes: [],
  on,
  check: (node, model, report) => report(node, { message: String(see(node, model)) }),
});

const analyse = (source: string, rules: readonly Rule[] = [], language: Language = "python") =>
  new Analyser(rules, defaultVocabulary).analyse(source, language);

/** What the probe says of each call in the source, in order. */
async function saidOfCalls(source: string, see: (node: SyntaxNode, model: Model) => string | undefined) {
  const { findings } = await analyse(source, [seeing({ kinds: ["call"] }, see)]);
  return findings.map(({ message }) => message);
}

describe("the analysis of a file", () => {
  it("says where the syntax is broken, and still reads the rest", async () => {
    const { findings, syntaxErrors, isReadable } = await analyse("def f(:\n    pass\n\nfor x in y:\n    z()\n", [
      seeing({ kinds: ["for_statement"] }, () => "loop"),
    ]);
    expect(syntaxErrors).to.deep.equal([{ line: 1, column: 7 }]);
    expect(findings.map(({ line }) => line)).to.deep.equal([4]);
    expect(isReadable).to.equal(true);
  });

  it("is not readable when no statement could be read", async () => {
    expect((await analyse("def broken(\n")).isReadable).to.equal(false);
    expect((await analyse("")).isReadable).to.equal(true);
    expect((await analyse("# only a comment\n")).isReadable).to.equal(true);
  });

  it("is incomplete for a source that is too large", async () => {
    expect((await analyse(" ".repeat(2 * 1024 * 1024 + 1))).incomplete).to.equal("size");
  });

  it("leaves out what is nested deeper than people write", async () => {
    const brackets = 100_000;
    const { incomplete, findings } = await analyse(`f()\nx = ${"(".repeat(brackets)}${")".repeat(brackets)}\ng()\n`, [
      seeing({ calls: ["f", "g"] }, () => "call"),
    ]);
    expect(incomplete).to.equal("depth");
    expect(findings.map(({ line }) => line)).to.deep.equal([1, 3]);
  });

  it("ends in time on a name with thousands of definitions", async () => {
    const from = performance.now();
    await analyse(`s = ""\nfor x in y:\n${"    s += x\n".repeat(20_000)}`, [
      seeing({ kinds: ["augmented_assignment"] }, (node, model) => model.typeOf(node.field("left") ?? node)?.name),
    ]);
    expect(performance.now() - from).to.be.below(5000);
  });

  it("hands out the comments, and whether code stands before them", async () => {
    const { comments } = await analyse("x = 1  # one\n# two\n");
    expect(comments).to.deep.equal([
      { line: 1, text: "# one", isTrailing: true },
      { line: 2, text: "# two", isTrailing: false },
    ]);
  });

  it("places findings in UTF-16 units, in the order of the text", async () => {
    const { findings } = await analyse("s = '😀'; f(); g()\n", [seeing({ calls: ["g", "f"] }, () => "call")]);
    expect(findings.map(({ line, column, endColumn }) => [line, column, endColumn])).to.deep.equal([
      [1, 11, 14],
      [1, 16, 19],
    ]);
  });

  it("names the method and the loop around a finding", async () => {
    const source = "class A:\n    def b(self):\n        for x in y:\n            f()\n";
    const { findings } = await analyse(source, [seeing({ calls: ["f"] }, () => "call")]);
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ functionName: "A.b", loopLine: 3 });
  });

  it("asks a rule about what its query captures as @match", async () => {
    const query = '((call function: (identifier) @name) @match (#eq? @name "f"))';
    const { findings } = await analyse("f()\ng()\nx = f()\n", [seeing({ query }, (node) => node.text)]);
    expect(findings.map(({ line, message }) => [line, message])).to.deep.equal([
      [1, "f()"],
      [3, "f()"],
    ]);
  });

  it("asks a rule once about a node that it is indexed by twice", async () => {
    const { findings } = await analyse("open('x')\n", [
      seeing({ kinds: ["call"], calls: ["open"], blocking: ["file"] }, () => "call"),
    ]);
    expect(findings).to.have.length(1);
  });
});

describe("the model of a Python file", () => {
  const names = (source: string) => saidOfCalls(source, (call, model) => model.calleeName(call));
  const types = (source: string) =>
    saidOfCalls(source, (call, model) => {
      const [value] = call.field("arguments")?.children ?? [];
      return value && model.typeOf(value)?.name;
    });

  it("follows imports and their aliases to a callee's name", async () => {
    expect(await names("import requests as r\nr.get()\n")).to.deep.equal(["requests.get"]);
    expect(await names("from time import sleep as nap\nnap()\n")).to.deep.equal(["time.sleep"]);
    expect(await names("import os.path\nos.path.join()\n")).to.deep.equal(["os.path.join"]);
    expect(await names("import time\nnap = time.sleep\nnap()\n")).to.deep.equal(["time.sleep"]);
  });

  it("lets a name that the file does not bind stand for itself", async () => {
    expect(await names("time.sleep()\n")).to.deep.equal(["time.sleep"]);
    expect(await names("import builtins\nbuiltins.open()\n")).to.deep.equal(["open"]);
  });

  it("does not take a parameter, a variable or an own function for what it is called like", async () => {
    expect(await names("def f(requests):\n    requests.get()\n")).to.deep.equal(["undefined"]);
    expect(await names("requests = {}\nrequests.get()\n")).to.deep.equal(["dict.get"]);
    expect(await names("def open(): ...\nopen()\n")).to.deep.equal([".open"]);
  });

  it("names a method by the type of its receiver", async () => {
    const annotated = "import httpx\nfrom typing import Optional\ndef f(c: Optional[httpx.Client]):\n    c.get()\n";
    expect(await names(annotated)).to.deep.equal(["httpx.Client.get"]);
    expect(await names("with open('x') as f:\n    f.read()\n")).to.deep.equal(["open", "file.read"]);
    const own =
      "import requests\nclass A:\n    def __init__(self):\n        self.s = requests.Session()\n    def b(self):\n        self.s.get()\n";
    expect(await names(own)).to.deep.equal(["requests.Session", "requests.Session.get"]);
  });

  it("takes the type from the definitions that reach a use", async () => {
    expect(await types("x = []\nx = ''\nf(x)\n")).to.deep.equal(["str"]);
    expect(await types("x = []\nif y:\n    x = ''\nf(x)\n")).to.deep.equal(["undefined"]);
    expect(await types("x = None\nif y:\n    x = []\nf(x)\n")).to.deep.equal(["list"]);
    expect(await types("x = []\nfor y in z:\n    f(x)\n    x = ''\n")).to.deep.equal(["undefined"]);
    expect(await types("def g():\n    global x\n    x = ''\nx = []\nf(x)\n")).to.deep.equal(["list"]);
  });

  it("knows async from the nearest function alone", async () => {
    const source =
      "async def a():\n    f()\n    def b():\n        f()\n    c = lambda: f()\n    return [f() for x in y]\n";
    expect(await saidOfCalls(source, (call, model) => String(model.isAsync(call)))).to.deep.equal([
      "true",
      "false",
      "false",
      "true",
    ]);
  });

  it("counts a loop's body and condition as repeated, not its iterable, and ends at a function", async () => {
    const source =
      "for x in f():\n    f()\nelse:\n    f()\nwhile f():\n    def g():\n        f()\n[f() for x in f() for y in f() if f()]\n";
    expect(await saidOfCalls(source, (call, model) => String(model.loopOf(call)?.line))).to.deep.equal([
      "undefined",
      "1",
      "undefined",
      "5",
      "undefined",
      "8",
      "undefined",
      "8",
      "8",
    ]);
  });

  it("finds the uses of a name in its own scope", async () => {
    const source = "x = 1\ndef f(x):\n    return g(x)\nh = [x for x in x]\n";
    const [uses] = await saidOfCalls(source, (call, model) => {
      const [argument] = call.field("arguments")?.children ?? [];
      const binding = argument && model.bindingOf(argument);
      return (
        binding &&
        model
          .usesOf(binding)
          .map(({ line }) => line)
          .join()
      );
    });
    expect(uses).to.equal("2,3");
  });
});
