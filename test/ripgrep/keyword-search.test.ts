/** `keyword_search` finds what ripgrep finds: the same files, lines, columns and counts. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { makeAwkwardTree } from "./awkward-tree.js";
import { type Found, ripgrep } from "./ripgrep.js";
import { type Searcher, searcherOn } from "./searcher.js";

/** A query in both tongues. */
interface Query {
  readonly keyword: string;
  /** What ripgrep calls the same, where RE2's ASCII classes and Rust's Unicode classes differ. */
  readonly rg?: string;
  readonly flags?: readonly Flag[];
  /** In place of the case's own. */
  readonly in?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** Arguments of the tool, and those of ripgrep that mean them. */
const FLAGS = {
  regex: [{ use_regex: true }, []],
  ignoreCase: [{ case_insensitive: true }, ["--ignore-case"]],
  word: [{ whole_word: true }, ["--word-regexp"]],
  hidden: [{ include_hidden: true }, ["--hidden"]],
  noIgnore: [{ respect_gitignore: false }, ["--no-ignore"]],
} as const;
type Flag = keyof typeof FLAGS;

const nameOf = ({ keyword, flags = [], include = [], exclude = [], in: where = [] }: Query): string =>
  [JSON.stringify(keyword), ...flags, ...include, ...exclude.map((glob) => `not ${glob}`), ...where].join(" ");

function argsOf({ keyword, flags = [], include = [], exclude = [] }: Query, where: readonly string[]) {
  const meant = Object.assign({}, ...flags.map((flag) => FLAGS[flag][0]));
  return { keyword, root_paths: where, include_patterns: include, exclude_patterns: exclude, ...meant };
}

function rgArgsOf({ keyword, rg, flags = [], include = [], exclude = [] }: Query, where: readonly string[]): string[] {
  return [
    ...flags.flatMap((flag) => FLAGS[flag][1]),
    ...(flags.includes("regex") ? [] : ["--fixed-strings"]),
    ...include.flatMap((glob) => ["-g", glob]),
    ...exclude.flatMap((glob) => ["-g", `!${glob}`]),
    "--regexp",
    rg ?? keyword,
    ...where,
  ];
}

/** The first of what one has and the other has not. */
const missing = (from: Found, of: Found): string[] =>
  [...of]
    .flatMap(([file, places]) =>
      [...places].filter((place) => !from.get(file)?.has(place)).map((at) => `${file}:${at}`),
    )
    .slice(0, 5);

type Output = Awaited<ReturnType<Searcher["all"]>>;

/**
 * The answers of a server that has just started, of one that knows the tree, of one that looks at every file, and of
 * one that is asked again.
 *
 * @param warm - has searched the tree before
 */
async function answers(warm: Searcher, root: string, args: Parameters<Searcher["all"]>[0]): Promise<Output[]> {
  const cold = await searcherOn(root);
  try {
    return [
      await cold.all(args),
      await warm.all(args),
      await warm.all({ ...args, fresh: "strict" }),
      await warm.all(args),
    ];
  } finally {
    await cold.close();
  }
}

async function compare(warm: Searcher, root: string, query: Query, where: readonly string[]): Promise<void> {
  const paths = query.in ?? where;
  const [all, theirs] = await Promise.all([
    answers(warm, root, { ...argsOf(query, paths), max_results: 10_000, max_line_length: 20 }),
    ripgrep(root, rgArgsOf(query, paths)),
  ]);
  expect(theirs.size, "files that ripgrep finds").to.be.above(0);
  for (const ours of all) compareMatches(ours, theirs, root);
}

function compareMatches(ours: Output, theirs: Found, root: string): void {
  const found: Found = new Map();
  let atOpenEnds = 0;
  for (const match of ours.matches) {
    if (match.column === match.end_column && endsOpen(root, match)) {
      atOpenEnds += 1;
      continue;
    }
    found.set(match.path, (found.get(match.path) ?? new Set()).add(`${match.line}:${match.column}`));
  }
  expect({ notFound: missing(found, theirs), foundBesides: missing(theirs, found) }).to.deep.equal({
    notFound: [],
    foundBesides: [],
  });
  const count = [...theirs.values()].reduce((sum, places) => sum + places.size, 0);
  expect(ours.stats.occurrences).to.equal(count + atOpenEnds);
  if (atOpenEnds === 0) expect(ours.stats.files_matched).to.equal(theirs.size);
}

/** An empty match at the end of a last line without a line break: ripgrep tells the line, but no match on it. */
function endsOpen(
  root: string,
  match: { readonly path: string; readonly line: number; readonly column: number },
): boolean {
  const lines = readFileSync(path.join(root, match.path), "utf8")
    .replace(/^\ufeff/, "")
    .split("\n");
  return match.line === lines.length && match.column === [...(lines.at(-1) ?? "")].length + 1;
}

/** The same, where there are too many matches to list: of each file the count. */
async function compareCounts(warm: Searcher, root: string, query: Query, where: readonly string[]): Promise<void> {
  const paths = query.in ?? where;
  const [all, theirs] = await Promise.all([
    answers(warm, root, { ...argsOf(query, paths), output: "count", max_results: 10_000 }),
    ripgrep(root, rgArgsOf(query, paths)),
  ]);
  expect(theirs.size, "files that ripgrep finds").to.be.above(0);
  const sorted = [...theirs].map(([file, places]) => `${file}: ${places.size}`).sort();
  for (const { files } of all) {
    const found = files.map(({ path, count }) => `${path}: ${count}`).sort();
    const differ = { notFound: without(sorted, found), foundBesides: without(found, sorted) };
    expect(differ).to.deep.equal({ notFound: [], foundBesides: [] });
  }
}

const without = (from: readonly string[], those: readonly string[]): string[] => {
  const known = new Set(those);
  return from.filter((line) => !known.has(line)).slice(0, 5);
};

const R = ["regex"] as const;
/** Ripgrep's globs include even what is ignored or hidden; ours never do. So they are compared where nothing is. */
const ALL = ["noIgnore", "hidden"] as const;

const AWKWARD: readonly Query[] = [
  { keyword: "foo" },
  { keyword: "foo", flags: ["noIgnore"] },
  { keyword: "foo", flags: ["hidden"] },
  { keyword: "foo", flags: ["hidden", "noIgnore"] },
  { keyword: "foo", flags: ["ignoreCase"] },
  { keyword: "foo", flags: ["word"] },
  { keyword: "foo", flags: ["word", "ignoreCase"] },
  { keyword: "foo", in: ["sub", "nested", "a.log", ".env", "build"] },
  { keyword: "foo", in: ["sub", "sub/build", "sub/debug.log"] },
  { keyword: "foo", include: ["*.txt"], flags: ALL },
  { keyword: "foo", include: ["*.{md,css}", "sub/*.log"], flags: ALL },
  { keyword: "foo", exclude: ["sub"] },
  { keyword: "foo", exclude: ["*.txt", "/x/y/"] },
  { keyword: "foo", include: ["**/*.txt"], exclude: ["b*", "[a-f]*"], flags: ALL },
  { keyword: "foo", include: ["*.txt"], in: ["sub", "keep.log"], flags: ALL },
  { keyword: "é" },
  { keyword: "é", flags: ["word"] },
  { keyword: "s", flags: ["ignoreCase"] },
  { keyword: "k", flags: ["ignoreCase"] },
  { keyword: "σ", flags: ["ignoreCase"] },
  { keyword: "SS", flags: ["ignoreCase"] },
  { keyword: "i", flags: ["ignoreCase"] },
  { keyword: "aa" },
  { keyword: "," },
  { keyword: ",", flags: ["word"] },
  { keyword: "\\d+", rg: "[0-9]+", flags: R },
  { keyword: "^foo", flags: R },
  { keyword: "foo$", flags: R },
  { keyword: "\\Afoo", rg: "^foo", flags: R },
  { keyword: "foo\\z", rg: "foo$", flags: R },
  { keyword: "^$", flags: R },
  { keyword: "(?:)", flags: R, in: ["blanks.txt", "words.txt", "only-newlines.txt", "empty.txt", "one-character.txt"] },
  { keyword: "x*", flags: R, in: ["repeats.txt", "blanks.txt", "words.txt", "fold.txt", "no-final-newline.txt"] },
  { keyword: "x*", flags: ["regex", "word"], in: ["repeats.txt", "blanks.txt", "words.txt", "fold.txt"] },
  { keyword: "^", flags: R, in: ["crlf.txt", "blanks.txt", "bom-8.txt", "bom-only.txt", "empty.txt"] },
  { keyword: "$", flags: R, in: ["crlf.txt", "blanks.txt", "bom-8.txt", "bom-only.txt", "empty.txt"] },
  { keyword: "\\s+$", rg: "[\\t\\n\\f\\r ]+$", flags: R },
  { keyword: "\\s*$", rg: "[\\t\\n\\f\\r ]*$", flags: R, in: ["crlf.txt", "blanks.txt", "words.txt"] },
  { keyword: "[\\s,]+foo", rg: "[\\t\\n\\f\\r ,]+foo", flags: R },
  { keyword: "[^a]+", flags: R, exclude: ["blocks.txt", "long-line*.txt"] },
  { keyword: "[^\\s]+", rg: "[^\\t\\n\\f\\r ]+", flags: R, exclude: ["blocks.txt", "long-line*.txt"] },
  { keyword: "\\W+foo", rg: "[^0-9A-Za-z_]+foo", flags: R },
  { keyword: "\\D{4}", rg: "[^0-9]{4}", flags: R, exclude: ["blocks.txt", "long-line*.txt"] },
  { keyword: "[\\W\\d]o", rg: "[^A-Za-z_]o", flags: R },
  { keyword: "\\pL+", flags: R, exclude: ["blocks.txt", "long-line*.txt"] },
  { keyword: "\\PL+", flags: R, exclude: ["blocks.txt", "long-line*.txt"] },
  { keyword: "[\\p{^Greek}x]+", rg: "[\\P{Greek}x]+", flags: R, exclude: ["blocks.txt", "long-line*.txt"] },
  { keyword: "[[:space:]]foo", flags: R },
  { keyword: "[[:^alpha:]]+foo", flags: R },
  { keyword: "[\\x00-\\x20]+foo", flags: R },
  { keyword: "[]^-]+", rg: "[\\]^-]+", flags: R },
  { keyword: ".", flags: R, in: ["latin-1.txt", "utf16le.txt", "utf16be.txt", "classes.txt", "lone-cr.txt"] },
  { keyword: ".*foo", flags: R },
  { keyword: "foo.*?foo", flags: R },
  { keyword: "(?s)foo.bar", flags: R },
  { keyword: "(?s-i:foo.)+", flags: R },
  { keyword: "(?i)straSSE|\u212a", flags: R },
  { keyword: "(?i:FOO) foo", flags: R },
  { keyword: "(f)(?P<rest>oo)", flags: R },
  { keyword: "fo|foo|foobar", flags: ["regex", "word"] },
  { keyword: "[a-f]+o*", flags: ["regex", "word"], exclude: ["blocks.txt", "long-line*.txt"] },
  { keyword: "-?foo[-.]?", flags: ["regex", "word"] },
  { keyword: "\\bfoo\\b", rg: "(?-u:\\b)foo(?-u:\\b)", flags: R },
  { keyword: "\\Boo", rg: "(?-u:\\B)oo", flags: R },
  { keyword: "\\x{6f22}|\\Q.*\\E", rg: "\\x{6f22}|\\.\\*", flags: R },
  { keyword: "[^\\n]{3}$", flags: R, exclude: ["blocks.txt", "long-line*.txt"] },
];

/** Packages of this repository's own dependencies: some five thousand files. */
const SOME = ["@modelcontextprotocol", "mocha", "rxjs", "typescript", "yaml", "zod"].map(
  (name) => `node_modules/${name}`,
);

const PACKAGES: readonly Query[] = [
  { keyword: "isDeepStrictEqual" },
  { keyword: "TODO", flags: ["word"] },
  { keyword: "strictObject", include: ["*.ts"] },
  { keyword: "SCHEDULER", flags: ["ignoreCase"], include: ["**/internal/operators/d*.ts"] },
  { keyword: "AbortController(", exclude: ["*.map", "dist"] },
  { keyword: "\t\tthrow new", exclude: ["*.map"] },
  { keyword: "\\b[A-Z][a-z]+Unavailable\\w*", rg: "(?-u:\\b)[A-Z][a-z]+Unavailable[0-9A-Za-z_]*", flags: R },
  { keyword: "[0-9]{4}-[0-9]{2}-[0-9]{2}T", flags: R },
  { keyword: "function\\s+\\w+Promise\\(", rg: "function[\\t\\f\\r ]+[0-9A-Za-z_]+Promise\\(", flags: R },
  { keyword: '"version"\\s*:\\s*"[^"]+"', rg: '"version"[\\t\\f\\r ]*:[\\t\\f\\r ]*"[^"]+"', flags: R },
  { keyword: "catch \\{[^}]*\\}", flags: R },
  { keyword: "(?:zip|merge)All|concatAll", flags: R, include: ["*.ts"] },
  { keyword: "é|ü|日", flags: R },
  { keyword: "[^\\x00-\\x7f]{3}", flags: R, exclude: ["*.map"] },
  { keyword: "^#!.*node$", flags: R },
  { keyword: "(?i)utf-?16(?:le|be)?", flags: R, exclude: ["*.map"] },
  { keyword: "\\s+$", rg: "[\\t\\n\\f\\r ]+$", flags: R, include: ["*.md"] },
  { keyword: "ESM", flags: ["word", "ignoreCase"], include: ["package.json"] },
  { keyword: "licen[cs]e", flags: ["regex", "ignoreCase", "word"], include: ["LICENSE*", "package.json"] },
  { keyword: "name", include: ["package.json"], flags: ["hidden"] },
];

/** Thousands of matches. */
const FREQUENT: readonly Query[] = [
  { keyword: "return" },
  { keyword: "return", flags: ["word"] },
  { keyword: "error", flags: ["ignoreCase"] },
  { keyword: "sk", flags: ["ignoreCase"] },
  { keyword: "^import .*$", flags: R },
  { keyword: "^$", flags: R },
  { keyword: "\\d{3,5}", rg: "[0-9]{3,5}", flags: R },
  { keyword: ";$", flags: R },
  { keyword: "[^a-z\\n ]{6}", flags: R },
  { keyword: "\\w+\\s*=>", rg: "[0-9A-Za-z_]+[\\t\\f\\r ]*=>", flags: R },
];

/** Every dependency. */
const WHOLE: readonly Query[] = [
  { keyword: "ERR_MODULE_NOT_FOUND" },
  { keyword: "process.binding(" },
  { keyword: "\\b[A-Z]{3}_[A-Z]{5}_ERROR\\b", rg: "(?-u:\\b)[A-Z]{3}_[A-Z]{5}_ERROR(?-u:\\b)", flags: R },
  { keyword: "Copyright (c) Microsoft", flags: ["ignoreCase", "hidden"], exclude: ["*.ts", "*.js", "*.map"] },
];

describe("keyword_search, against ripgrep", () => {
  describe("on awkward files", function () {
    this.timeout(20_000);
    let root: string;
    let searcher: Searcher;
    before(async () => {
      root = mkdtempSync(path.join(tmpdir(), "portcullis-awkward-"));
      makeAwkwardTree(root);
      searcher = await searcherOn(root);
      // It knows the tree from now on, and has time to index it.
      await searcher.all({ keyword: "anything", root_paths: ["."], respect_gitignore: false, include_hidden: true });
      await setTimeout(500);
    });
    after(async () => {
      await searcher.close();
      rmSync(root, { recursive: true });
    });
    for (const query of AWKWARD) {
      it(`finds the same for ${nameOf(query)}`, () => compare(searcher, root, query, ["."]));
    }
  });

  describe("on this repository's dependencies", function () {
    this.timeout(60_000);
    const root = path.resolve(fileURLToPath(import.meta.url), "../../../..");
    let searcher: Searcher;
    before(async () => {
      searcher = await searcherOn(root);
    });
    after(() => searcher.close());
    const unignored = (query: Query): Query => ({ ...query, flags: [...(query.flags ?? []), "noIgnore"] });

    for (const query of PACKAGES) {
      it(`finds the same for ${nameOf(query)}`, () => compare(searcher, root, unignored(query), SOME));
    }
    for (const query of FREQUENT) {
      it(`counts the same in each file for ${nameOf(query)}`, () =>
        compareCounts(searcher, root, unignored(query), SOME));
    }
    for (const query of WHOLE) {
      it(`finds the same in every package for ${nameOf(query)}`, () =>
        compare(searcher, root, unignored(query), ["node_modules"]));
    }
  });
});
