/** The lint rules of this repository's own: each fires where it must, and nowhere else. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { root } from "./repository.js";

interface Rule {
  readonly refused: readonly string[];
  readonly passed: readonly string[];
}

const dynamicRegExp: Rule = {
  refused: [
    "export const find = (pattern: string) => new RegExp(pattern);",
    "export const find = (pattern: string) => RegExp(pattern);",
    "export const find = (pattern: string) => new globalThis.RegExp(pattern);",
    "export function find(pattern: string) { const FOUND = new RegExp(pattern); return FOUND; }",
    "export class Find { static { const FOUND = new RegExp(process.argv[2]!); } }",
    'const word = new RegExp("a");',
    "const Engine = RegExp;",
    "export const find = (pattern: string) => Reflect.construct(RegExp, [pattern]);",
    "export const find = (text: string, pattern: string) => text.match(pattern);",
    "export const find = (text: string, pattern: string) => text?.match(pattern);",
    "export const find = (text: string, pattern: string) => text.matchAll(pattern);",
    "export const find = (text: string, pattern: string) => text.search(pattern);",
    "export const find = (text: string, pattern: string | RegExp) => text.search(pattern);",
    "export const find = (text: string) => text.match(/a/.source);",
  ],
  passed: [
    "const WORD = new RegExp(String.raw`\\w+`, 'u');",
    "export const find = (text: string) => text.match(/a/) ?? text.matchAll(/b/g) ?? text.search(/c/);",
    "export const find = (text: string) => text.search(WORD);",
    "export function find(text: string, pattern: RegExp) { return text.matchAll(pattern); }",
    "export type Found = RegExp;",
    "export const find = (text: string, word: string) => text.replaceAll(word, '').split(word).includes(word);",
  ],
};

const re2Match: Rule = {
  refused: [
    'import RE2 from "re2"; export const find = (text: string) => new RE2("a*", "g").match(text);',
    'import type RE2 from "re2"; export const find = (pattern: RE2, text: string) => pattern.match(text);',
    "import { RE2 } from 're2'; export const find = (pattern: RE2, text: string) => pattern?.match(text);",
    "export const find = (re2: Engine, text: string) => re2.match(text);",
    "export class Find { find(text: string) { return this.re2Pattern.match(text); } }",
  ],
  passed: [
    'import RE2 from "re2"; export const find = (text: string) => new RE2("a*", "g").exec(text);',
    'import { Find } from "./re2js.js"; export const find = (text: string) => text.match(/a/);',
    "export const find = (text: string) => text.match(/re2/);",
  ],
};

for (const [rule, { refused, passed }] of Object.entries({
  "no-dynamic-regexp": dynamicRegExp,
  "no-re2-match": re2Match,
})) {
  describe(`the lint rule ${rule}`, () => {
    const found = new Set<number>();
    before(() => {
      const folder = mkdtempSync(join(tmpdir(), "portcullis-lint-"));
      try {
        const plugins = [join(root, `lint/${rule}.grit`)];
        writeFileSync(join(folder, "biome.json"), JSON.stringify({ plugins, linter: { rules: { preset: "none" } } }));
        const samples = [...refused, ...passed];
        for (const [index, code] of samples.entries()) writeFileSync(join(folder, `${index}.ts`), `${code}\n`);
        const biome = join(root, "node_modules/.bin/biome");
        const run = spawnSync(biome, ["lint", "--max-diagnostics=none", "."], { cwd: folder, encoding: "utf8" });
        const told = `${run.stdout}${run.stderr}`;
        expect(told).to.include(`Checked ${samples.length + 1} files`);
        for (const [, index] of told.matchAll(/^(\d+)\.ts:\d+:\d+ plugin /gm)) found.add(Number(index));
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    for (const [index, code] of refused.entries()) {
      it(`refuses ${code}`, () => {
        expect(found.has(index)).to.equal(true);
      });
    }
    for (const [index, code] of passed.entries()) {
      it(`lets pass ${code}`, () => {
        expect(found.has(refused.length + index)).to.equal(false);
      });
    }
  });
}
