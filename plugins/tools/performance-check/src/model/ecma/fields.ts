/** The types of a class's own fields: `this.pool` after `private readonly pool: Pool`. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import type { Type } from "../type.js";
import { typeOfAnnotation } from "./annotations.js";

export function typeOfField(node: SyntaxNode, model: Model): Type | undefined {
  const name = node.field("property");
  if (node.field("object")?.kind !== "this" || name === undefined) return undefined;
  const body = [...node.ancestors()].find(({ kind }) => kind === "class_body");
  for (const part of body?.children ?? []) {
    const field = part.field("name") ?? part.field("property");
    if (part.kind.endsWith("field_definition") && field?.text === name.text) {
      const found = declaredType(part, model);
      if (found !== undefined) return found;
    }
    if (field?.text !== "constructor") continue;
    const found = typeInConstructor(part, name.text, model);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A parameter with a modifier is a field: `constructor(private readonly pool: Pool)`; so is `this.pool = new Pool()`. */
function typeInConstructor(method: SyntaxNode, name: string, model: Model): Type | undefined {
  for (const parameter of method.field("parameters")?.children ?? []) {
    const isField =
      parameter.hasToken("readonly") || parameter.children.some(({ kind }) => kind === "accessibility_modifier");
    if (isField && parameter.field("pattern")?.text === name) return declaredType(parameter, model);
  }
  for (const assignment of method.field("body")?.descendants() ?? []) {
    const left = assignment.kind === "assignment_expression" ? assignment.field("left") : undefined;
    const right = assignment.field("right");
    if (left?.text === `this.${name}` && right !== undefined) return model.typeOf(right);
  }
  return undefined;
}

function declaredType(part: SyntaxNode, model: Model): Type | undefined {
  const annotation = part.field("type");
  const value = part.field("value");
  if (annotation !== undefined) return typeOfAnnotation(annotation, model);
  return value === undefined ? undefined : model.typeOf(value);
}
