/** What the bytes of a match may be, and how many there are at least. */
import type { AST } from "@eslint-community/regexpp";
import { bytesOf } from "./symbols.js";
import type { Choice } from "./syntax-tree.js";

/** Part of a match. */
export interface Stretch {
  /** Bit n is set when it may hold byte n. */
  readonly bytes: bigint;
  /** How many bytes it holds at least. */
  readonly least: number;
}

export const NO_STRETCH: Stretch = { bytes: 0n, least: 0 };
const ANY_STRETCH: Stretch = { bytes: (1n << 256n) - 1n, least: 0 };

/** @param elements - one after the other */
export const stretchOf = (elements: readonly AST.Element[]): Stretch =>
  elements.map(stretchOfElement).reduce(joined, NO_STRETCH);

/** @param tree - the whole pattern, or a group */
export const stretchOfChoice = ({ alternatives }: Choice): Stretch =>
  either(alternatives.map(({ elements }) => stretchOf(elements)));

function stretchOfElement(element: AST.Element): Stretch {
  switch (element.type) {
    case "Assertion":
      return NO_STRETCH;
    case "Group":
      return stretchOfChoice(element);
    case "Quantifier": {
      const { bytes, least } = stretchOfElement(element.element);
      return { bytes, least: least * element.min };
    }
    case "Character":
    case "CharacterClass":
    case "CharacterSet":
      return { bytes: bytesOf(element), least: 1 };
    default:
      return ANY_STRETCH;
  }
}

export const joined = (one: Stretch, other: Stretch): Stretch => ({
  bytes: one.bytes | other.bytes,
  least: one.least + other.least,
});

/** @param choices - at least one */
export const either = (choices: readonly Stretch[]): Stretch => ({
  ...choices.reduce(joined),
  least: Math.min(...choices.map(({ least }) => least)),
});
