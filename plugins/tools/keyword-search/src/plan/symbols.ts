/** Which bytes a character or a class stands for, or which symbols: bytes, or folded bytes. */
import type { AST } from "@eslint-community/regexpp";
import { FOLD, foldedSymbol } from "./trigram.js";

/** A class of more is taken for any character. */
const MOST = 10;

/**
 * @returns strings of symbols, one of which each match holds in this place; undefined when it may be anything
 */
export function symbolsOf(
  node: AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass,
  ignoreCase: boolean,
): string[] | undefined {
  if (node.type === "Character" && node.value > 0x7f) {
    // Which other characters fold to it, only the engine knows.
    return ignoreCase ? undefined : [Buffer.from(String.fromCodePoint(node.value)).toString("latin1")];
  }
  const members = membersOf(node, ignoreCase);
  if (members.beyond !== "none") return undefined;
  const bytes = [...members.ascii];
  const folded = new Set(bytes.map((byte) => FOLD[byte]));
  if (folded.size > MOST) return undefined;
  if (folded.size === bytes.length) return bytes.map((byte) => String.fromCharCode(byte));
  return [...new Set(bytes.map(foldedSymbol))];
}

/** Every byte of a character beyond ASCII, and every bad one: to re2js, they are U+FFFD. */
const BEYOND_ASCII = (1n << 256n) - (1n << 128n);

/** @returns the bytes that may stand in this place: bit n is set for byte n */
export function bytesOf(node: Parameters<typeof symbolsOf>[0]): bigint {
  const { ascii, beyond } = membersOf(node, false);
  let bytes = beyond === "none" ? 0n : BEYOND_ASCII;
  for (const code of ascii) bytes |= 1n << BigInt(code);
  return bytes;
}

/** @returns the characters that may stand in this place; undefined when some are beyond ASCII */
export function asciiOf(node: Parameters<typeof symbolsOf>[0]): ReadonlySet<number> | undefined {
  const { ascii, beyond } = membersOf(node, false);
  return beyond === "none" ? ascii : undefined;
}

interface Members {
  readonly ascii: ReadonlySet<number>;
  /** How many of all other characters. */
  readonly beyond: "none" | "some" | "all";
}

const ASCII = Array.from({ length: 128 }, (_, code) => code);
const SETS = {
  digit: new Set(ASCII.filter((code) => /\d/.test(String.fromCharCode(code)))),
  word: new Set(ASCII.filter((code) => /\w/.test(String.fromCharCode(code)))),
  // RE2's: without `\v`
  space: new Set(ASCII.filter((code) => /[\t\n\f\r ]/.test(String.fromCharCode(code)))),
};

function membersOf(node: Parameters<typeof symbolsOf>[0] | AST.CharacterClassElement, ignoreCase: boolean): Members {
  if (node.type === "Character") return between(node.value, node.value, ignoreCase);
  if (node.type === "CharacterClassRange") return between(node.min.value, node.max.value, ignoreCase);
  if (node.type === "CharacterSet" && (node.kind === "digit" || node.kind === "space" || node.kind === "word")) {
    return node.negate ? without(SETS[node.kind], "none") : { ascii: SETS[node.kind], beyond: "none" };
  }
  // `.`
  if (node.type !== "CharacterClass") return { ascii: new Set(ASCII.filter((code) => code !== 10)), beyond: "some" };
  const parts = node.elements.map((element) => membersOf(element, ignoreCase));
  const ascii = new Set(parts.flatMap((part) => [...part.ascii]));
  const beyond = (["all", "some"] as const).find((much) => parts.some((part) => part.beyond === much)) ?? "none";
  return node.negate ? without(ascii, beyond) : { ascii, beyond };
}

function between(first: number, last: number, ignoreCase: boolean): Members {
  const cases = (code: number) =>
    ignoreCase && /[A-Za-z]/.test(String.fromCharCode(code)) ? [code, code ^ 32] : [code];
  const ascii = new Set(ASCII.slice(first, last + 1).flatMap(cases));
  return { ascii, beyond: last > 0x7f ? "some" : "none" };
}

const without = (ascii: ReadonlySet<number>, beyond: Members["beyond"]): Members => ({
  ascii: new Set(ASCII.filter((code) => !ascii.has(code))),
  beyond: beyond === "all" ? "none" : beyond === "none" ? "all" : "some",
});
