/** How far a match of a pattern can go, for whoever cuts a long line in pieces. */
import type { AST } from "@eslint-community/regexpp";
import type { Choice } from "./syntax-tree.js";

/** The most bytes of a match that counts as short. */
export const REACH = 512;
/** Of a character, whatever it folds to. */
const CHARACTER = 4;

/** Whether each match has {@link REACH} bytes at most, and nothing beside it decides whether it is one. */
export const isShort = (tree: Choice): boolean => most(tree) <= REACH;

const most = ({ alternatives }: Choice): number =>
  Math.max(...alternatives.map(({ elements }) => elements.reduce((sum, element) => sum + mostOf(element), 0)));

function mostOf(element: AST.Element): number {
  switch (element.type) {
    case "Character":
    case "CharacterClass":
    case "CharacterSet":
      return CHARACTER;
    case "Group":
      return most(element);
    case "Quantifier":
      return element.max === 0 ? 0 : element.max * mostOf(element.element);
    default:
      return Number.POSITIVE_INFINITY;
  }
}
