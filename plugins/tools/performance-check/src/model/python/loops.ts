/** What kind of loop it is: many rules keep quiet where it runs a few times, tries again, or leaves at once. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";

const LITERALS = new Set(["tuple", "list", "set", "dictionary", "expression_list", "string"]);
const FEW = 10;
const BATCH = /chunk|batch|page/i;
const BATCHES = /chunks|chunked|batches|batched|pages\b/i;
const ATTEMPT = /attempt|retr(?:y|ies)|tries|tr(?:y|ial)_?\d*$/i;

/** The iterable of a for loop, or of a comprehension's first `for`. */
export function iterableOf(loop: SyntaxNode): SyntaxNode | undefined {
  const clause = loop.kind === "for_statement" ? loop : loop.children.find(({ kind }) => kind === "for_in_clause");
  return clause?.field("right");
}

/** Over a written-down collection, or a `range` of at most ten. */
export function isShort(loop: SyntaxNode): boolean {
  const iterable = iterableOf(loop);
  if (iterable === undefined) return false;
  if (LITERALS.has(iterable.kind)) return true;
  const count = /^range\(\s*(?:0\s*,\s*)?(\d+)\s*\)$/.exec(iterable.text)?.[1];
  return count !== undefined && Number(count) <= FEW;
}

/** Over chunks, batches or pages: what is done to each is done to many at once. */
export function isBatched(loop: SyntaxNode): boolean {
  if (loop.kind === "for_statement") {
    return BATCH.test(loop.field("left")?.text ?? "") || BATCHES.test(loop.field("right")?.text ?? "");
  }
  // `while ids: batch = ids[:100]`
  return loop.kind === "while_statement" && BATCH.test(loop.field("body")?.children[0]?.text ?? "");
}

/** `while True`, or tries again: `for attempt in range(tries)`. */
export function isRepeating(loop: SyntaxNode): boolean {
  if (loop.kind === "while_statement") return /^(?:True|1)$/.test(loop.field("condition")?.text ?? "");
  return loop.kind === "for_statement" && ATTEMPT.test(headOf(loop));
}

/** Whether the body ends by leaving the loop: it runs once. */
export function leavesAtOnce(loop: SyntaxNode): boolean {
  const last = loop.field("body")?.children.at(-1);
  return last !== undefined && ["return_statement", "break_statement", "raise_statement"].includes(last.kind);
}

const headOf = (loop: SyntaxNode): string => `${loop.field("left")?.text} ${loop.field("right")?.text}`;
