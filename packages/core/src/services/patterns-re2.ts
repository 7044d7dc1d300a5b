/**
 * Patterns on node-re2. It hands RE2 the bytes where they are and counts in bytes; nothing is decoded.
 *
 * Bad bytes match nothing, with one exception of RE2's own: for the sake of a smaller automaton, `.` and large classes
 * take surrogates and overlong forms of three or four bytes for characters.
 */
import { type Pattern, PatternError, type Patterns } from "@portcullis/plugin-api";
import type RE2 from "re2";
import { readLines } from "./pattern-lines.js";
import { reasons } from "./pattern-refusal.js";
import { readPattern } from "./pattern-syntax.js";
import { insideCharacter } from "./utf8.js";

type Engine = typeof RE2;

/** RE2's syntax and semantics on the native engine. */
export const re2Patterns = (engine: Engine): Patterns => ({
  engine: "re2",
  size: (source) => readPattern(source).size,
  compile(source, { ignoreCase, multiline, dotAll } = {}) {
    const { text } = readPattern(source);
    const flags = `u${ignoreCase ? "i" : ""}${multiline ? "m" : ""}${dotAll ? "s" : ""}`;
    return new Re2Pattern(text, (more) => compile(engine, text, flags + more));
  },
  lines: readLines,
});

const compile = (engine: Engine, text: string, flags: string): RE2 => {
  try {
    return new engine(text, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError && error.message.startsWith("pattern too large"))) throw error;
    throw new PatternError(reasons.memory, undefined);
  }
};

/** In bytes: what an automaton can weigh, and the text from which it may. On less text it makes too few states. */
const WEIGHT = 2 << 20;
const WEIGHTY_TEXT = 16 << 10;

class Re2Pattern implements Pattern {
  readonly #tester: RE2;
  #finder: RE2 | undefined;
  /** In bytes, so far. */
  #text = 0;
  /**
   * Held so that V8 knows what a pattern weighs. Its automaton grows to several MB outside of V8's heap, and node-re2
   * does not say so: a thousand patterns came to 2.6 GB before the collector saw a reason to run; so they stay at 0.2.
   */
  weight: Buffer | undefined;

  constructor(
    private readonly text: string,
    private readonly compile: (flags: string) => RE2,
  ) {
    this.#tester = compile("");
  }

  test(text: string | Uint8Array): boolean {
    const buffer = typeof text === "string" ? Buffer.from(text) : asBuffer(text);
    this.#weigh(buffer);
    // RE2 steps by bytes, and `\B` may hold within a character and nowhere else.
    return this.#tester.test(buffer) && (!this.text.includes("\\B") || this.find(buffer, 0) !== undefined);
  }

  find(bytes: Uint8Array, from: number): { readonly start: number; readonly end: number } | undefined {
    const finder = this.#find();
    const buffer = asBuffer(bytes);
    this.#weigh(buffer);
    for (let at = from; at <= buffer.length; ) {
      finder.lastIndex = at;
      const start = finder.exec(buffer)?.index;
      if (start === undefined) return undefined;
      const end = finder.lastIndex;
      // The empty match within a character is none.
      if (start < end || !insideCharacter(buffer, start)) return { start, end };
      at = start + 1;
    }
    return undefined;
  }

  end(bytes: Uint8Array, from: number): number {
    const finder = this.#find();
    this.#weigh(bytes);
    finder.lastIndex = from;
    return finder.test(asBuffer(bytes)) ? finder.lastIndex : -1;
  }

  #weigh({ length }: Uint8Array): void {
    this.#text += length;
    if (this.#text >= WEIGHTY_TEXT) this.weight ??= Buffer.allocUnsafeSlow(WEIGHT);
  }

  /** With `g` it begins at `lastIndex`, and leaves there where the match ends. */
  #find(): RE2 {
    this.#finder ??= this.compile("g");
    return this.#finder;
  }
}

/** The same memory, as node-re2's types want it. */
const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
