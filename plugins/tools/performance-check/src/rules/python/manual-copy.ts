/** A loop that copies items into a list. */
import { copyFix } from "../../model/python/comprehension-fix.js";
import { appended, fillingLoop, mentions, outlives } from "../../model/python/filling-loop.js";
import type { Rule } from "../../rule.js";

export const manualCopy: Rule = {
  id: "py/manual-copy",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "a loop copies items into a list one by one",
  suggestion: "list(), or extend() for a list that has items",
  doc: `
A loop whose one statement is \`copy.append(item)\` does in Python what \`list(items)\` or \`copy.extend(items)\` does in C,
some ten times faster.

Quiet when the list may be anything but a list, when the loop's variable lives on behind the loop, and for \`async for\`,
which has no such call.

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) 7 findings, all right; ruff has 6.
`,
  codes: ["ruff PERF402", "perflint W8402"],
  on: { kinds: ["for_statement"] },
  check: (loop, model, report) => {
    const filling = fillingLoop(loop);
    const append = filling && appended(filling.statement);
    if (append === undefined || filling?.target.kind !== "identifier") return;
    const { target, iterable, test, isAsync } = filling;
    if (isAsync || test !== undefined || append.value.text !== target.text || mentions(iterable, append.list)) return;
    if (model.typeOf(append.list)?.name !== "list" || outlives(target, loop, model)) return;
    report(filling.statement, { loop });
  },
  fix: (statement, model) => {
    const loop = model.loopOf(statement);
    const filling = loop && fillingLoop(loop);
    const list = appended(statement)?.list.text;
    if (loop === undefined || filling === undefined || list === undefined) return undefined;
    return copyFix(loop, filling, list);
  },
};
