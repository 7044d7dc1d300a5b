/** Why a pattern cannot be run: a fixed set of words, so that nothing but the caller's own pattern is ever told back. */
import { PatternError } from "@portcullis/plugin-api";

export const reasons = {
  backReference: "back-references cannot be matched in linear time; search for the wider text, then compare the parts",
  class: "no character class of this name; \\w, \\p{Lu} and [[:alpha:]] are of the known kinds",
  depth: "groups stand more than 250 deep in each other",
  emptyName: "a group's name is letters, digits and _",
  escape: "no such escape; for the character itself leave the \\ out, for a code point write \\x{41}",
  group: "no such group; (?:…), (?P<name>…) and flags out of imsU are known",
  lookAround: "look-around cannot be matched in linear time; search for the wider text, then check around it",
  memory: "it needs more memory than a pattern may have; repeat less",
  missingBracket: "this [ has no ]; for the character itself write \\[",
  missingParenthesis: "this ( has no ); for the character itself write \\(",
  nameTwice: "a second group of this name",
  repeatCount: "a repetition count is at most 1000, also when repetitions stand in each other",
  repeatNothing: "nothing stands before this repetition; for the character itself put \\ before it",
  repeatTwice: "a repetition of a repetition; put (?:…) around the first",
  reversed: "this range ends before it begins",
  surrogate: "half of a surrogate pair is no character",
  trailingBackslash: "nothing follows this \\; for the character itself write \\\\",
  unexpectedParenthesis: "this ) closes nothing; for the character itself write \\)",
} as const;

/** What the caller is shown of the pattern, from the fault on. */
const shown = 16;

/** The error for what stands at a place in a pattern. */
export const refusal = (reason: string, source: string, at: number): PatternError => {
  const rest = Array.from(source.slice(at, at + 2 * shown));
  const fragment = rest
    .slice(0, shown)
    .join("")
    .replace(/[\p{C}\p{Z}]/gu, " ");
  return new PatternError(`${reason}: ${fragment}${rest.length > shown ? "…" : ""}`, at);
};
