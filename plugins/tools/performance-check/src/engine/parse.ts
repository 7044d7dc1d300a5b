/** Parses one source within its time. */
import { Parser, type Tree } from "web-tree-sitter";
import type { Grammar } from "./grammar.js";

/**
 * With a parser of its own, so that nothing of a source that was given up meets the next one.
 *
 * @param deadline - as of `performance.now()`
 * @returns the tree, which is the caller's to delete, or nothing when there was no time
 * @throws RangeError, WebAssembly.RuntimeError when the source made the parser recurse too deep: it is broken then for
 * this process, and not even to be deleted
 */
export function parse(source: string, { compiled }: Grammar, deadline: number): Tree | undefined {
  const parser = new Parser();
  parser.setLanguage(compiled);
  const tree = parser.parse(source, null, { progressCallback: () => performance.now() > deadline });
  parser.delete();
  return tree ?? undefined;
}
