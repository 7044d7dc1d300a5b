/** What text each match of a pattern holds, case told apart. */
import type { AST } from "@eslint-community/regexpp";
import type { Choice } from "./syntax-tree.js";

/** The text of a pattern that is nothing but text. */
export function textOf(tree: Choice): string | undefined {
  const [only] = tree.alternatives;
  if (only === undefined || tree.alternatives.length > 1 || only.elements.length === 0) return undefined;
  let text = "";
  for (const element of only.elements) {
    if (element.type !== "Character") return undefined;
    text += String.fromCodePoint(element.value);
  }
  return text;
}

const MOST_LITERALS = 8;

/** Texts of which each match holds one, as long as can be. */
export function literalsOf({ alternatives }: Choice): readonly string[] | undefined {
  const lists = alternatives.map(({ elements }) => literalsAmong(elements));
  const literals = lists.flatMap((list) => list ?? []);
  return literals.length <= MOST_LITERALS && lists.every((list) => list !== undefined) ? literals : undefined;
}

function literalsAmong(elements: readonly AST.Element[]): readonly string[] | undefined {
  let best: readonly string[] | undefined;
  let run = "";
  for (const element of elements) {
    if (element.type === "Assertion") continue;
    run = element.type === "Character" ? run + String.fromCodePoint(element.value) : "";
    const literals = run === "" ? literalsWithin(element) : [run];
    if (literals !== undefined && shortest(literals) > shortest(best ?? [""])) best = literals;
  }
  return best;
}

function literalsWithin(element: AST.Element): readonly string[] | undefined {
  if (element.type === "Group") return literalsOf(element);
  if (element.type === "Character") return [String.fromCodePoint(element.value)];
  return element.type === "Quantifier" && element.min > 0 ? literalsWithin(element.element) : undefined;
}

const shortest = (texts: readonly string[]): number => Math.min(...texts.map((text) => text.length));

/** Whether no match is empty. */
export const matchesText = ({ alternatives }: Choice): boolean =>
  alternatives.every(({ elements }) => elements.some(takesText));

function takesText(element: AST.Element): boolean {
  if (element.type === "Group") return matchesText(element);
  if (element.type === "Quantifier") return element.min > 0 && takesText(element.element);
  return element.type !== "Assertion";
}
