/**
 * Rewrites a pattern so that it sees one line at a time, as grep's patterns do, while the engine runs over many lines at
 * once: nothing in it matches a line break, and `\A` and `\z` stand at the ends of each line.
 */
import { readPattern } from "./pattern-syntax.js";
import { type Token, tokens } from "./pattern-tokens.js";

const NEWLINE = 10;

/**
 * @returns undefined when the pattern asks for a line break
 * @throws {@link PatternError} at the first fault
 */
export const readLines = (source: string): string | undefined => {
  readPattern(source);
  let text = "";
  for (const token of tokens(source)) {
    const line = token.kind === "atom" ? lineAtom(token.text) : token.kind === "repeat" ? token.text : lineFlags(token);
    if (line === undefined) return undefined;
    text += line;
  }
  return text;
};

/** `m` is on and `s` is off everywhere. Flags of nothing else stay as `(?m)`: what is repeated behind them stands before. */
const lineFlags = ({ text }: Token): string =>
  text.replace(/^\(\?([imsU]*)-?([imsU]*)([:)])/, (_, on: string, off: string, end: string) => {
    const [kept, dropped] = [on, off].map((flags) => flags.replace(/[ms]/g, ""));
    const flags = dropped === "" ? kept : `${kept}-${dropped}`;
    return flags === "" && end === ")" ? "(?m)" : `(?${flags}${end}`;
  });

const lineAtom = (atom: string): string | undefined => {
  if (atom === "\\A") return "^";
  if (atom === "\\z") return "$";
  if (atom.startsWith("[")) return lineClass(atom);
  if (mayHoldNewline(atom)) return `[^${complement(atom)}\\x{a}]`;
  return atom === "\\x{a}" ? undefined : atom;
};

/** The items of a class as `pattern-characters.ts` writes it. */
const ITEM = /\[:\^?\w+:\]|\\[dDsSwW]|\\[pP]\{\^\w+\}|(\\x\{[0-9a-f]+\}|[^\\\]])(?:-(\\x\{[0-9a-f]+\}|[^\\\]]))?/gu;

const lineClass = (text: string): string | undefined => {
  if (text.startsWith("[^")) return `${text.slice(0, -1)}\\x{a}]`;
  let plain = "";
  // A set may hold the line break: it becomes a class of its own, as what its complement and the line break leave.
  const sets: string[] = [];
  for (const [piece, low, high = low] of text.slice(1, -1).matchAll(ITEM)) {
    if (low !== undefined && high !== undefined) plain += withoutNewline(piece, codeOf(low), codeOf(high));
    else if (mayHoldNewline(piece)) sets.push(`[^${complement(piece)}\\x{a}]`);
    else plain += piece;
  }
  const classes = plain === "" ? sets : [`[${plain}]`, ...sets];
  return classes.length > 1 ? `(?:${classes.join("|")})` : classes[0];
};

const codeOf = (char: string): number =>
  char.startsWith("\\") ? Number.parseInt(char.slice(3), 16) : (char.codePointAt(0) ?? 0);

const withoutNewline = (range: string, low: number, high: number): string => {
  if (low > NEWLINE || high < NEWLINE) return range;
  const below = low < NEWLINE ? `\\x{${low.toString(16)}}-\\x{9}` : "";
  return high > NEWLINE ? `${below}\\x{b}-\\x{${high.toString(16)}}` : below;
};

const mayHoldNewline = (set: string): boolean => /^(?:\\[sDWpP]|\[:(?:\^|space|cntrl|ascii))/.test(set);

/** The set of all other characters. */
const complement = (set: string): string => {
  if (set.startsWith("[:")) return set.startsWith("[:^") ? `[:${set.slice(3)}` : `[:^${set.slice(2)}`;
  const letter = set.charAt(1);
  return `\\${letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()}${set.slice(2)}`;
};
