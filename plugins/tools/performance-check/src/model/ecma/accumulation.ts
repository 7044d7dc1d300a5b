/** A value that is made of what the step before made: in a `reduce`, or assigned back to its own name in a loop. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { endsLoop } from "./flow.js";

/** Expressions that have the value of one of their children. */
const TRANSPARENT = new Set([
  "parenthesized_expression",
  "ternary_expression",
  "as_expression",
  "satisfies_expression",
]);

/** @returns the `reduce` call or the loop in which the next step's `source` is this step's `value` */
export function accumulatingLoop(value: SyntaxNode, source: SyntaxNode, model: Model): SyntaxNode | undefined {
  const reduce = reduceOf(source, model);
  if (reduce !== undefined) return isResult(value, reduce.callback, model) ? reduce.call : undefined;
  const assignment = assignmentOf(value);
  if (assignment === undefined || assignment.field("left")?.text !== source.text) return undefined;
  const loop = model.loopOf(assignment);
  return loop !== undefined && outlives(source, assignment, loop, model) && !endsLoop(assignment, loop)
    ? loop
    : undefined;
}

/** The assignment that the expression is the right side of. */
export function assignmentOf(value: SyntaxNode): SyntaxNode | undefined {
  const whole = outermost(value);
  const { parent } = whole;
  return parent?.kind === "assignment_expression" && whole.fieldName === "right" ? parent : undefined;
}

/** The `reduce` whose accumulator the expression names. A callback that takes the index as well is none. */
function reduceOf(source: SyntaxNode, model: Model): { call: SyntaxNode; callback: SyntaxNode } | undefined {
  const [definition, more] = model.bindingOf(source)?.definitions ?? [];
  if (definition?.form !== "parameter" || more !== undefined) return undefined;
  const callback = model.enclosingFunction(definition.name);
  const call = callback && model.dialect.callbackLoop(callback);
  const parameters = callback?.field("parameters")?.children ?? [];
  const [first] = parameters;
  const isFirst = (first?.field("pattern") ?? first) === definition.name && parameters.length === 2;
  if (call === undefined || callback === undefined || !isFirst) return undefined;
  return model.calleeTail(call).startsWith("reduce") ? { call, callback } : undefined;
}

/** Whether the function returns the value, at once or through a variable. */
function isResult(value: SyntaxNode, fn: SyntaxNode, model: Model): boolean {
  const whole = outermost(value);
  if (model.enclosingFunction(whole) !== fn) return false;
  const { parent } = whole;
  if (parent === fn || parent?.kind === "return_statement") return true;
  const target = parent?.kind === "variable_declarator" ? parent.field("name") : assignmentOf(value)?.field("left");
  const binding = target && model.bindingOf(target);
  if (binding === undefined) return false;
  return model.usesOf(binding).some((use) => outermost(use).parent?.kind === "return_statement");
}

/** Whether the loop neither declares the variable nor gives it any other value. */
function outlives(source: SyntaxNode, assignment: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  let root = source;
  while (root.kind === "member_expression") root = root.field("object") ?? source;
  if (root.kind === "this") return true;
  const binding = model.bindingOf(root);
  if (root.kind !== "identifier" || binding === undefined) return false;
  return binding.definitions.every(({ name }) => !name.isWithin(loop) || name.isWithin(assignment));
}

function outermost(value: SyntaxNode): SyntaxNode {
  let whole = value;
  for (const parent of value.ancestors()) {
    const isCondition = parent.kind === "ternary_expression" && whole.fieldName === "condition";
    if (isCondition || !TRANSPARENT.has(parent.kind)) break;
    whole = parent;
  }
  return whole;
}
