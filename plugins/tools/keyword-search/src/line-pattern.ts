/**
 * Rewrites a pattern so that it sees one line at a time, as ripgrep's patterns do, while RE2 runs over many lines at
 * once: no class matches a line break, and `^`, `$`, `\A` and `\z` stand at the ends of each line.
 */
import { lineClass } from "./line-class.js";
import { characterOf, complementOf, ESCAPE, holdsNewline, type Token, tokenAt } from "./pattern-token.js";

const NEWLINE = 10;
const TOKEN = new RegExp(
  String.raw`\\Q(?<quoted>[\s\S]*?)(?:\\E|$)|${ESCAPE}|\(\?(?<flags>[imsU-]*)(?<end>[:)])|[\s\S]`,
  "uy",
);

/**
 * To be compiled with `multiline`.
 *
 * @param source - RE2's syntax, admitted by a policy
 * @returns nothing when the pattern asks for a line break
 */
export function linePattern(source: string): string | undefined {
  let lines = "";
  let at = 0;
  while (at < source.length) {
    const piece = source[at] === "[" ? lineClass(source, at) : lineToken(tokenAt(TOKEN, source, at));
    if (piece === undefined) return undefined;
    lines += piece.text;
    at += piece.length;
  }
  return lines;
}

/** Literal text as a pattern. */
export const escaped = (literal: string): string => literal.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");

function lineToken(token: Token): { readonly text: string; readonly length: number } | undefined {
  const { raw, groups } = token;
  const give = (text: string) => ({ text, length: raw.length });
  if (groups.quoted !== undefined) return groups.quoted.includes("\n") ? undefined : give(escaped(groups.quoted));
  if (groups.end !== undefined) return give(lineFlags(groups.flags ?? "", groups.end));
  if (raw === "\\A") return give("^");
  if (raw === "\\z") return give("$");
  if (holdsNewline(raw)) return give(`[^${complementOf(raw)}\\n]`);
  return characterOf(token) === NEWLINE ? undefined : give(raw);
}

/** `m` is always on and `s` always off. */
function lineFlags(flags: string, end: string): string {
  const [on = "", off = ""] = flags.replace(/[ms]/g, "").split("-");
  const kept = off === "" ? on : `${on}-${off}`;
  return kept === "" && end === ")" ? "" : `(?${kept}${end}`;
}
