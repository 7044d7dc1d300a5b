/**
 * Reads a pattern's syntax. The parser reads JavaScript's, the pattern is RE2's: it is read only where it holds nothing
 * but what both take for the same, or what is told apart here (`\s`, `\w` and `\b` are RE2's wherever a tree is used).
 */
import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** Anything that has alternatives: the whole pattern, or a group. */
export type Choice = Pick<AST.Pattern, "alternatives">;

/** Half of a surrogate pair is bytes of its own in RE2. */
const CHARACTER = String.raw`(?:[0-9A-Za-z]|[^\0-\x7f]|\\x\{(?!d[89a-f]..\})[0-9a-f]+\})`;
const CLASS = String.raw`\[\^?(?:${CHARACTER}(?:-${CHARACTER})?|\\[dDsSwW])+\]`;
const REPEAT = String.raw`[*+?]|\{\d+(?:,\d*)?\}`;
const SHARED = new RegExp(String.raw`^(?:${CHARACTER}|${CLASS}|${REPEAT}|[.^$|)]|\(\?:|\\[bBdDsSwW])*$`, "u");

const PARSER = new RegExpParser({ ecmaVersion: 2024 });

/**
 * @param pattern - as `Patterns.lines` writes it
 * @returns undefined when it holds anything that JavaScript might read in another way
 */
export function syntaxTree(pattern: string): AST.Pattern | undefined {
  if (!SHARED.test(pattern)) return undefined;
  try {
    return PARSER.parsePattern(pattern.replaceAll("\\x{", "\\u{"), undefined, undefined, { unicode: true });
  } catch (error) {
    // What RE2 repeats and JavaScript does not, as in `^*`
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The pattern that a tree was made of, changed or not, as RE2 reads it. */
export const patternOf = (source: string): string => source.replaceAll("\\u{", "\\x{");
