/** Reads that take a whole file at once. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";

/** A call that reads an open file to its end: the method, and the file's expression. */
export function wholeRead(
  call: SyntaxNode,
  model: Model,
): { readonly method: "read" | "readlines"; readonly file: SyntaxNode } | undefined {
  const callee = call.field("function");
  const file = callee?.kind === "attribute" ? callee.field("object") : undefined;
  const method = callee?.field("attribute")?.text;
  if (file === undefined || (method !== "read" && method !== "readlines")) return undefined;
  if (call.field("arguments")?.children.length !== 0) return undefined;
  return isFile(file, model) || model.resolve(file) === "sys.stdin" ? { method, file } : undefined;
}

/** Opened here, or said to be a file: what else has a `read` may be a socket, a response, a member of an archive. */
export const isFile = (node: SyntaxNode, model: Model): boolean => model.typeOf(node)?.name === "file";

/** Right behind the `in` of a loop or a comprehension. */
export function isIterated(node: SyntaxNode | undefined): boolean {
  const { parent } = node ?? {};
  if (parent?.kind !== "for_statement" && parent?.kind !== "for_in_clause") return false;
  return parent.field("right") === node;
}

/** The call around a text that cuts it into lines: `splitlines()`, `split("\n")`. */
export function splitIntoLines(text: SyntaxNode): SyntaxNode | undefined {
  const member = text.parent?.kind === "attribute" ? text.parent : undefined;
  const call = member?.parent?.kind === "call" ? member.parent : undefined;
  const method = member?.field("attribute")?.text;
  if (method === "splitlines") return call;
  return method === "split" && /^\(["']\\n["']\)$/.test(call?.field("arguments")?.text ?? "") ? call : undefined;
}
