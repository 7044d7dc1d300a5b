/** `xs.sort(...)[0]`: the whole array is put in order for one element. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";

/** What takes the first or the last element. */
const TAKEN = /^(\[0\]|\.at\((0|-1)\)|\.shift\(\)|\.pop\(\))$/;

export const sortForExtreme: Rule = {
  id: "js/sort-for-extreme",
  languages: ["javascript", "typescript", "tsx"],
  category: "inefficient_loop",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "the whole array is sorted for its smallest or largest element",
  suggestion: "Math.min() or Math.max() for numbers, else one pass that keeps the best",
  doc: `
Sorting is n log n and, with \`sort\`, changes the array; the smallest or the largest element is one pass.

Quiet when the sorted array is used for more, when it is a variable (\`sort\` puts that in order, which may be wanted),
and for another place than the first or the last. Rare: two findings on 48 MB of npm packages, both right.
`,
  codes: ["ruff FURB192"],
  on: { calls: ["sort", "toSorted"] },
  check: (call, model, report) => {
    const member = model.dialect.member(call.field("function") ?? call);
    if (member === undefined || (member.name === "sort" && !isFresh(member.object, model))) return;
    const { parent } = call;
    const taken = parent?.kind === "member_expression" ? parent.parent : parent;
    if (taken === undefined || parent?.field("object") !== call) return;
    if (TAKEN.test(call.tree.source.slice(call.end, taken.end))) report(call);
  },
};

/** Whether the array is made right here, so that nobody else sees its order. */
function isFresh(array: SyntaxNode, model: Model): boolean {
  const inner = model.dialect.unwrap(array);
  if (inner.kind === "array") return true;
  return (
    inner.kind === "call_expression" &&
    /^(concat|entries|filter|flat|flatMap|from|keys|map|slice|split|values)$/.test(model.calleeTail(inner))
  );
}
