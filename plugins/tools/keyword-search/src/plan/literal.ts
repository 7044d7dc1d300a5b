/** What bytes each match of a pattern holds, as far as they are known, and what else it may hold around them. */
import type { AST } from "@eslint-community/regexpp";
import { bitsOf, joinedBytes, type Masked, maskedClass, maskedText, NO_BYTES, repeated } from "./masked.js";
import { either, joined, NO_STRETCH, type Stretch, stretchOf } from "./stretch.js";
import { asciiOf } from "./symbols.js";
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

/** Bytes of which each match holds one row, and what it holds besides. */
export interface Literals {
  readonly rows: readonly Masked[];
  /** Between the match's start and the row. */
  readonly before: Stretch;
  /** Between the row and the match's end. */
  readonly behind: Stretch;
}

const MOST_ROWS = 8;
/** Of one row. */
const MOST_BYTES = 64;
/** What a row has to tell, as much as one byte does. */
const LEAST_BITS = 8;

/** Those that tell most. */
export function literalsOf({ alternatives }: Choice): Literals | undefined {
  const lists = alternatives.map(({ elements }) => literalsAmong(elements));
  const known = lists.filter((list) => list !== undefined);
  const rows = known.flatMap((list) => list.rows);
  if (known.length < lists.length || rows.length > MOST_ROWS) return undefined;
  return {
    rows,
    before: either(known.map(({ before }) => before)),
    behind: either(known.map(({ behind }) => behind)),
  };
}

function literalsAmong(elements: readonly AST.Element[]): Literals | undefined {
  const stretches = elements.map((element) => stretchOf([element]));
  // From each element on.
  const ahead = [NO_STRETCH];
  for (const stretch of stretches.toReversed()) ahead.push(joined(stretch, ahead.at(-1) ?? NO_STRETCH));
  ahead.reverse();
  let best: Literals | undefined;
  const offer = (row: Masked, before: Stretch, behind: Stretch): void => {
    const literals = { rows: [row], before, behind };
    if (bitsKnown(literals) > bitsKnown(best)) best = literals;
  };
  // What stands before the element, and before the row.
  let [passed, before] = [NO_STRETCH, NO_STRETCH];
  let row = NO_BYTES;
  for (const [at, element] of elements.entries()) {
    const [itself = NO_STRETCH, behind = NO_STRETCH] = [stretches[at], ahead[at + 1]];
    const exact = exactly(element);
    const copies = exact === undefined ? copiesOf(element) : undefined;
    if (exact !== undefined && row.bytes.length + exact.bytes.length <= MOST_BYTES) {
      row = joinedBytes(row, exact);
    } else if (copies !== undefined) {
      // The first copies end a row, the last ones begin the next.
      const others = { ...itself, least: 0 };
      offer(joinedBytes(row, copies), before, joined(others, behind));
      [row, before] = [copies, joined(passed, others)];
    } else {
      offer(row, before, joined(itself, behind));
      const within = literalsWithin(element);
      if (bitsKnown(within) > bitsKnown(best) && within !== undefined) {
        best = { ...within, before: joined(passed, within.before), behind: joined(within.behind, behind) };
      }
      [row, before] = exact === undefined ? [NO_BYTES, joined(passed, itself)] : [exact, passed];
    }
    passed = joined(passed, itself);
  }
  offer(row, before, NO_STRETCH);
  return best;
}

function literalsWithin(element: AST.Element): Literals | undefined {
  if (element.type === "Group") return literalsOf(element);
  if (element.type !== "Quantifier" || element.min === 0) return undefined;
  const literals = literalsWithin(element.element);
  if (literals === undefined || element.max === 1) return literals;
  // The other copies of it
  const copies = { ...stretchOf([element]), least: 0 };
  return { ...literals, before: joined(copies, literals.before), behind: joined(literals.behind, copies) };
}

/** The bytes of what is always as long. */
function exactly(element: AST.Element): Masked | undefined {
  switch (element.type) {
    case "Assertion":
      return NO_BYTES;
    case "Character":
      return maskedText(String.fromCodePoint(element.value));
    case "CharacterClass":
    case "CharacterSet": {
      // Beyond ASCII, characters are of several bytes.
      const codes = asciiOf(element);
      return codes === undefined || codes.size === 0 ? undefined : maskedClass([...codes]);
    }
    case "Group": {
      const [only, other] = element.alternatives;
      return other === undefined ? allExactly(only?.elements ?? []) : undefined;
    }
    case "Quantifier": {
      const one = element.min === element.max ? exactly(element.element) : undefined;
      return one === undefined || one.bytes.length * element.min > MOST_BYTES ? undefined : repeated(one, element.min);
    }
    default:
      return undefined;
  }
}

function allExactly(elements: readonly AST.Element[]): Masked | undefined {
  let all = NO_BYTES;
  for (const element of elements) {
    const one = exactly(element);
    if (one === undefined || all.bytes.length + one.bytes.length > MOST_BYTES) return undefined;
    all = joinedBytes(all, one);
  }
  return all;
}

/** The copies that a repetition has at least. */
function copiesOf(element: AST.Element): Masked | undefined {
  if (element.type !== "Quantifier") return undefined;
  const one = exactly(element.element);
  if (one === undefined || one.bytes.length === 0) return undefined;
  return repeated(one, Math.min(element.min, Math.max(1, Math.floor(MOST_BYTES / 2 / one.bytes.length))));
}

/** Of the row that tells least; of what tells too little, {@link LEAST_BITS} less one. */
const bitsKnown = (literals: Literals | undefined): number =>
  Math.max(LEAST_BITS - 1, literals === undefined ? 0 : Math.min(...literals.rows.map(bitsOf)));
