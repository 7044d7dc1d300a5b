/** Which names hold lists that may grow long. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import type { Binding } from "../scope.js";

const LIST_METHODS = new Set(["append", "extend", "insert", "sort", "reverse"]);
const LITERALS = new Set(["list", "tuple", "expression_list"]);

/** How long a written-down list may be that is still short. */
const SHORT = 16;

/** Whether the expression is a list for sure, and not one that is written down whole in the file. */
export function isList(node: SyntaxNode, model: Model): boolean {
  if (model.typeOf(node)?.name !== "list") return false;
  const binding = model.bindingOf(node);
  return binding !== undefined && !isWrittenDown(binding, model);
}

/** A parameter without a type that is called a list: `list2`, `lst`, `id_list`. */
export function isNamedList(node: SyntaxNode, model: Model): boolean {
  const [only, other] = model.bindingOf(node)?.definitions ?? [];
  if (only?.form !== "parameter" || other !== undefined || model.typeOf(node) !== undefined) return false;
  return /(?:^|_)(?:list|lst)_?[a-z0-9]?$/.test(node.text);
}

/** Every value of the name is a short literal and nothing is ever put in. */
function isWrittenDown(binding: Binding, model: Model): boolean {
  const { definitions } = binding;
  const areLiterals = definitions.every(
    ({ value, form }) =>
      form !== "augmented" && value !== undefined && LITERALS.has(value.kind) && value.children.length <= SHORT,
  );
  return areLiterals && !model.usesOf(binding).some(grows);
}

/** `name.append(...)` and its like. */
export function grows(name: SyntaxNode): boolean {
  const member = name.parent;
  if (member?.kind !== "attribute" || member.field("object") !== name) return false;
  return member.parent?.kind === "call" && LIST_METHODS.has(member.field("attribute")?.text ?? "");
}
