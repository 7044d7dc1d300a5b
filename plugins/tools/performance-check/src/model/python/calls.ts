/** The arguments of a call. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";

/** The one positional argument of a call that has nothing else. */
export function onlyArgument(call: SyntaxNode): SyntaxNode | undefined {
  const given = call.field("arguments");
  if (given?.kind === "generator_expression") return given;
  const [first, more] = given?.children ?? [];
  if (first === undefined || more !== undefined) return undefined;
  return first.kind === "keyword_argument" || first.kind.endsWith("_splat") ? undefined : first;
}

/** The value of a keyword argument. */
export function keyword(call: SyntaxNode, name: string): SyntaxNode | undefined {
  const found = (call.field("arguments")?.children ?? []).find(
    (argument) => argument.kind === "keyword_argument" && argument.field("name")?.text === name,
  );
  return found?.field("value");
}
