/** Types that annotations name: `X`, `Optional[X]`, `X | None`, `list[X]`, `"X"`. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { type Type, type } from "../type.js";
import { SAME } from "./query-types.js";

/** Names of `typing` and `collections.abc` that stand for a builtin. */
const BUILTIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    List: "list",
    Dict: "dict",
    Set: "set",
    FrozenSet: "frozenset",
    Tuple: "tuple",
    Text: "str",
  }),
);
const TRANSPARENT = new Set(["Optional", "Annotated", "Final", "ClassVar", "Awaitable"]);

export function typeOfAnnotation(annotation: SyntaxNode, model: Model): Type | undefined {
  const node = annotation.kind === "type" ? annotation.children[0] : annotation;
  if (node === undefined) return undefined;
  switch (node.kind) {
    case "identifier":
    case "attribute":
      return named(model.resolve(node));
    case "none":
      return type("None");
    case "string":
      return named(/^["'](\w+(?:\.\w+)*)["']$/.exec(node.text)?.[1]);
    case "generic_type":
    case "subscript":
      return typeOfGeneric(node, model);
    case "union_type":
    case "binary_operator":
      return typeOfUnion(node.children, model);
    default:
      return undefined;
  }
}

function named(name: string | undefined): Type | undefined {
  if (name === undefined) return undefined;
  const last = name.slice(name.lastIndexOf(".") + 1);
  return type(BUILTIN.get(last) ?? SAME.get(name) ?? name);
}

function typeOfGeneric(node: SyntaxNode, model: Model): Type | undefined {
  const [base, ...rest] = node.children;
  const name = base === undefined ? undefined : model.resolve(base);
  if (name === undefined) return undefined;
  const last = name.slice(name.lastIndexOf(".") + 1);
  const parameters = rest.flatMap((child) => (child.kind === "type_parameter" ? child.children : [child]));
  const [first] = parameters;
  if (last === "Union") return typeOfUnion(parameters, model);
  if (TRANSPARENT.has(last)) return first === undefined ? undefined : typeOfAnnotation(first, model);
  const element = first === undefined ? undefined : typeOfAnnotation(first, model);
  return type(BUILTIN.get(last) ?? SAME.get(name) ?? name, last.toLowerCase() === "dict" ? undefined : element);
}

/** The one type beside `None`. */
function typeOfUnion(members: readonly SyntaxNode[], model: Model): Type | undefined {
  const types = members.map((member) => typeOfAnnotation(member, model)).filter((found) => found?.name !== "None");
  return types.length === 1 ? types[0] : undefined;
}
