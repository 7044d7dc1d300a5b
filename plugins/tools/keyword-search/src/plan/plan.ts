/**
 * What is known of a keyword before a byte is read: which pattern runs, which text or trigrams each match must hold.
 * Plain data, made once and sent to whoever searches.
 */
import type { Patterns, SafePattern } from "@portcullis/plugin-api";
import { asciiFolded } from "./ascii-folded.js";
import { isShort } from "./extent.js";
import { type Literals, literalsOf, textOf } from "./literal.js";
import { NOTHING, type Requirement, requirementOf } from "./requirement.js";
import { stretchOfChoice } from "./stretch.js";
import { syntaxTree } from "./syntax-tree.js";

export interface Plan {
  /** RE2's syntax, to be compiled with `multiline`: it sees one line at a time. */
  readonly pattern: string;
  readonly ignoreCase: boolean;
  /** The same without `ignoreCase`, for lines that hold neither U+017F nor U+212A: RE2 runs it at four times the speed. */
  readonly asciiPattern?: string | undefined;
  /** The text that is searched for in such lines, in both cases of its letters, when there are no other matches. */
  readonly asciiText?: string | undefined;
  readonly wholeWord: boolean;
  /** The text that is searched for, when every occurrence of it is a match and there are no others. */
  readonly text?: string | undefined;
  /** Rows of bytes of which each match holds one; where case is ignored, each match in lines that fold in ASCII. */
  readonly literals?: Literals | undefined;
  /** The fewest bytes that a match can be. */
  readonly least: number;
  /** It is known where a match ends at the latest, and nothing beside it decides whether it is one. */
  readonly isShort: boolean;
  /** What the trigrams of a line with a match fulfil; of a short match, those of the match itself. */
  readonly requirement: Requirement;
}

/** What no text holds: for whoever wants texts read, not searched. */
export const NOWHERE: Plan = {
  pattern: "\\x00",
  ignoreCase: false,
  wholeWord: false,
  text: "\0",
  least: 1,
  isShort: true,
  requirement: NOTHING,
};

/** @returns undefined when the keyword asks for a line break: no line holds one */
export function planOf(keyword: SafePattern, wholeWord: boolean, patterns: Patterns): Plan | undefined {
  const isLiteral = keyword.syntax === "literal";
  const lines = patterns.lines(isLiteral ? escaped(keyword.source) : keyword.source);
  if (lines === undefined) return undefined;
  const pattern = lines.replace(/^\(\?i\)/, "");
  const ignoreCase = keyword.ignoreCase || pattern !== lines;
  const shared = { pattern, ignoreCase, wholeWord };
  const tree = syntaxTree(pattern);
  if (tree === undefined) return { ...shared, least: 0, isShort: false, requirement: NOTHING };
  const { least } = stretchOfChoice(tree);
  const asciiPattern = ignoreCase ? asciiFolded(tree) : undefined;
  // Every match is bytes that it spells out.
  const spelled = asciiPattern === undefined ? tree : syntaxTree(asciiPattern);
  const text = wholeWord ? undefined : textOf(tree);
  return {
    ...shared,
    asciiPattern,
    asciiText: asciiPattern === undefined ? undefined : text,
    text: ignoreCase ? undefined : text,
    literals: spelled === undefined || (ignoreCase && asciiPattern === undefined) ? undefined : literalsOf(spelled),
    least,
    isShort: !wholeWord && least > 0 && isShort(tree),
    requirement: requirementOf(tree, ignoreCase),
  };
}

const escaped = (literal: string): string => literal.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
