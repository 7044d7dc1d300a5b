/** Writes a loop that fills a list as one expression, where that keeps every byte that means something. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Fix } from "../../finding.js";
import type { FillingLoop } from "./filling-loop.js";

/** Expressions that need parentheses inside a comprehension. */
const LOOSE = new Set(["lambda", "conditional_expression", "named_expression", "expression_list", "pattern_list"]);

/** `names = []` right before the loop becomes the comprehension; any other list is extended by it. */
export function comprehensionFix(
  loop: SyntaxNode,
  { target, iterable, test, isAsync }: FillingLoop,
  list: string,
  value: SyntaxNode,
): Fix | undefined {
  const tail = test === undefined ? "" : ` if ${tight(test)}`;
  const clause = `${isAsync ? "async " : ""}for ${target.text} in ${tight(iterable)}${tail}`;
  const comprehension = `${tight(value)} ${clause}`;
  if (startsEmpty(loop, list)) return rewritten(loop, list, `${list} = [${comprehension}]`, "Use a list comprehension");
  return isAsync ? undefined : rewritten(loop, list, `${list}.extend(${comprehension})`, "Use extend()");
}

/** `copy = []` right before the loop becomes `copy = list(items)`; any other list is extended by the items. */
export function copyFix(loop: SyntaxNode, { iterable }: FillingLoop, list: string): Fix | undefined {
  if (startsEmpty(loop, list)) return rewritten(loop, list, `${list} = list(${tight(iterable)})`, "Use list()");
  return rewritten(loop, list, `${list}.extend(${tight(iterable)})`, "Use extend()");
}

/**
 * @returns nothing when a comment would be lost, the loop has an `else`, or it stands in a class, whose names a
 * comprehension does not see
 */
function rewritten(loop: SyntaxNode, list: string, text: string, title: string): Fix | undefined {
  if (loop.field("alternative") !== undefined || loop.parent?.parent?.kind === "class_definition") return undefined;
  const from = startsEmpty(loop, list) ? (previous(loop) ?? loop) : loop;
  const { comments, rows } = loop.tree;
  if (comments.some((row) => row > from.row && row < (rows.after[loop.row] ?? 0))) return undefined;
  return { title, edits: [{ start: from.start, end: loop.end, text }] };
}

const startsEmpty = (loop: SyntaxNode, list: string): boolean => previous(loop)?.text === `${list} = []`;

const tight = (node: SyntaxNode): string => (LOOSE.has(node.kind) ? `(${node.text})` : node.text);

function previous(statement: SyntaxNode): SyntaxNode | undefined {
  const siblings = statement.parent?.children ?? [];
  return siblings[siblings.indexOf(statement) - 1];
}
