/** What repeats code: the loop statements, and the array methods that call a function once per item. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";

const ITERATORS = new Set([
  "forEach",
  "map",
  "flatMap",
  "filter",
  "reduce",
  "reduceRight",
  "some",
  "every",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
]);
/** Objects whose functions take the collection first: `_.map(xs, fn)`. */
const COLLECTION_FIRST = new Set(["_", "lodash"]);

export function repeats(loop: SyntaxNode, child: SyntaxNode): boolean {
  const field = child.fieldName;
  if (loop.kind === "for_statement") return field !== "initializer";
  return field === "body" || (field === "condition" && loop.kind !== "for_in_statement");
}

/** @returns the call of `forEach` and its like that the function is the callback of */
export function callbackLoop(fn: SyntaxNode): SyntaxNode | undefined {
  const list = fn.parent;
  const call = list?.parent;
  if (list?.kind !== "arguments" || call?.kind !== "call_expression") return undefined;
  const callee = call.field("function");
  const index = callee?.field("index");
  const name = callee?.field("property")?.text ?? (index?.kind === "string" ? index.text.slice(1, -1) : undefined);
  const object = callee?.field("object")?.text;
  if (name === undefined || object === undefined) return undefined;
  const place = list.children.indexOf(fn);
  if (name === "from" && object === "Array") return place === 1 ? call : undefined;
  return ITERATORS.has(name) && place === (COLLECTION_FIRST.has(object) ? 1 : 0) ? call : undefined;
}
