/** `includes` or `indexOf` of the same array, once per item of a loop. */
import { isArray, isShortLoop, isSmall } from "../../model/ecma/array-evidence.js";
import { dependsOn, isInvariant } from "../../model/ecma/flow.js";
import type { Rule } from "../../rule.js";

export const includesInLoop: Rule = {
  id: "js/includes-in-loop",
  languages: ["javascript", "typescript", "tsx"],
  category: "inefficient_loop",
  severity: "medium",
  confidence: "medium",
  enabledByDefault: true,
  message: "the whole array is searched for every item of the loop",
  suggestion: "build a Set of it in front of the loop and ask has()",
  doc: `
\`includes\` and \`indexOf\` walk the array. Asked once per item of a loop, or in the callback of \`filter\`, \`map\`
and their like, n items against m elements are n × m steps; a \`Set\` needs n + m.

Quiet when nothing shows that it is an array (strings have both methods), when the loop changes the array or makes it,
for a literal of fewer than sixteen elements, for a loop over one, and when what is searched for does not change with
the loop. On 48 MB of npm packages it speaks 158 times; of 60 that we read all but one search an array per item (the one
was a text). Many of those arrays are lists of options or columns, where it does not matter; constants of option names
were the noise, hence the limit of sixteen.
`,
  codes: ["unicorn/prefer-set-has"],
  on: { calls: ["includes", "indexOf", "lastIndexOf"] },
  check: (call, model, report) => {
    const loop = model.loopOf(call);
    const searched = model.dialect.member(call.field("function") ?? call)?.object;
    const [wanted, more] = call.field("arguments")?.children ?? [];
    if (loop === undefined || searched === undefined || wanted === undefined || more !== undefined) return;
    if (searched.kind !== "identifier" && searched.kind !== "member_expression") return;
    // `while (names.includes(name))` looks for a free one.
    if (call.isWithin(loop.field("condition") ?? wanted)) return;
    if (!dependsOn(loop, wanted, model) || !isInvariant(searched, loop, model)) return;
    if (!isArray(searched, model) || isSmall(searched, model) || isShortLoop(loop, model)) return;
    report(call);
  },
};
