/**
 * What a pattern asks of the trigrams of a line, so that an index can say where no match is. After Russ Cox, "Regular
 * Expression Matching with a Trigram Index" (https://swtch.com/~rsc/regexp/regexp4.html).
 *
 * What would grow beyond its caps asks for less: a requirement is always true where there is a match.
 */
import type { AST } from "@eslint-community/regexpp";
import { symbolsOf } from "./symbols.js";
import type { Choice } from "./syntax-tree.js";
import { trigramsOf } from "./trigram.js";

/** Every trigram, and of each list of requirements one. */
export interface Requirement {
  readonly every: readonly number[];
  readonly oneOf: readonly (readonly Requirement[])[];
}

/** Asks for nothing. */
export const NOTHING: Requirement = { every: [], oneOf: [] };

const MOST_STRINGS = 16;
const MOST_TRIGRAMS = 64;
const MOST_LISTS = 8;
const MOST_COPIES = 8;

/** What is known of each match of a part of a pattern. Strings are of symbols; the empty one tells nothing. */
interface Known {
  /** Each match is one of these. */
  readonly exact?: readonly string[];
  /** Each match begins with one of these, and ends with one of those: two symbols at most. */
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  /** Of what is no longer in `exact`. */
  readonly asked: Requirement;
}

const exactly = (exact: readonly string[]): Known => ({ exact, prefixes: exact, suffixes: exact, asked: NOTHING });
const EMPTY = exactly([""]);
const ANYTHING: Known = { prefixes: [""], suffixes: [""], asked: NOTHING };

/** @param tree - of a pattern that sees one line at a time */
export const requirementOf = (tree: Choice, ignoreCase: boolean): Requirement => opened(known(tree, ignoreCase)).asked;

const known = ({ alternatives }: Choice, ignoreCase: boolean): Known =>
  either(
    alternatives.map(({ elements }) =>
      elements.map((element) => knownOf(element, ignoreCase)).reduce((before, next) => joined(before, next), EMPTY),
    ),
  );

function knownOf(element: AST.Element, ignoreCase: boolean): Known {
  switch (element.type) {
    case "Assertion":
      return EMPTY;
    case "Group":
      return known(element, ignoreCase);
    case "Quantifier":
      return repeated(knownOf(element.element, ignoreCase), element);
    case "Character":
    case "CharacterClass":
    case "CharacterSet": {
      const symbols = symbolsOf(element, ignoreCase);
      return symbols === undefined ? ANYTHING : exactly(symbols);
    }
    default:
      return ANYTHING;
  }
}

function repeated(once: Known, { min, max }: AST.Quantifier): Known {
  if (min === 0) return max === 1 ? either([once, EMPTY]) : ANYTHING;
  let copies = once;
  for (let count = 1; count < Math.min(min, MOST_COPIES); count++) copies = joined(copies, once);
  return max > Math.min(min, MOST_COPIES) ? opened(copies) : copies;
}

/** One after the other. */
function joined(before: Known, next: Known): Known {
  const ends = before.exact ?? before.suffixes;
  const begins = next.exact ?? next.prefixes;
  if (ends.length * begins.length > MOST_STRINGS) {
    const [left, right] = [opened(before), opened(next)];
    return { prefixes: left.prefixes, suffixes: right.suffixes, asked: both(left.asked, right.asked) };
  }
  const across = ends.flatMap((end) => begins.map((begin) => end + begin));
  if (before.exact !== undefined && next.exact !== undefined) return exactly([...new Set(across)]);
  return {
    prefixes: before.exact === undefined ? before.prefixes : cut(across, (text) => text.slice(0, 2)),
    suffixes: next.exact === undefined ? next.suffixes : cut(across, (text) => text.slice(-2)),
    asked: both(both(before.asked, next.asked), oneOfStrings(across)),
  };
}

function either(choices: readonly Known[]): Known {
  const exact = choices.flatMap((choice) => choice.exact ?? []);
  if (exact.length <= MOST_STRINGS && choices.every((choice) => choice.exact !== undefined)) {
    return exactly([...new Set(exact)]);
  }
  const open = choices.map(opened);
  return {
    prefixes: cut(open.flatMap(({ prefixes }) => prefixes)),
    suffixes: cut(open.flatMap(({ suffixes }) => suffixes)),
    asked: oneOf(open.map(({ asked }) => asked)),
  };
}

/** Gives up the exact strings for what they ask. */
const opened = ({ exact, ...rest }: Known): Known =>
  exact === undefined
    ? rest
    : {
        prefixes: cut(exact, (text) => text.slice(0, 2)),
        suffixes: cut(exact, (text) => text.slice(-2)),
        asked: oneOfStrings(exact),
      };

function cut(strings: readonly string[], end: (text: string) => string = (text) => text): readonly string[] {
  const ends = new Set(strings.map(end));
  return ends.has("") || ends.size > MOST_STRINGS ? [""] : [...ends];
}

const oneOfStrings = (strings: readonly string[]): Requirement =>
  oneOf(strings.map((text) => ({ every: trigramsOf(text).slice(0, MOST_TRIGRAMS), oneOf: [] })));

function oneOf(list: readonly Requirement[]): Requirement {
  const [only] = list;
  if (only !== undefined && list.length === 1) return only;
  const free = list.some(({ every, oneOf }) => every.length + oneOf.length === 0);
  return free || list.length > MOST_STRINGS ? NOTHING : { every: [], oneOf: [list] };
}

const both = (one: Requirement, other: Requirement): Requirement => ({
  every: [...new Set([...one.every, ...other.every])].slice(0, MOST_TRIGRAMS),
  oneOf: [...new Set([...one.oneOf, ...other.oneOf])].slice(0, MOST_LISTS),
});
