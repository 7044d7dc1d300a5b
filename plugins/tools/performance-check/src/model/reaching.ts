/** Which definitions of a name reach a use of it, as far as the order of the text says. */
import type { SyntaxNode } from "../engine/syntax-tree.js";
import type { Dialect } from "./dialect.js";
import type { Definition } from "./scope.js";

/** More than any person writes: such a name is not followed. */
const MAX_DEFINITIONS = 200;

/**
 * The last definition that surely ran before the use, what may have run between the two, and what a loop around the use
 * alone may bring back. All of them where the text says nothing: in a function of an inner scope, or when no definition
 * surely ran. None of a name that has too many.
 */
export function reaching(
  use: SyntaxNode,
  definitions: readonly Definition[],
  isSameScope: boolean,
  dialect: Dialect,
): readonly Definition[] {
  if (definitions.length > MAX_DEFINITIONS) return [];
  const first = isSameScope
    ? definitions.findLast((one) => isBefore(one, use) && surelyRan(one, use, dialect))
    : undefined;
  if (first === undefined) return definitions;
  return definitions.filter((one) => {
    if (one.name.row < first.name.row || one.name === use) return false;
    return isBefore(one, use) || comesBack(one.name, use, first.name, dialect);
  });
}

/** In `s = s + x`, the second name is read before the first one is bound. */
function isBefore({ name, value }: Definition, use: SyntaxNode): boolean {
  return name.row < use.row && !(value !== undefined && use.isWithin(value));
}

/** Whether nothing conditional stands around the definition and not around the use. */
function surelyRan({ form, name }: Definition, use: SyntaxNode, dialect: Dialect): boolean {
  if (form === "augmented") return false;
  for (const parent of name.ancestors()) {
    if (use.isWithin(parent)) return true;
    if (dialect.branches.has(parent.kind)) return false;
  }
  return true;
}

/** Whether a loop holds the definition and the use of it, and not the definition that came first. */
function comesBack(later: SyntaxNode, use: SyntaxNode, first: SyntaxNode, dialect: Dialect): boolean {
  for (const parent of use.ancestors()) {
    if (!dialect.loops.has(parent.kind)) continue;
    if (first.isWithin(parent)) return false;
    if (later.isWithin(parent)) return true;
  }
  return false;
}
