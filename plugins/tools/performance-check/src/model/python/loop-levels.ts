/** How loops multiply: which of the loops around a node run through something of their own. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { namesIn } from "./filling-loop.js";

/** A literal or constant range below this does not multiply anything worth a word. */
const FEW = 10;

/** The `for` and `while` statements around a node and itself, the innermost first. */
export function statementsAround(loop: SyntaxNode, model: Model): SyntaxNode[] {
  return [loop, ...model.loopsOf(loop)].filter(({ kind }) => kind === "for_statement" || kind === "while_statement");
}

/**
 * Whether the loop runs through something that the loops around it do not hand out: `for b in bs` inside
 * `for a in as` does, `for cell in row` inside `for row in rows` does not, since all cells together are the table.
 */
export function isIndependent(loop: SyntaxNode, outer: readonly SyntaxNode[], model: Model): boolean {
  if (loop.kind === "while_statement") return isCounting(loop, outer);
  const iterable = loop.field("right");
  if (iterable === undefined || isFew(iterable, model)) return false;
  return namesIn(iterable).every((name) => {
    const source = outer.find((each) => isFrom(name, each, model));
    return source === undefined || isBound(name, iterable, source, model);
  });
}

/** Whether the loop gives the name its value, as its target or in its body. */
function isFrom(name: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  return model.bindingOf(name)?.definitions.some(({ name: bound }) => bound.isWithin(loop)) === true;
}

/** A counter of an outer `range` or `enumerate` that bounds this one: `range(i, n)`, `items[i + 1:]`. */
function isBound(name: SyntaxNode, iterable: SyntaxNode, outer: SyntaxNode, model: Model): boolean {
  if (!isCounter(name, outer, model)) return false;
  for (let at: SyntaxNode | undefined = name; at !== undefined && at !== iterable; at = at.parent) {
    if (at.parent?.kind === "subscript" && at.fieldName === "subscript") return at.kind === "slice";
  }
  return true;
}

function isCounter(name: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  const target = loop.field("left");
  const iterable = loop.field("right");
  const source = iterable?.kind === "call" ? model.calleeName(iterable) : undefined;
  if (target === undefined || (source !== "range" && source !== "enumerate")) return false;
  const counter = source === "range" ? target : target.children[0];
  return counter?.text === name.text;
}

/** `while i < n` with `i += 1` in it, and `i = 0` in the loop around it. */
function isCounting(loop: SyntaxNode, outer: readonly SyntaxNode[]): boolean {
  const condition = loop.field("condition");
  const [counter, bound] = condition?.kind === "comparison_operator" ? condition.children : [];
  if (counter?.kind !== "identifier" || bound === undefined || condition?.hasToken("==") === true) return false;
  const steps = assignments(loop, counter.text, "augmented_assignment");
  const [around] = outer;
  return steps.length > 0 && (around === undefined || assignments(around, counter.text, "assignment").length > 0);
}

function assignments(loop: SyntaxNode, name: string, kind: string): SyntaxNode[] {
  return [...loop.descendants()].filter((node) => node.kind === kind && node.field("left")?.text === name);
}

/** A literal, a name that stands for one, a constant range below ten. */
function isFew(iterable: SyntaxNode, model: Model): boolean {
  const inner = innerOf(iterable);
  if (["tuple", "list", "set", "expression_list", "string", "dictionary"].includes(inner.kind)) return true;
  if (inner.kind === "call" && inner.field("function")?.text === "range") return isFewSteps(inner);
  const definitions = model.bindingOf(inner)?.definitions ?? [];
  return definitions.length > 0 && definitions.every(({ value }) => value !== undefined && isWritten(value));
}

const isWritten = (value: SyntaxNode): boolean =>
  ["tuple", "list", "set", "string", "dictionary"].includes(value.kind) && value.children.length > 0;

function isFewSteps(range: SyntaxNode): boolean {
  const numbers = (range.field("arguments")?.children ?? []).map(({ text }) => Number(text));
  const [first = 0, second] = numbers;
  return numbers.every(Number.isInteger) && Math.abs(second === undefined ? first : second - first) < FEW;
}

/** What `enumerate`, `reversed`, `sorted` and the like of it run through. */
function innerOf(iterable: SyntaxNode): SyntaxNode {
  const name = iterable.kind === "call" ? iterable.field("function")?.text : undefined;
  const [first] = iterable.field("arguments")?.children ?? [];
  if (name === undefined || first === undefined || !/^(?:enumerate|reversed|sorted|list|tuple|iter)$/.test(name))
    return iterable;
  return innerOf(first);
}
