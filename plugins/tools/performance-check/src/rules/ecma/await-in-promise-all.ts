/** `Promise.all([await a(), await b()])`: each await ends before the next call begins. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Rule } from "../../rule.js";

const METHODS = new Set(["Promise.all", "Promise.allSettled", "Promise.any", "Promise.race"]);

export const awaitInPromiseAll: Rule = {
  id: "js/await-in-promise-all",
  languages: ["javascript", "typescript", "tsx"],
  category: "missing_async_opportunity",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "this await ends before the next element starts, so nothing runs at the same time",
  suggestion: "pass the promise itself: drop the await",
  doc: `
\`Promise.all\` and its like wait for promises. An \`await\` on an element of the array literal waits for that element
before the next one is even created: the calls run one after the other, and the method is given values.

Quiet for an \`await\` inside an argument (\`Promise.all([load(await id())])\`), of the whole array, of a spread, and in
the callback of a \`map\`.
`,
  codes: ["unicorn/no-await-in-promise-methods"],
  on: { calls: ["all", "allSettled", "any", "race"] },
  check: (call, model, report) => {
    if (call.kind !== "call_expression" || !METHODS.has(model.calleeName(call) ?? "")) return;
    const [list, more] = call.field("arguments")?.children ?? [];
    if (list?.kind !== "array" || more !== undefined) return;
    for (const element of list.children) {
      const inner = model.dialect.unwrap(element);
      if (inner.kind === "await_expression") report(inner);
    }
  },
  fix: (awaited) => {
    const [promise] = awaited.children;
    if (promise === undefined || hasComment(awaited, promise)) return undefined;
    return { title: "Drop the await", edits: [{ start: awaited.start, end: promise.start, text: "" }] };
  },
};

function hasComment(awaited: SyntaxNode, promise: SyntaxNode): boolean {
  return awaited.tree.source.slice(awaited.start, promise.start).trim() !== "await";
}
