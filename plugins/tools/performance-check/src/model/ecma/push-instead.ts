/** The fix for `[...acc, x]`: `acc.push(x)`, where nothing else can hold the array that is then changed in place. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Fix } from "../../finding.js";
import type { Model } from "../model.js";
import { assignmentOf } from "./accumulation.js";
import { identifiersOf } from "./flow.js";

/** @param spread - `...acc`, the first element of an array literal */
export function pushInstead(spread: SyntaxNode, model: Model): Fix | undefined {
  const array = spread.parent;
  const [name] = spread.children;
  if (array === undefined || name?.kind !== "identifier") return undefined;
  // A readonly array has no push().
  if (/readonly/i.test(model.bindingOf(name)?.definitions[0]?.annotation?.text ?? "")) return undefined;
  const assignment = assignmentOf(array);
  if (assignment === undefined) {
    if (!isFreshAccumulator(array, name, model)) return undefined;
    return replaced(array, array, `{ ${name.text}.push(`, `); return ${name.text}; }`);
  }
  const isStatement = assignment.parent?.kind === "expression_statement" && assignment.field("right") === array;
  if (!isStatement || !isUnshared(assignment, name, model)) return undefined;
  return replaced(array, assignment, `${name.text}.push(`, ")");
}

/** Puts `before` and `behind` in place of all of `whole` but the array's added elements. */
function replaced(array: SyntaxNode, whole: SyntaxNode, before: string, behind: string): Fix | undefined {
  const [first, ...added] = array.children;
  const [start] = added;
  const end = added.at(-1);
  if (first === undefined || start === undefined || end === undefined) return undefined;
  if (added.some(({ kind }) => kind === "spread_element")) return undefined;
  const { source } = array.tree;
  const gaps =
    source.slice(array.start, first.start) + source.slice(first.end, start.start) + source.slice(end.end, array.end);
  // Anything but brackets and commas is a comment or a hole.
  if (!/^\[\s*,\s*,?\s*\]$/.test(gaps)) return undefined;
  return {
    title: "Push into the same array",
    edits: [
      { start: whole.start, end: start.start, text: before },
      { start: end.end, end: whole.end, text: behind },
    ],
  };
}

/** `reduce((acc, x) => [...acc, x], [])`: nobody else has the array that the call itself makes. */
function isFreshAccumulator(array: SyntaxNode, name: SyntaxNode, model: Model): boolean {
  const callback = array.parent;
  if (callback?.kind !== "arrow_function" || callback.hasToken("async")) return false;
  const [, initial] = callback.parent?.children ?? [];
  if (callback.parent?.parent?.field("type_arguments") !== undefined) return false;
  const names = identifiersOf(array, model).filter(({ text }) => text === name.text);
  return initial?.kind === "array" && initial.children.length === 0 && names.length === 1;
}

/** Whether the variable starts as `[]` in front of its only loop, and nothing inside keeps the array itself. */
function isUnshared(assignment: SyntaxNode, name: SyntaxNode, model: Model): boolean {
  const binding = model.bindingOf(name);
  const loop = model.loopOf(assignment);
  const [definition, own, more] = binding?.definitions ?? [];
  if (binding === undefined || loop === undefined || definition === undefined || more !== undefined) return false;
  const { value } = definition;
  const isEmpty = definition.form === "assignment" && value?.kind === "array" && value.children.length === 0;
  if (!isEmpty || own?.name.isWithin(assignment) !== true || model.loopOf(loop) !== model.loopOf(value)) return false;
  return model.usesOf(binding).every((use) => {
    if (use === definition.name || use.isWithin(assignment)) return true;
    const isBehind = use.row > loop.row && !use.isWithin(loop);
    return isBehind && model.enclosingFunction(use) === model.enclosingFunction(loop);
  });
}
