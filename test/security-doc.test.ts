/** docs/security.md against the tests: what it names exists, its numbers stand there, and no attack is left out. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { rowsOf } from "./markdown.js";
import { filesBelow, read, root } from "./repository.js";

/** The titles of tests, and of cases given as data, in a source; what is filled in is `…`. */
const titlesOf = (source: string): string[] =>
  [...source.matchAll(/(?:\b(?:it|describe)\(\s*|\bname: )(?:"([^"\n]*)"|`([^`\n]*)`)/g)].map(
    ([, plain, template = ""]) => plain ?? template.replace(/\$\{[^}]*\}/g, "…"),
  );

/** Of an attack's file: its tests; where all of them are cases of data, what stands around them. */
const attacksIn = (source: string): string[] => {
  const tests = titlesOf(source.replace(/\bdescribe\(|\bname: /g, ""));
  return tests.length > 0 ? tests : titlesOf(source.replace(/\bname: /g, ""));
};

/** A row's tests: each file, and the titles that are named of it. */
const testsIn = (cell: string): { readonly file: string; readonly titles: readonly string[] }[] =>
  cell.split("; ").map((part) => {
    const [, file = "", named = ""] = /^\[[^\]]+\]\(\.\.\/([^)]+)\): (.+)$/.exec(part) ?? [];
    // The formatter writes emphasis with `_`, but where the text itself holds one.
    const titles = [...named.matchAll(/(?<!\w)([_*])(.+?)\1(?!\w)/g)].map(([, , title = ""]) => title);
    return { file, titles };
  });

const rows = rowsOf(read("docs/security.md")).map(([promise = "", number = "", cell = ""]) => ({
  promise,
  number,
  tests: testsIn(cell),
}));
const named = rows.flatMap(({ tests }) => tests);

describe("docs/security.md", () => {
  it("names a test for each promise", () => {
    expect(rows).to.have.length.above(20);
    for (const { promise, tests } of rows) {
      for (const { file, titles } of tests) {
        expect(file, promise).to.match(/\.test\.ts$/);
        expect(titles, promise).not.to.be.empty;
      }
    }
  });

  it("names tests that exist", () => {
    const missing = named.flatMap(({ file, titles }) => {
      if (!existsSync(join(root, file))) return [file];
      const there = titlesOf(read(file));
      return titles.filter((title) => !there.includes(title)).map((title) => `${file}: ${title}`);
    });
    expect(missing).to.deep.equal([]);
  });

  it("tells numbers of attempts that stand in the test", () => {
    const strays = rows.flatMap(({ promise, number, tests }) => {
      const sources = tests.map(({ file }) => read(file)).join("");
      const told = [...number.matchAll(/\d[\d,]{3,}/g)].map(([digits]) => digits.replaceAll(",", "_"));
      return told.filter((digits) => !sources.includes(digits)).map((digits) => `${promise} ${digits}`);
    });
    expect(strays).to.deep.equal([]);
  });

  it("leaves out no attack", () => {
    const told = new Set(named.flatMap(({ file, titles }) => titles.map((title) => `${file}: ${title}`)));
    const attacks = filesBelow("test/attacks", ".test.ts").flatMap((file) =>
      attacksIn(read(file)).map((title) => `${file}: ${title}`),
    );
    expect(attacks).to.have.length.above(10);
    expect(attacks.filter((attack) => !told.has(attack))).to.deep.equal([]);
  });
});
