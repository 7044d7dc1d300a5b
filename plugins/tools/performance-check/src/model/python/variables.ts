/** Which identifiers are variables: the grammar calls the names of members and of keyword arguments identifiers as well. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";

/** `name` of `object.name` and of `f(name=value)` is none. */
export function isVariable({ fieldName, parent }: SyntaxNode): boolean {
  return fieldName !== "attribute" && !(fieldName === "name" && parent?.kind === "keyword_argument");
}
