/** A constant pattern that re looks up again in each iteration. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { isInvariant } from "../../model/python/invariance.js";
import { runsOnce } from "../../model/python/leaving.js";
import { isShort, leavesAtOnce } from "../../model/python/loops.js";
import type { Rule } from "../../rule.js";

const FUNCTIONS = ["match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"];

export const regexInLoop: Rule = {
  id: "py/regex-in-loop",
  languages: ["python"],
  category: "repeated_computation",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "re looks up the same pattern in each iteration",
  suggestion: "re.compile() before the loop, and the pattern's own methods",
  doc: `
\`re.search("...", line)\` finds its compiled pattern in a cache of 512: a look-up that costs as much as a short match.
A pattern compiled once, best as a constant of the module, saves it and gives the pattern a name.

Quiet for a pattern that is put together of what the loop changes, for a name that may hold a compiled one, in a loop
over a few constants, in one that is left at once, and behind a \`return\` or \`raise\` (it runs once). \`re.compile\`
itself in a loop is \`py/loop-invariant-call\`.

It is a constant factor, so low: all of some 40 places looked at in Django and CPython's library do look the pattern up
again, and few of their loops are hot.
`,
  codes: ["perflint W8201"],
  on: { calls: FUNCTIONS },
  check: (call, model, report) => {
    const name = model.calleeName(call);
    if (name === undefined || !FUNCTIONS.some((each) => name === `re.${each}` || name === `regex.${each}`)) return;
    const [pattern] = call.field("arguments")?.children ?? [];
    const loop = model.loopOf(call);
    if (pattern === undefined || loop === undefined || !isKnown(pattern, loop, model)) return;
    if (isShort(loop) || leavesAtOnce(loop) || runsOnce(call, loop)) return;
    report(call, { loop, message: `${name}() looks up the same pattern in each iteration` });
  },
};

/** A string, for sure no compiled pattern, that the loop does not change. */
function isKnown(pattern: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  const type = model.typeOf(pattern)?.name;
  return (type === "str" || type === "bytes") && isInvariant(pattern, loop, model);
}
