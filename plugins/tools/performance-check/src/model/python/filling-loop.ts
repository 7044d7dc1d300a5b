/** A for loop that does one thing: it puts something into a collection, for every item or for those that pass a test. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { isVariable } from "./variables.js";

export interface FillingLoop {
  /** The one statement that each iteration runs. */
  readonly statement: SyntaxNode;
  readonly target: SyntaxNode;
  readonly iterable: SyntaxNode;
  readonly test?: SyntaxNode;
  readonly isAsync: boolean;
}

export function fillingLoop(loop: SyntaxNode): FillingLoop | undefined {
  const target = unparenthesized(loop.field("left"));
  const iterable = loop.field("right");
  const body = onlyChild(loop.field("body"));
  if (target === undefined || iterable === undefined || body === undefined) return undefined;
  const isAsync = loop.hasToken("async");
  if (body.kind === "expression_statement") return { statement: body, target, iterable, isAsync };
  const test = body.field("condition");
  const statement = onlyChild(body.field("consequence"));
  if (body.kind !== "if_statement" || test === undefined || statement?.kind !== "expression_statement")
    return undefined;
  return body.field("alternative") === undefined ? { statement, target, iterable, test, isAsync } : undefined;
}

/** `list` and `value` of a statement `list.append(value)`. */
export function appended(statement: SyntaxNode): { readonly list: SyntaxNode; readonly value: SyntaxNode } | undefined {
  const call = onlyChild(statement);
  const callee = call?.kind === "call" ? call.field("function") : undefined;
  const list = callee?.field("object");
  if (list?.kind !== "identifier" || callee?.field("attribute")?.text !== "append") return undefined;
  const given = call?.field("arguments");
  const value = given?.kind === "generator_expression" ? given : onlyChild(given);
  if (value === undefined || value.kind.endsWith("splat") || value.kind === "keyword_argument") return undefined;
  return { list, value };
}

/** Whether names that the loop binds live on: read behind it, deleted, or not the function's own. */
export function outlives(target: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  return namesIn(target).some((name) => {
    const binding = model.bindingOf(name);
    if (binding === undefined || binding.scope !== model.scopes.scopeOf(name)) return true;
    const uses = model.usesOf(binding).filter((use) => !use.isWithin(loop) && use.row > loop.row);
    return uses.some((use) => {
      const definition = binding.definitions.find((known) => known.name === use);
      if (definition !== undefined) return definition.form === "deletion" || definition.form === "augmented";
      return model.scopes.reaching(use, binding).some((known) => known.name.isWithin(target));
    });
  });
}

/** Whether a node, or anything in it, uses a variable of the same name. */
export function mentions(node: SyntaxNode, name: SyntaxNode): boolean {
  return namesIn(node).some(({ text }) => text === name.text);
}

/** The variables in an expression or a pattern. */
export function namesIn(node: SyntaxNode): SyntaxNode[] {
  return [node, ...node.descendants()].filter((inner) => inner.kind === "identifier" && isVariable(inner));
}

/** Whether a comprehension could not say it: it would have to yield. */
export function yields(node: SyntaxNode): boolean {
  return node.kind === "yield" || [...node.descendants()].some(({ kind }) => kind === "yield");
}

/** The name in `for (name) in ...`, which the grammar reads as a tuple; `(name,)` is one. */
function unparenthesized(target: SyntaxNode | undefined): SyntaxNode | undefined {
  const name = target?.kind === "tuple_pattern" ? onlyChild(target) : undefined;
  return name === undefined || /,\s*\)$/.test(target?.text ?? "") ? target : name;
}

function onlyChild(node: SyntaxNode | undefined): SyntaxNode | undefined {
  const children = node?.children ?? [];
  return children.length === 1 ? children[0] : undefined;
}
