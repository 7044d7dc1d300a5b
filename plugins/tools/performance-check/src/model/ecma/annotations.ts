/** What a TypeScript annotation says of a value's type. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { type Type, type } from "../type.js";

/** Names that are the same thing to a rule. */
const SAME: Readonly<Record<string, string>> = { ReadonlyArray: "Array", ReadonlySet: "Set", ReadonlyMap: "Map" };

export function typeOfAnnotation(annotation: SyntaxNode, model: Model): Type | undefined {
  const [first] = annotation.children;
  switch (annotation.kind) {
    case "type_annotation":
    case "readonly_type":
    case "parenthesized_type":
      return first && typeOfAnnotation(first, model);
    case "predefined_type":
      return type(annotation.text);
    case "array_type":
      return type("Array", first && typeOfAnnotation(first, model));
    case "tuple_type":
      return type("Array");
    case "literal_type":
      return first && (first.kind === "undefined" ? type("None") : model.typeOf(first));
    case "union_type":
      return typeOfUnion(annotation.children, model);
    case "generic_type": {
      const name = annotation.field("name");
      const [argument] = annotation.field("type_arguments")?.children ?? [];
      const element = argument && typeOfAnnotation(argument, model);
      const named = name && typeOfAnnotation(name, model);
      return named && type(named.name, element);
    }
    case "type_identifier":
    case "nested_type_identifier": {
      const name = model.resolve(annotation);
      return name === undefined ? undefined : type(SAME[name] ?? name);
    }
    default:
      return undefined;
  }
}

/** `null` and `undefined` count for nothing. */
function typeOfUnion(parts: readonly SyntaxNode[], model: Model): Type | undefined {
  const types = parts.map((part) => typeOfAnnotation(part, model)).filter((part) => part?.name !== "None");
  const [first] = types;
  return types.every((part) => part?.name === first?.name) ? first : undefined;
}
