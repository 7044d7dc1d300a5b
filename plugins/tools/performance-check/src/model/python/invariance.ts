/** Whether a value stays the same from one iteration of a loop to the next. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { namesIn } from "./filling-loop.js";

/** Methods of the builtin types that change nothing. */
const READS = new Set(
  (
    "copy count endswith find format get index isdisjoint issubset issuperset items join keys lower rfind rsplit " +
    "split splitlines startswith strip union upper values intersection difference"
  ).split(" "),
);
/** Functions that read what they are given. */
const READERS = new Set(
  "abs all any bool enumerate filter frozenset isinstance iter len list map max min print range repr reversed set sorted str sum tuple type zip".split(
    " ",
  ),
);
/** Methods of the builtin types that change the object, also where they are only handed on: `map(window.append, items)`. */
const WRITES = new Set(
  "add append appendleft clear discard extend insert pop popitem remove reverse setdefault sort update".split(" "),
);
/** Kinds that have no value of their own to change, whatever they are made of. */
const FIXED = new Set([
  "identifier",
  "attribute",
  "integer",
  "float",
  "string",
  "concatenated_string",
  "true",
  "false",
  "none",
  "tuple",
  "list",
  "set",
  "dictionary",
  "pair",
  "binary_operator",
  "unary_operator",
  "parenthesized_expression",
  "keyword_argument",
  "subscript",
  "slice",
  "string_start",
  "string_content",
  "string_end",
  "escape_sequence",
  "interpolation",
  "format_specifier",
  "type_conversion",
]);

/** Whether the loop gives the expression no other value: no name of it is bound there, and nothing there may change it. */
export function isInvariant(expression: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  if (![expression, ...expression.descendants()].every(({ kind }) => FIXED.has(kind))) return false;
  const isElsewhere = (use: SyntaxNode) => !use.isWithin(expression);
  return namesIn(expression).every(
    (name) =>
      !isBound(name, loop, model) &&
      !usesIn(loop, name, model)
        .filter(isElsewhere)
        .some((use) => isChanging(use, model)),
  );
}

/** Whether the loop, or a function that it may call, gives the name another value. */
export function isBound(name: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  const binding = model.bindingOf(name);
  if (binding === undefined) return false;
  const own = binding.scope;
  return binding.definitions.some(({ name: bound, form }) => {
    if (bound.isWithin(loop)) return true;
    return form === "reassignment" && model.scopes.scopeOf(bound) !== own;
  });
}

/** The variables of the loop that mean what the name means. */
export function usesIn(loop: SyntaxNode, name: SyntaxNode, model: Model): SyntaxNode[] {
  const binding = model.bindingOf(name);
  if (binding !== undefined) return model.usesOf(binding).filter((use) => use.isWithin(loop));
  return namesIn(loop).filter(({ text }) => text === name.text);
}

/** Whether what is done with the object may change it: a method, an assignment to a part, a call that is given it. */
export function isChanging(use: SyntaxNode, model: Model): boolean {
  let whole = use;
  let parent = whole.parent;
  while (parent?.kind === "attribute" || (parent?.kind === "subscript" && parent.field("value") === whole)) {
    const call = parent.parent;
    if (parent.kind === "attribute" && call?.kind === "call" && call.field("function") === parent) {
      return !READS.has(parent.field("attribute")?.text ?? "") && !isImported(use, model);
    }
    whole = parent;
    parent = whole.parent;
  }
  if (whole.kind === "attribute" && WRITES.has(whole.field("attribute")?.text ?? "")) return true;
  const isTarget = parent?.kind.endsWith("assignment") === true && parent.field("left") === whole;
  if (isTarget || parent?.kind === "delete_statement") return true;
  const taker = parent?.kind === "keyword_argument" ? parent.parent : parent;
  const call = taker?.kind === "argument_list" ? taker.parent : undefined;
  if (call === undefined || isImmutable(whole, model)) return false;
  return !READERS.has(model.calleeName(call) ?? "") && !READS.has(model.calleeTail(call));
}

/** A module: calling a function of it changes none of its names. */
function isImported(name: SyntaxNode, model: Model): boolean {
  return model.bindingOf(name)?.definitions.every(({ form }) => form === "import") === true;
}

function isImmutable(node: SyntaxNode, model: Model): boolean {
  return ["str", "bytes", "int", "float", "bool", "tuple", "frozenset"].includes(model.typeOf(node)?.name ?? "");
}
