/**
 * RE2's syntax, token by token. Each token carries the text that both engines read alike: node-re2 rewrites what it
 * takes for JavaScript's syntax (`\cA`, `\u0041`, `(?<`, `\p{Letter}`), in brackets and quotes too, where it means
 * something else; re2js rewrites nothing.
 *
 * The grammar is that of https://github.com/google/re2/wiki/Syntax without `\C`, which re2js has not.
 */
import {
  type Piece,
  readBrackets,
  readCharacter,
  readNamedClass,
  readPlain,
  take,
  write,
} from "./pattern-characters.js";
import { reasons, refusal } from "./pattern-refusal.js";

interface At {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/** After `flags`, a repetition still applies to what stood before them. */
export type Token =
  | (At & { readonly kind: "atom" | "close" | "or" | "flags" })
  | (At & { readonly kind: "open"; readonly name?: string | undefined })
  | Repeat;

/** How often, at least and at most, what stands before it. */
export type Repeat = At & { readonly kind: "repeat"; readonly least: number; readonly most: number };

/** The tokens of a pattern, in order. */
export function* tokens(source: string): Generator<Token> {
  for (let at = 0; at < source.length; ) {
    if (source.startsWith("\\Q", at)) {
      at = yield* quoted(source, at + 2);
    } else {
      const token = readToken(source, at);
      yield token;
      at = token.end;
    }
  }
}

/** What stands between `\Q` and `\E`, or the end: a token for each character. */
function* quoted(source: string, from: number): Generator<Token, number> {
  const close = source.indexOf("\\E", from);
  const until = close < 0 ? source.length : close;
  for (let at = from; at < until; ) {
    const { code, end } = readPlain(source, at);
    yield { kind: "atom", at, end, text: write(code) };
    at = end;
  }
  return close < 0 ? until : close + 2;
}

const readToken = (source: string, at: number): Token => {
  const char = source.charAt(at);
  if (char === "(") return readGroup(source, at);
  if (char === "[") return { kind: "atom", at, ...readBrackets(source, at) };
  if (char === ")") return { kind: "close", at, end: at + 1, text: char };
  if (char === "|") return { kind: "or", at, end: at + 1, text: char };
  const assertion = take(/[\^$.]|\\[AzbB]/y, source, at);
  if (assertion !== null) return { kind: "atom", at, end: at + assertion[0].length, text: assertion[0] };
  return readRepeat(source, at) ?? { kind: "atom", at, ...(readNamedClass(source, at) ?? readLiteral(source, at)) };
};

const readLiteral = (source: string, at: number): Piece => {
  const { code, end } = readCharacter(source, at);
  return { text: write(code), end };
};

/** Undefined when it is text: a `{` that no count follows. */
const readRepeat = (source: string, at: number): Repeat | undefined => {
  const [text, sign, from, to = from] = take(/(?:([*+?])|\{(0|[1-9]\d*)(?:,(0|[1-9]\d*|))?\})\??/y, source, at) ?? [];
  if (text === undefined) return undefined;
  const token = { kind: "repeat", at, end: at + text.length, text } as const;
  const endless = Number.POSITIVE_INFINITY;
  if (sign !== undefined) return { ...token, least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : endless };
  const [least, most] = [Number(from), to === "" ? endless : Number(to)];
  if (least > 1000 || (most > 1000 && most !== endless)) throw refusal(reasons.repeatCount, source, at);
  if (most < least) throw refusal(reasons.reversed, source, at);
  return { ...token, least, most };
};

const readGroup = (source: string, at: number): Token => {
  if (source[at + 1] !== "?") return { kind: "open", at, end: at + 1, text: "(?:" };
  if (take(/\(\?<?[=!]/y, source, at) !== null) throw refusal(reasons.lookAround, source, at);
  if (source.startsWith("(?P=", at)) throw refusal(reasons.backReference, source, at);
  const named = take(/\(\?P?<(\w*)>?/y, source, at);
  if (named !== null) {
    if (!named[0].endsWith(">") || named[1] === "") throw refusal(reasons.emptyName, source, at);
    return { kind: "open", at, end: at + named[0].length, text: "(?:", name: named[1] };
  }
  const flags = take(/\(\?[imsU]*(?:-[imsU]+)?([:)])/y, source, at);
  if (flags === null) throw refusal(reasons.group, source, at);
  return { kind: flags[1] === ":" ? "open" : "flags", at, end: at + flags[0].length, text: flags[0] };
};
