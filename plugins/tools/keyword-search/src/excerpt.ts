/** Shows places in a text: which line, which column, the line itself and the lines around it. */

import type { Span } from "./match/occurrences.js";
import type { Match } from "./output.js";
import { lineAround, lineStart } from "./short-line.js";

const NEWLINE = 10;

export interface Shape {
  readonly contextLines: number;
  readonly maxLineLength: number;
}

/** Reads a text from left to right, so that lines and columns are counted once. */
export class Excerpts {
  /** The line that was shown last: its number from 1, its first byte, the byte behind its last. */
  #line = 1;
  #start = 0;
  #end: number;
  /** A byte of that line, and its column. */
  #at = 0;
  #column = 1;

  /** @param text - may be replaced by a copy */
  constructor(
    public text: Buffer,
    private readonly shape: Shape,
  ) {
    this.#end = endOfLine(text, 0);
  }

  /** @param span - not before the one of the call before */
  locate(span: Span): Pick<Match, "line" | "column"> {
    this.#goTo(span.start);
    this.#column += charactersIn(this.text.subarray(this.#at, span.start));
    this.#at = span.start;
    return { line: this.#line, column: this.#column };
  }

  /** @param span - the one that was located last */
  show(span: Span): Omit<Match, "path" | "root"> {
    const line = this.text.subarray(this.#start, contentEnd(this.text, this.#start, this.#end));
    const { contextLines, maxLineLength } = this.shape;
    return {
      line: this.#line,
      column: this.#column,
      end_column: this.#column + charactersIn(this.text.subarray(span.start, span.end)),
      text: lineAround(line, span.start - this.#start, maxLineLength),
      before: this.#before(contextLines),
      after: this.#after(contextLines),
    };
  }

  #goTo(offset: number): void {
    while (offset > this.#end) {
      this.#line += 1;
      this.#start = this.#end + 1;
      this.#end = endOfLine(this.text, this.#start);
      this.#at = this.#start;
      this.#column = 1;
    }
  }

  #before(count: number): string[] {
    const lines: string[] = [];
    let start = this.#start;
    while (lines.length < count && start > 0) {
      const end = start - 1;
      start = end === 0 ? 0 : this.text.lastIndexOf(NEWLINE, end - 1) + 1;
      lines.unshift(this.#show(start, end));
    }
    return lines;
  }

  #after(count: number): string[] {
    const lines: string[] = [];
    let start = this.#end + 1;
    while (lines.length < count && start < this.text.length) {
      const end = endOfLine(this.text, start);
      lines.push(this.#show(start, end));
      start = end + 1;
    }
    return lines;
  }

  #show(start: number, end: number): string {
    return lineStart(this.text.subarray(start, contentEnd(this.text, start, end)), this.shape.maxLineLength);
  }
}

/** Where a line's `\n` stands, or the text ends. */
function endOfLine(text: Buffer, from: number): number {
  const end = text.indexOf(NEWLINE, from);
  return end === -1 ? text.length : end;
}

/** A `\r` before the `\n` belongs to the line when it is searched, not when it is shown. */
const contentEnd = (text: Buffer, start: number, end: number) => (end > start && text[end - 1] === 13 ? end - 1 : end);

/** Code points. */
function charactersIn(bytes: Buffer): number {
  const text = bytes.toString();
  if (text.length === bytes.length) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
