/**
 * Patterns on re2js, RE2's port to JavaScript: as safe, some ten times slower. It differs in three things, all of them at
 * the edge: each bad byte of a text counts as U+FFFD, which `.` matches; its Unicode is newer than RE2's; and it
 * allows a larger program.
 */
import { PatternError, type Patterns } from "@portcullis/plugin-api";
import type { RE2JS } from "re2js";
import { readLines } from "./pattern-lines.js";
import { reasons } from "./pattern-refusal.js";
import { readPattern } from "./pattern-syntax.js";
import { insideCharacter } from "./utf8.js";

type Engine = typeof RE2JS;

/** RE2's syntax and semantics without a native module. */
export const re2jsPatterns = (engine: Engine): Patterns => ({
  engine: "re2js",
  size: (source) => readPattern(source).size,
  compile(source, { ignoreCase, multiline, dotAll } = {}) {
    const flags =
      (ignoreCase ? engine.CASE_INSENSITIVE : 0) | (multiline ? engine.MULTILINE : 0) | (dotAll ? engine.DOTALL : 0);
    const compiled = compile(engine, readPattern(source).text, flags);
    return {
      test: (text) => compiled.test(typeof text === "string" ? Buffer.from(text) : text),
      find(bytes, from) {
        let at = from;
        while (insideCharacter(bytes, at)) at++;
        if (at > bytes.length) return undefined;
        const matcher = compiled.matcher(bytes);
        return matcher.find(at) ? { start: matcher.start(), end: matcher.end() } : undefined;
      },
      end(bytes, from) {
        const matcher = compiled.matcher(bytes);
        return matcher.find(from) ? matcher.end() : -1;
      },
    };
  },
  lines: readLines,
});

const compile = (engine: Engine, text: string, flags: number): RE2JS => {
  try {
    return engine.compile(text, flags);
  } catch (error) {
    // The only words of re2js's parser that are left for a pattern that was read
    if (!(error instanceof Error && /expression (too large|nests too deeply)/.test(error.message))) throw error;
    throw new PatternError(reasons.memory, undefined);
  }
};
