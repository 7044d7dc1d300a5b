/** Whether a node stands where the loop around it ends: then it runs once, however often the loop would. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";

const LEAVING = new Set(["return_statement", "break_statement", "raise_statement"]);
/** Where an error is made or handled: not what the loop does each time. */
const RARE = new Set(["return_statement", "raise_statement", "except_clause", "assert_statement"]);

/** In a branch that ends by leaving the loop, in what is returned or raised, or where an error is handled. */
export function runsOnce(node: SyntaxNode, loop: SyntaxNode): boolean {
  for (const parent of node.ancestors()) {
    if (parent === loop) return false;
    if (RARE.has(parent.kind)) return true;
    if (parent.kind === "block" && parent.parent !== loop && LEAVING.has(parent.children.at(-1)?.kind ?? ""))
      return true;
  }
  return false;
}
