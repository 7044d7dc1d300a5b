/** What text each match of a pattern holds, case told apart, and what else it may hold around it. */
import type { AST } from "@eslint-community/regexpp";
import { either, joined, NO_STRETCH, type Stretch, stretchOf } from "./stretch.js";
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

/** Texts of which each match holds one, and what it holds besides. */
export interface Literals {
  readonly texts: readonly string[];
  /** Between the match's start and the text. */
  readonly before: Stretch;
  /** Between the text and the match's end. */
  readonly behind: Stretch;
}

const MOST_TEXTS = 8;

/** As long as can be. */
export function literalsOf({ alternatives }: Choice): Literals | undefined {
  const lists = alternatives.map(({ elements }) => literalsAmong(elements));
  const known = lists.filter((list) => list !== undefined);
  const texts = known.flatMap((list) => list.texts);
  if (known.length < lists.length || texts.length > MOST_TEXTS) return undefined;
  return {
    texts,
    before: either(known.map(({ before }) => before)),
    behind: either(known.map(({ behind }) => behind)),
  };
}

function literalsAmong(elements: readonly AST.Element[]): Literals | undefined {
  let best: { readonly literals: Literals; readonly start: number; readonly end: number } | undefined;
  let run = "";
  let start = 0;
  for (const [at, element] of elements.entries()) {
    if (element.type === "Assertion") continue;
    if (run === "" || element.type !== "Character") start = at;
    run = element.type === "Character" ? run + String.fromCodePoint(element.value) : "";
    const literals = run === "" ? literalsWithin(element) : exactly(run);
    if (literals !== undefined && shortest(literals) > (best === undefined ? 0 : shortest(best.literals)))
      best = { literals, start, end: at + 1 };
  }
  if (best === undefined) return undefined;
  const { texts, before, behind } = best.literals;
  return {
    texts,
    before: joined(stretchOf(elements.slice(0, best.start)), before),
    behind: joined(behind, stretchOf(elements.slice(best.end))),
  };
}

function literalsWithin(element: AST.Element): Literals | undefined {
  if (element.type === "Group") return literalsOf(element);
  if (element.type === "Character") return exactly(String.fromCodePoint(element.value));
  if (element.type !== "Quantifier" || element.min === 0) return undefined;
  const literals = literalsWithin(element.element);
  if (literals === undefined || element.max === 1) return literals;
  // The other copies of it
  const copies = { ...stretchOf([element]), least: 0 };
  return { ...literals, before: joined(copies, literals.before), behind: joined(literals.behind, copies) };
}

const exactly = (text: string): Literals => ({ texts: [text], before: NO_STRETCH, behind: NO_STRETCH });

const shortest = ({ texts }: Literals): number => Math.min(...texts.map((text) => text.length));
