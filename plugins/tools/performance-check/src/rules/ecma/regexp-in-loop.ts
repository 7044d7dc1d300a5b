/** `new RegExp(...)` of the same text in every iteration. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { isShortLoop } from "../../model/ecma/array-evidence.js";
import { endsLoop, isInvariant } from "../../model/ecma/flow.js";
import type { Rule } from "../../rule.js";

export const regexpInLoop: Rule = {
  id: "js/regexp-in-loop",
  languages: ["javascript", "typescript", "tsx"],
  category: "repeated_computation",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "the same regular expression is compiled in every iteration",
  suggestion: "compile it once in front of the loop",
  doc: `
\`new RegExp(text)\` parses its text each time. Where neither the text nor the flags change with the loop, one object in
front of it does.

Quiet for a regular expression that is made of the loop's item, for literals (the engine compiles those once), for short
loops (on 48 MB of npm packages it speaks six times), and for one with \`g\` or \`y\` that a test or exec would carry
from one iteration to the next.
`,
  codes: ["biome useTopLevelRegex"],
  on: { calls: ["RegExp"] },
  check: (call, model, report) => {
    const loop = model.loopOf(call);
    const parts = call.field("arguments")?.children ?? [];
    if (loop === undefined || parts.length === 0 || model.calleeName(call) !== "RegExp") return;
    const isSame = parts.every((part) => isPure(part) && isInvariant(part, loop, model));
    if (!isSame || endsLoop(call, loop) || isShortLoop(loop, model) || keepsState(parts[1], call)) return;
    report(call);
  },
};

/** Whether evaluating the expression twice gives the same text: names, literals and what is put together of them. */
function isPure(expression: SyntaxNode): boolean {
  return [expression, ...expression.descendants()].every(
    ({ kind }) => !/^(call|new|await|yield|update|assignment)_expression$/.test(kind),
  );
}

/** Whether the object remembers where its last match ended, and is asked for the next. */
function keepsState(flags: SyntaxNode | undefined, call: SyntaxNode): boolean {
  if (flags === undefined || (flags.kind === "string" && !/[gy]/.test(flags.text))) return false;
  return call.parent?.kind !== "arguments";
}
