/** The tables of a syntax tree while they grow. */
import type { Rows } from "./syntax-tree.js";

const FIRST_LENGTH = 4096;

export class RowTable {
  count = 0;
  kind = new Uint16Array(FIRST_LENGTH);
  field = new Uint8Array(FIRST_LENGTH);
  start = new Uint32Array(FIRST_LENGTH);
  end = new Uint32Array(FIRST_LENGTH);
  parent = new Int32Array(FIRST_LENGTH);
  after = new Int32Array(FIRST_LENGTH);

  /** @returns the new row; its `end` and `after` are the caller's to set */
  append(kind: number, field: number, start: number, parent: number): number {
    const row = this.count++;
    if (row === this.kind.length) this.#grow(row * 2);
    this.kind[row] = kind;
    this.field[row] = field;
    this.start[row] = start;
    this.parent[row] = parent;
    return row;
  }

  /** All of the row's descendants are there. */
  close(row: number, end: number): void {
    this.end[row] = end;
    this.after[row] = this.count;
  }

  rows(): Rows {
    const { count, kind, field, start, end, parent, after } = this;
    return { count, kind, field, start, end, parent, after };
  }

  #grow(length: number): void {
    this.kind = into(new Uint16Array(length), this.kind);
    this.field = into(new Uint8Array(length), this.field);
    this.start = into(new Uint32Array(length), this.start);
    this.end = into(new Uint32Array(length), this.end);
    this.parent = into(new Int32Array(length), this.parent);
    this.after = into(new Int32Array(length), this.after);
  }
}

function into<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(larger: T, table: T): T {
  larger.set(table);
  return larger;
}
