/** A loop that builds a list with append(). */
import { comprehensionFix } from "../../model/python/comprehension-fix.js";
import { appended, fillingLoop, mentions, outlives, yields } from "../../model/python/filling-loop.js";
import type { Rule } from "../../rule.js";

export const manualComprehension: Rule = {
  id: "py/manual-comprehension",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "a loop appends to a list one item at a time",
  suggestion: "a list comprehension, or extend() for a list that has items",
  doc: `
A loop whose one statement is \`items.append(f(x))\`, perhaps under one \`if\`, looks \`append\` up and calls it for every
item; a comprehension does neither and says the same in one line.

Quiet when the list may be anything but a list, when the value or the test reads the list, when the loop's variable
lives on behind the loop or belongs to an outer scope, when there is an \`else\`, and when the value yields. A loop that
copies its items as they are is py/manual-copy.

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) 202 findings. ruff has all but 10 of them, and
one more; the 10 were read, and are right. In a row of loops that fill the same list the
plain loop may read better than a comprehension; hence low.
`,
  codes: ["ruff PERF401", "perflint W8401"],
  on: { kinds: ["for_statement"] },
  check: (loop, model, report) => {
    const filling = fillingLoop(loop);
    const append = filling && appended(filling.statement);
    if (append === undefined || filling?.target.kind !== "identifier") return;
    const { list, value } = append;
    const { target, iterable, test, isAsync } = filling;
    if (!isAsync && test === undefined && value.text === target.text) return;
    if ([value, iterable, test].some((part) => part !== undefined && mentions(part, list))) return;
    if (model.typeOf(list)?.name !== "list" || yields(value) || outlives(target, loop, model)) return;
    report(filling.statement, { loop });
  },
  fix: (statement, model) => {
    const loop = model.loopOf(statement);
    const filling = loop && fillingLoop(loop);
    const append = appended(statement);
    if (loop === undefined || filling === undefined || append === undefined) return undefined;
    return comprehensionFix(loop, filling, append.list.text, append.value);
  },
};
