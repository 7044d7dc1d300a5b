/** Whether a value is a long-lived array worth an index: by its type, or by how else the file uses its name. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { changesObject } from "./flow.js";

/** Methods of arrays that neither strings nor Sets nor Maps have. */
const ARRAY_ONLY = new Set(
  "every fill filter find findIndex findLast flat flatMap join map pop push reduce reduceRight reverse shift some sort splice unshift".split(
    " ",
  ),
);
/** What a parameter that is called so most likely is; a text has such names as well. */
const MANY = /(arr|array|list|collection|[^s]s)\d*$/i;
const TEXTS =
  /(address|alias|basis|canvas|chars|class|bits|css|contents|cookies|docs|flags|has|headers|is|js|keywords|options|params|progress|props|this|ts|us|was)$/i;
/** A literal with fewer elements is searched as fast as a Set. */
const SMALL = 16;

export function isArray(expression: SyntaxNode, model: Model): boolean {
  const known = model.typeOf(expression);
  if (known !== undefined && !known.name.endsWith(")")) return known.name === "Array";
  const binding = model.bindingOf(expression);
  if (binding === undefined) return false;
  const isParameter = binding.definitions.every(
    ({ form, name }) => form === "parameter" && name.parent?.kind !== "rest_pattern",
  );
  if (isParameter && MANY.test(binding.name) && !TEXTS.test(binding.name)) return true;
  return model.usesOf(binding).some(({ parent }) => {
    const isCalled = parent?.kind === "member_expression" && parent.fieldName === "function";
    return isCalled && ARRAY_ONLY.has(parent.field("property")?.text ?? "");
  });
}

/** Whether the expression is, or names, an array literal of few elements. */
export function isSmall(expression: SyntaxNode, model: Model): boolean {
  const inner = model.dialect.unwrap(expression);
  const binding = model.bindingOf(inner);
  if (binding === undefined) return isSmallLiteral(inner, model);
  const [definition, more] = binding.definitions;
  if (definition?.form !== "assignment" || definition.value === undefined || more !== undefined) return false;
  const value = model.dialect.unwrap(definition.value);
  return isSmallLiteral(value, model) && !model.usesOf(binding).some(changesObject);
}

function isSmallLiteral(value: SyntaxNode, model: Model): boolean {
  if (value.kind === "array") {
    return value.children.length < SMALL && value.children.every(({ kind }) => kind !== "spread_element");
  }
  const [frozen] = value.kind === "call_expression" ? (value.field("arguments")?.children ?? []) : [];
  return frozen?.kind === "array" && model.calleeName(value) === "Object.freeze" && isSmallLiteral(frozen, model);
}

/** Whether the loop runs over a short literal, or counts to a small number. */
export function isShortLoop(loop: SyntaxNode, model: Model): boolean {
  if (loop.kind === "for_in_statement") return isShort(loop.field("right"), model);
  if (loop.kind === "call_expression") return isShort(loop.field("function")?.field("object"), model);
  const bound = loop.kind === "for_statement" ? loop.field("condition")?.field("right") : undefined;
  return bound?.kind === "number" && Number(bound.text) < SMALL;
}

function isShort(iterated: SyntaxNode | undefined, model: Model): boolean {
  return iterated !== undefined && isSmall(iterated, model);
}
