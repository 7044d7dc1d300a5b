/**
 * A file's syntax as flat tables, one row a node, in the order of the text: what rules and the model read. Built in
 * one walk (build-tree.ts), because every question to the parser's own tree crosses into WebAssembly.
 */
import type { Grammar } from "./grammar.js";

/** One row a node: the row of a node's descendants follow it, up to `after`. */
export interface Rows {
  readonly count: number;
  readonly kind: Uint16Array;
  readonly field: Uint8Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly parent: Int32Array;
  /** The first row behind the node's last descendant. */
  readonly after: Int32Array;
}

export class SyntaxTree {
  readonly root: SyntaxNode;
  readonly #nodes: (SyntaxNode | undefined)[];
  #lines: readonly number[] | undefined;

  constructor(
    readonly source: string,
    readonly grammar: Grammar,
    readonly rows: Rows,
    /** Rows of the comments, in order. */
    readonly comments: readonly number[],
  ) {
    // Of its full length at once: an array that is filled from anywhere would become a hash table.
    this.#nodes = new Array(rows.count);
    this.root = this.node(0);
  }

  /** The same object for the same row: nodes may be compared with `===` and kept in maps. */
  node(row: number): SyntaxNode {
    let node = this.#nodes[row];
    if (node === undefined) {
      node = new SyntaxNode(this, row);
      this.#nodes[row] = node;
    }
    return node;
  }

  /** The node of exactly this place and kind. */
  find(start: number, end: number, kind: string): SyntaxNode | undefined {
    let low = 0;
    let high = this.rows.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.rows.start[middle] ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    for (let row = low; row < this.rows.count && this.rows.start[row] === start; row++) {
      const node = this.node(row);
      if (node.end === end && node.kind === kind) return node;
    }
    return undefined;
  }

  /** The line, from 1, that the unit stands in. */
  lineAt(offset: number): number {
    const lines = this.#lineStarts();
    let low = 0;
    let high = lines.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((lines[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** The column of the unit in its line, from 1, in UTF-16 units. */
  columnAt(offset: number): number {
    return offset - (this.#lineStarts()[this.lineAt(offset) - 1] ?? 0) + 1;
  }

  #lineStarts(): readonly number[] {
    if (this.#lines !== undefined) return this.#lines;
    const lines = [0];
    for (let at = this.source.indexOf("\n"); at !== -1; at = this.source.indexOf("\n", at + 1)) lines.push(at + 1);
    this.#lines = lines;
    return lines;
  }
}

/** A node of a SyntaxTree: a row and the tree it is of. */
export class SyntaxNode {
  constructor(
    readonly tree: SyntaxTree,
    readonly row: number,
  ) {}

  /** The grammar's word, such as `call`, or a token's text, such as `async`. */
  get kind(): string {
    return this.tree.grammar.kinds[this.tree.rows.kind[this.row] ?? 0]?.name ?? "ERROR";
  }

  /** False for a keyword or an operator. */
  get isNamed(): boolean {
    return this.tree.grammar.kinds[this.tree.rows.kind[this.row] ?? 0]?.isNamed ?? true;
  }

  get start(): number {
    return this.tree.rows.start[this.row] ?? 0;
  }

  get end(): number {
    return this.tree.rows.end[this.row] ?? 0;
  }

  get text(): string {
    return this.tree.source.slice(this.start, this.end);
  }

  get line(): number {
    return this.tree.lineAt(this.start);
  }

  get parent(): SyntaxNode | undefined {
    const parent = this.tree.rows.parent[this.row] ?? -1;
    return parent === -1 ? undefined : this.tree.node(parent);
  }

  /** The name of the parent's field that the node stands in. */
  get fieldName(): string | undefined {
    return this.tree.grammar.fields[this.tree.rows.field[this.row] ?? 0] ?? undefined;
  }

  /** The named children, in order, without comments. */
  get children(): SyntaxNode[] {
    const children: SyntaxNode[] = [];
    const { after } = this.tree.rows;
    const end = after[this.row] ?? 0;
    for (let row = this.row + 1; row < end; row = after[row] ?? end) {
      const child = this.tree.node(row);
      if (child.isNamed && child.kind !== "comment") children.push(child);
    }
    return children;
  }

  /** The first child in the field. */
  field(name: string): SyntaxNode | undefined {
    const { after, field } = this.tree.rows;
    const id = this.tree.grammar.fields.indexOf(name);
    const end = after[this.row] ?? 0;
    for (let row = this.row + 1; row < end; row = after[row] ?? end) {
      if (field[row] === id) return this.tree.node(row);
    }
    return undefined;
  }

  /** Whether a keyword or operator such as `async` stands among the children. Punctuation is not kept. */
  hasToken(text: string): boolean {
    const { after } = this.tree.rows;
    const end = after[this.row] ?? 0;
    for (let row = this.row + 1; row < end; row = after[row] ?? end) {
      const child = this.tree.node(row);
      if (!child.isNamed && child.kind === text) return true;
    }
    return false;
  }

  /** Whether the node is the other one or inside it. */
  isWithin(other: SyntaxNode): boolean {
    return this.row >= other.row && this.row < (this.tree.rows.after[other.row] ?? 0);
  }

  /** Every named node below, in the order of the text. */
  *descendants(): Generator<SyntaxNode> {
    const end = this.tree.rows.after[this.row] ?? 0;
    for (let row = this.row + 1; row < end; row++) {
      const node = this.tree.node(row);
      if (node.isNamed) yield node;
    }
  }

  /** The parent, its parent, and so on. */
  *ancestors(): Generator<SyntaxNode> {
    for (let node = this.parent; node !== undefined; node = node.parent) yield node;
  }
}
