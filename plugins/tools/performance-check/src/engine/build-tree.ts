/**
 * Copies a parser's tree into flat tables, in one walk that asks WebAssembly as little as it can. A parent starts where
 * its first child does and ends where its last one does, a keyword and a plain identifier end where their text says:
 * a third of the time of a file goes into this walk, and most of that into the questions.
 */
import type { Tree, TreeCursor } from "web-tree-sitter";
import type { Grammar } from "./grammar.js";
import { RowTable } from "./row-table.js";
import type { Shape } from "./shape.js";
import { SyntaxTree } from "./syntax-tree.js";

/** The grammars' number for an ERROR node. */
const ERROR = 65535;
/** Deeper nodes are left out; what stands above them is kept. Real code stays below 100, a sum of many terms below this. */
const MAX_DEPTH = 500;
/** The clock is looked at whenever these bits of the count of steps are 0. */
const CLOCK = 0xfff;
const BACKSLASH = 92;
const DOLLAR = 36;
/** Prefixes of Python's strings that hold expressions. */
const INTERPOLATING = /^[rR]?[fFtT]/;

export interface Built {
  readonly tree: SyntaxTree;
  /** Where something stands that does not belong there, or something is missing. */
  readonly errors: readonly number[];
  readonly isTooDeep: boolean;
}

/** @returns nothing when the deadline passed before the end */
export function buildTree(source: string, parsed: Tree, grammar: Grammar, deadline: number): Built | undefined {
  const cursor = parsed.walk();
  try {
    return new Walk(source, cursor, grammar, parsed.rootNode.hasError).run(deadline);
  } finally {
    cursor.delete();
  }
}

class Walk {
  readonly #table = new RowTable();
  readonly #comments: number[] = [];
  readonly #errors: number[] = [];
  /** By depth, how many named children came before. */
  readonly #places: number[] = [0];
  #depth = 0;
  #isTooDeep = false;

  constructor(
    private readonly source: string,
    private readonly cursor: TreeCursor,
    private readonly grammar: Grammar,
    /** Then some tokens are missing and some stand where they do not belong: nothing is taken for granted. */
    private readonly hasError: boolean,
  ) {}

  run(deadline: number): Built | undefined {
    const { cursor } = this;
    const table = this.#table;
    let parent = -1;
    let isFirst = false;
    for (let step = 1; ; step++) {
      if ((step & CLOCK) === 0 && performance.now() > deadline) return undefined;
      const row = this.#append(parent, isFirst);
      isFirst = row !== -1 && this.#mayDescend(row) && cursor.gotoFirstChild();
      if (isFirst) {
        parent = row;
        this.#places[++this.#depth] = 0;
        continue;
      }
      // Where the last child ends; nothing is known of a bracket.
      let end = row === -1 ? -1 : this.#endOf(row);
      if (row !== -1) table.close(row, end);
      while (parent !== -1 && !cursor.gotoNextSibling()) {
        cursor.gotoParent();
        this.#depth--;
        if (end === -1) end = cursor.endIndex;
        table.close(parent, end);
        parent = table.parent[parent] ?? -1;
      }
      if (parent === -1) break;
    }
    // The empty lines behind the last statement are the root's as well.
    table.close(0, this.source.length);
    const tree = new SyntaxTree(this.source, this.grammar, table.rows(), this.#comments);
    return { tree, errors: this.#errors, isTooDeep: this.#isTooDeep };
  }

  /** @returns the new row, or -1 for punctuation, which is not kept */
  #append(parent: number, isFirst: boolean): number {
    const { cursor, grammar } = this;
    const table = this.#table;
    const id = cursor.nodeTypeId;
    const kind = id === ERROR ? grammar.errorKind : id;
    const shape = grammar.shapes[kind];
    if (this.hasError && (id === ERROR || cursor.nodeIsMissing)) this.#errors.push(cursor.startIndex);
    if (shape === undefined || shape.isPunctuation) return -1;
    const start = isFirst ? (table.start[parent] ?? 0) : cursor.startIndex;
    const row = table.append(kind, this.#fieldOf(shape, parent), start, parent);
    if (shape.isComment) this.#comments.push(row);
    return row;
  }

  #fieldOf(shape: Shape, parent: number): number {
    if (parent === -1 || shape.tokenLength !== 0 || shape.isComment) return 0;
    const { hasFields, childFields } = this.grammar.shapes[this.#table.kind[parent] ?? 0] ?? shape;
    if (!hasFields) return 0;
    const place = this.#places[this.#depth] ?? 0;
    this.#places[this.#depth] = place + 1;
    if (childFields === undefined || this.hasError) return this.cursor.currentFieldId;
    return childFields[place] ?? 0;
  }

  /** Whether the node may have children worth keeping. */
  #mayDescend(row: number): boolean {
    const shape = this.grammar.shapes[this.#table.kind[row] ?? 0];
    if (shape === undefined || shape.isLeaf || (shape.isString && !this.#interpolates(row))) return false;
    this.#isTooDeep ||= this.#depth >= MAX_DEPTH;
    return this.#depth < MAX_DEPTH;
  }

  #endOf(leaf: number): number {
    const shape = this.grammar.shapes[this.#table.kind[leaf] ?? 0];
    const start = this.#table.start[leaf] ?? 0;
    if (shape === undefined || this.hasError) return this.cursor.endIndex;
    if (shape.tokenLength !== 0) return start + shape.tokenLength;
    return (shape.isIdentifier ? this.#endOfWord(start) : undefined) ?? this.cursor.endIndex;
  }

  /** @returns nothing when other than ASCII letters, digits and underscores may belong to it */
  #endOfWord(start: number): number | undefined {
    for (let at = start; ; at++) {
      const unit = this.source.charCodeAt(at);
      const isWord =
        (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95;
      if (isWord) continue;
      const isOther = unit >= 128 || unit === BACKSLASH || unit === DOLLAR;
      return isOther || at === start ? undefined : at;
    }
  }

  #interpolates(row: number): boolean {
    const start = this.#table.start[row] ?? 0;
    return INTERPOLATING.test(this.source.slice(start, start + 2));
  }
}
