/** Where a cost hardly matters: code that runs once, or not for users. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";

const TEST = /(?:^|\.)(?:test|setUp)|Test(?:s|Case)?\./;

/** In a test, or in a function of a migration. */
export function isMild(node: SyntaxNode, model: Model): boolean {
  return TEST.test(model.functionName(node) ?? "") || isMigration(node, model);
}

/** Django hands its migrations the models and the schema's editor. */
export function isMigration(node: SyntaxNode, model: Model): boolean {
  const parameters = model.enclosingFunction(node)?.field("parameters")?.text ?? "";
  return /^\(\s*apps\b[^,]*,\s*schema_editor\b/.test(parameters);
}

/** Under `if key not in cache`: it runs once per key. */
export function isRemembered(node: SyntaxNode, loop: SyntaxNode): boolean {
  for (const parent of node.ancestors()) {
    if (parent === loop) return false;
    if (parent.kind === "if_statement" && /\bnot in\b/.test(parent.field("condition")?.text ?? "")) return true;
  }
  return false;
}
