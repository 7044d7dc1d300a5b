/**
 * Patterns on node-re2. It hands RE2 the bytes where they are and counts in bytes; nothing is decoded.
 *
 * Bad bytes match nothing, with one exception of RE2's own: for the sake of a smaller automaton, `.` and large classes
 * take surrogates and overlong forms of three or four bytes for characters.
 */
import { type Pattern, PatternError, type Patterns } from "@portcullis/plugin-api";
import type RE2 from "re2";
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
});

const compile = (engine: Engine, text: string, flags: string): RE2 => {
  try {
    return new engine(text, flags);
  } catch (error) {
    if (!(error instanceof SyntaxError && error.message.startsWith("pattern too large"))) throw error;
    throw new PatternError(reasons.memory, undefined);
  }
};

class Re2Pattern implements Pattern {
  /**
   * Held so that V8 knows what a pattern weighs. Its automaton grows to several MB outside of V8's heap, and node-re2
   * does not say so: a thousand patterns came to 2.6 GB before the collector saw a reason to run; so they stay at 0.2.
   */
  readonly weight = Buffer.allocUnsafeSlow(2 << 20);
  readonly #tester: RE2;
  #finder: RE2 | undefined;

  constructor(
    private readonly text: string,
    private readonly compile: (flags: string) => RE2,
  ) {
    this.#tester = compile("");
  }

  test(text: string | Uint8Array): boolean {
    const buffer = typeof text === "string" ? Buffer.from(text) : asBuffer(text);
    // RE2 steps by bytes, and `\B` may hold within a character and nowhere else.
    return this.#tester.test(buffer) && (!this.text.includes("\\B") || this.find(buffer, 0) !== undefined);
  }

  find(bytes: Uint8Array, from: number): { readonly start: number; readonly end: number } | undefined {
    // With `g` it begins at `lastIndex`, and leaves there where the match ends.
    this.#finder ??= this.compile("g");
    const buffer = asBuffer(bytes);
    for (let at = from; at <= buffer.length; ) {
      this.#finder.lastIndex = at;
      const start = this.#finder.exec(buffer)?.index;
      if (start === undefined) return undefined;
      const end = this.#finder.lastIndex;
      // The empty match within a character is none.
      if (start < end || !insideCharacter(buffer, start)) return { start, end };
      at = start + 1;
    }
    return undefined;
  }
}

/** The same memory, as node-re2's types want it. */
const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
