/**
 * Spells out that case is ignored, in ASCII: `(?i)k` becomes `[kK]`. Unicode's `(?i)k` matches U+212A as well, and
 * `(?i)s` U+017F, for which RE2 gives up its fast search. Where a text holds neither, both match the same.
 */
import { isAscii } from "node:buffer";
import { type AST, visitRegExpAST } from "@eslint-community/regexpp";
import { patternOf } from "./syntax-tree.js";

/** @returns undefined when the pattern names anything that is not ASCII */
export function asciiFolded(tree: AST.Pattern): string | undefined {
  const edits: { readonly node: AST.Node; readonly text: string }[] = [];
  let ascii = true;
  visitRegExpAST(tree, {
    onCharacterEnter(node) {
      if (node.value > 0x7f) ascii = false;
      const [lower, upper] = casesOf(node.value);
      if (lower === upper || node.parent.type === "CharacterClassRange") return;
      edits.push({ node, text: node.parent.type === "CharacterClass" ? lower + upper : `[${lower}${upper}]` });
    },
    onCharacterClassRangeEnter(node) {
      const swapped = [rangeWithin(node, "A", "Z", 32), rangeWithin(node, "a", "z", -32)].join("");
      if (swapped !== "") edits.push({ node, text: node.raw + swapped });
    },
  });
  if (!ascii) return undefined;
  let text = "";
  let at = 0;
  for (const { node, text: folded } of edits) {
    text += tree.raw.slice(at, node.start) + folded;
    at = node.end;
  }
  return patternOf(text + tree.raw.slice(at));
}

function casesOf(code: number): readonly [string, string] {
  const char = String.fromCharCode(code);
  return [char.toLowerCase(), char.toUpperCase()];
}

/** What of a range lies between two letters, in the other case. */
function rangeWithin({ min, max }: AST.CharacterClassRange, first: string, last: string, toOther: number): string {
  const from = Math.max(min.value, first.charCodeAt(0)) + toOther;
  const to = Math.min(max.value, last.charCodeAt(0)) + toOther;
  return from > to ? "" : `${String.fromCharCode(from)}-${String.fromCharCode(to)}`;
}

const UNICODE_FOLDS = ["\u017f", "\u212a"].map((char) => Buffer.from(char));

/** Whether a text holds neither U+017F nor U+212A. */
export const foldsInAscii = (text: Buffer): boolean =>
  isAscii(text) || !UNICODE_FOLDS.some((char) => text.includes(char));
