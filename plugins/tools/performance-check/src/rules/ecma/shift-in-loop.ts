/** `queue.shift()`, `unshift` and `splice(0, ...)` in a loop: each moves every element of a long array. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { isArray, isShortLoop, isSmall } from "../../model/ecma/array-evidence.js";
import { dependsOn, endsLoop } from "../../model/ecma/flow.js";
import { repeatsItems } from "../../model/ecma/per-item.js";
import type { Rule } from "../../rule.js";

export const shiftInLoop: Rule = {
  id: "js/shift-in-loop",
  languages: ["javascript", "typescript", "tsx"],
  category: "inefficient_loop",
  severity: "low",
  confidence: "medium",
  enabledByDefault: true,
  message: "every element is moved by one place, once per iteration",
  suggestion: "keep an index into the array instead of shift(); push() and reverse() once instead of unshift()",
  doc: `
Taking from the front of an array, or putting there, moves all the others. In a loop over the same array that is
quadratic once the array is long. (V8 makes \`shift\` cheap up to some tens of thousands of elements; \`unshift\` and
\`splice(0, ...)\` never are.)

\`shift\` is reported only where the loop itself lets the array grow, as a work list does: a list that is merely drained
is mostly short. What is put in front must be of the loop's items (\`parts.unshift("..")\` and a walk from child to
parent make a path). Quiet for arrays that the loop makes, for small literals and short loops, and for \`splice(0, n)\`,
which takes a batch. On npm packages the drained lists and the paths put together were the noise.
`,
  codes: ["unicorn/no-array-front-mutation"],
  on: { calls: ["shift", "unshift", "splice"] },
  check: (call, model, report) => {
    const loop = model.loopOf(call);
    const member = model.dialect.member(call.field("function") ?? call);
    if (loop === undefined || member === undefined || endsLoop(call, loop)) return;
    const { object, name } = member;
    if (!/^(identifier|member_expression)$/.test(object.kind) || dependsOn(loop, object, model)) return;
    if (isSmall(object, model) || isShortLoop(loop, model) || !isArray(object, model)) return;
    const [first, removed, ...added] = call.field("arguments")?.children ?? [];
    const items = name === "unshift" ? [first, removed, ...added] : added;
    const isAdding = items.some((item) => item !== undefined && dependsOn(loop, item, model));
    const isAtFront = name === "unshift" || (name === "splice" && first?.text === "0");
    if (isAtFront ? isAdding && repeatsItems(loop, model) : name === "shift" && isGrownIn(loop, object)) report(call);
  },
};

/** Whether the loop pushes to the array. */
function isGrownIn(loop: SyntaxNode, array: SyntaxNode): boolean {
  const grown = `${array.text}.push`;
  return [...loop.descendants()].some(({ kind, text }) => kind === "member_expression" && text === grown);
}
