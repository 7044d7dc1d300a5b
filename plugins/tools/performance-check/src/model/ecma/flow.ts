/** Which values change from one iteration of a loop to the next, and whether there is a next one. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import type { Binding } from "../scope.js";

const MUTATORS = new Set(
  "add clear copyWithin delete fill insert pop push reverse set shift sort splice unshift".split(" "),
);
const EXITS = new Set(["break_statement", "return_statement", "throw_statement"]);

/** The identifiers of an expression, the expression itself included. */
export function identifiersOf(expression: SyntaxNode, model: Model): SyntaxNode[] {
  return [expression, ...expression.descendants()].filter(({ kind }) => model.dialect.identifiers.has(kind));
}

/** Whether the expression uses a name that the loop binds or assigns: the item itself, or what is made of it. */
export function dependsOn(loop: SyntaxNode, expression: SyntaxNode, model: Model): boolean {
  return identifiersOf(expression, model).some((identifier) => {
    const binding = model.bindingOf(identifier);
    return binding?.definitions.some(({ name }) => name.isWithin(loop) && !name.isWithin(expression));
  });
}

/** Whether the name is the loop's own: declared in its head or its body. */
export function isDeclaredIn({ definitions }: Binding, loop: SyntaxNode): boolean {
  return definitions.some(({ name, form }) => form !== "reassignment" && name.isWithin(loop));
}

/** Whether the expression has the same value in every iteration, as far as the text says. */
export function isInvariant(expression: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  if (dependsOn(loop, expression, model)) return false;
  const bindings = identifiersOf(expression, model).map((identifier) => model.bindingOf(identifier));
  if (bindings.some((binding) => binding !== undefined && isMutatedIn(binding, loop, model))) return false;
  const { kind, text } = expression;
  if (kind !== "member_expression") return true;
  return ![...loop.descendants()].some((node) => node.kind === kind && node.text === text && mayChange(node));
}

/** Whether the loop changes the object that the name means, or hands it to something that might. */
function isMutatedIn(binding: Binding, loop: SyntaxNode, model: Model): boolean {
  return model.usesOf(binding).some((use) => use.isWithin(loop) && mayChange(use));
}

function mayChange(use: SyntaxNode): boolean {
  return use.parent?.kind === "arguments" || isTarget(use) || changesObject(use);
}

/** Whether the object that the expression means is changed here: `xs.push(x)`, `xs[0] = x`. */
export function changesObject(use: SyntaxNode): boolean {
  const { parent } = use;
  if (parent?.field("object") !== use) return false;
  if (parent.kind === "subscript_expression") return isTarget(parent);
  if (parent.fieldName !== "function") return isTarget(parent);
  return MUTATORS.has(parent.field("property")?.text ?? "");
}

/** Whether the expression is what an assignment, `++` or `delete` changes. */
export function isTarget(expression: SyntaxNode): boolean {
  const { parent } = expression;
  if (parent === undefined) return false;
  if (parent.kind === "update_expression") return true;
  if (parent.kind === "unary_expression") return parent.hasToken("delete");
  return parent.kind.endsWith("assignment_expression") && parent.field("left") === expression;
}

/** Whether the loop ends behind the node: then it runs once, however long the loop is. */
export function endsLoop(node: SyntaxNode, loop: SyntaxNode): boolean {
  if (loop.kind === "call_expression") return false;
  for (let child = node; child !== loop; ) {
    const { parent } = child;
    if (parent === undefined) return false;
    if (EXITS.has(child.kind)) return true;
    const last = parent.kind === "statement_block" ? parent.children.at(-1) : undefined;
    if (last !== undefined && EXITS.has(last.kind)) return true;
    child = parent;
  }
  return false;
}
