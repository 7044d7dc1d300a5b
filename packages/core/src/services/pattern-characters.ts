/**
 * Characters and character classes of RE2's syntax, in and out of brackets. What is read is written out again in a form
 * that neither engine rewrites.
 */
import { reasons, refusal } from "./pattern-refusal.js";
import { unicodeClasses } from "./unicode-classes.js";

/** What stands in the source up to `end`, and how it is written for the engines. */
export interface Piece {
  readonly text: string;
  readonly end: number;
}

/** The match of a constant expression that begins at a place. */
export const take = (sticky: RegExp, source: string, at: number): RegExpExecArray | null => {
  sticky.lastIndex = at;
  return sticky.exec(source);
};

/** A character for both engines: letters, digits and what is not ASCII as they are, all else by number. */
export const write = (code: number): string => {
  const char = String.fromCodePoint(code);
  return /^[0-9A-Za-z]$/.test(char) || (code > 0x7f && !isSurrogate(code)) ? char : `\\x{${code.toString(16)}}`;
};

interface Character {
  readonly code: number;
  readonly end: number;
}

/** One character as it stands. */
export const readPlain = (source: string, at: number): Character => {
  const code = source.codePointAt(at) ?? 0;
  if (isSurrogate(code)) throw refusal(reasons.surrogate, source, at);
  return { code, end: at + (code > 0xffff ? 2 : 1) };
};

/** One character, escaped or not. */
export const readCharacter = (source: string, at: number): Character => {
  if (source[at] !== "\\") return readPlain(source, at);
  if (at + 1 === source.length) throw refusal(reasons.trailingBackslash, source, at);
  const [text, digits, octal, letter = ""] = take(character, source, at) ?? [];
  const value = escaped(digits, octal, letter);
  if (text === undefined || value > 0x10ffff) {
    const back = take(/\\(?:[1-9]|k[<{'])/y, source, at) !== null;
    throw refusal(back ? reasons.backReference : reasons.escape, source, at);
  }
  return { code: value, end: at + text.length };
};

/** `\x41`, `\x{41}`, `\101`; a letter of C's escapes; any ASCII character that is neither a letter nor a digit. */
const character =
  /\\(?:x([0-9A-Fa-f]{2}|\{[0-9A-Fa-f]+\})|(0[0-7]{0,2}|[1-7][0-7]{1,2})|([afnrtv]|[\0-/:-@[-`{-\x7f]))/y;

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

const escaped = (digits: string | undefined, octal: string | undefined, letter: string): number => {
  if (digits !== undefined) return Number.parseInt(digits.replace("{", ""), 16);
  if (octal !== undefined) return Number.parseInt(octal, 8);
  return controls[letter] ?? letter.charCodeAt(0);
};

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

/** `\d`, `\pL`, `\p{Greek}`: in brackets or out of them; undefined when something else stands there. */
export const readNamedClass = (source: string, at: number): Piece | undefined => {
  const perl = take(/\\[dDsSwW]/y, source, at);
  if (perl !== null) return { text: perl[0], end: at + 2 };
  const unicode = take(/\\([pP])(?:\{(\^?)(\w+)\}|(\w))?/y, source, at);
  if (unicode === null) return undefined;
  const [text, letter, caret, long, short] = unicode;
  const name = long ?? short ?? "";
  if (!unicodeClasses.has(name)) throw refusal(reasons.class, source, at);
  // Twice negated: node-re2 has names of its own for `\p{name}` and leaves `\P{^name}` alone.
  const negated = (letter === "P") !== (caret === "^");
  return { text: negated ? `\\p{^${name}}` : `\\P{^${name}}`, end: at + text.length };
};

/** `[…]`, from the bracket on. */
export const readBrackets = (source: string, from: number): Piece => {
  let text = source[from + 1] === "^" ? "[^" : "[";
  let at = from + text.length;
  // A `]` that comes first is itself.
  for (let first = true; first || source[at] !== "]"; first = false) {
    if (at >= source.length) throw refusal(reasons.missingBracket, source, from);
    const piece = readPosixClass(source, at) ?? readNamedClass(source, at) ?? readRange(source, at, from);
    text += piece.text;
    at = piece.end;
  }
  return { text: `${text}]`, end: at + 1 };
};

const readPosixClass = (source: string, at: number): Piece | undefined => {
  const close = source.startsWith("[:", at) ? source.indexOf(":]", at + 2) : -1;
  if (close < 0) return undefined;
  const text = source.slice(at, close + 2);
  if (!posixClasses.has(text.replace(/^\[:\^?|:\]$/g, ""))) throw refusal(reasons.class, source, at);
  return { text, end: close + 2 };
};

const posixClasses = new Set(
  "alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit".split(" "),
);

const readRange = (source: string, at: number, from: number): Piece => {
  const low = readCharacter(source, at);
  // A `-` that comes last is itself.
  if (source[low.end] !== "-" || source[low.end + 1] === "]") return { text: write(low.code), end: low.end };
  if (low.end + 1 === source.length) throw refusal(reasons.missingBracket, source, from);
  const high = readCharacter(source, low.end + 1);
  if (high.code < low.code) throw refusal(reasons.reversed, source, at);
  return { text: `${write(low.code)}-${write(high.code)}`, end: high.end };
};
