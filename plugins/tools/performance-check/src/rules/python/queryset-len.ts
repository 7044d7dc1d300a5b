/** Rows that are loaded, or counted, to learn whether there are any or how many. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Fix } from "../../finding.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";

export const querysetLen: Rule = {
  id: "py/queryset-len",
  languages: ["python"],
  category: "n_plus_one_query",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "all rows are loaded to be counted",
  suggestion: "count()",
  doc: `
\`len(Book.objects.all())\` loads every row and builds an object of each to count them; \`count()\` asks the database.
\`books.count() > 0\` counts them all to learn whether there is one, and \`if Book.objects.filter(...):\` loads them all:
\`exists()\` stops at the first.

Quiet where the query set is kept in a name that is used otherwise too: then the rows are needed anyway, and \`len\` of
what is loaded costs nothing. Rare in well kept code: one place in HyperKitty, django-allauth and LAVA, and right.
`,
  codes: ["semgrep use-count-method"],
  on: { calls: ["len", "count"], kinds: ["if_statement", "not_operator"] },
  check: (node, model, report) => {
    if (node.kind === "call") {
      if (counted(node, model) !== undefined) report(node);
      const comparison = comparedCount(node, model);
      if (comparison !== undefined)
        report(comparison, { message: "all rows are counted to learn whether there is one", suggestion: "exists()" });
      return;
    }
    const tested = node.kind === "if_statement" ? node.field("condition") : node.field("argument");
    if (tested !== undefined && isRows(tested, model))
      report(tested, { message: "all rows are loaded to learn whether there is one", suggestion: "exists()" });
  },
  fix: (node, model) => fixOf(node, model),
};

/** The query set of `len(query)`, when its rows are used for nothing else. */
function counted(call: SyntaxNode, model: Model): SyntaxNode | undefined {
  if (model.calleeName(call) !== "len") return undefined;
  const given = call.field("arguments");
  const [rows, more] = given?.kind === "argument_list" ? given.children : [];
  return rows !== undefined && more === undefined && isRows(rows, model) ? rows : undefined;
}

/** A call that builds a query set, or a name that is bound to one and used once. */
function isRows(node: SyntaxNode, model: Model): boolean {
  if (model.typeOf(node)?.name !== "django.QuerySet") return false;
  if (node.kind === "call") return true;
  const binding = model.bindingOf(node);
  if (binding === undefined || binding.definitions.length !== 1) return false;
  return binding.definitions[0]?.form === "assignment" && model.usesOf(binding).length === 2;
}

/** `query.count() > 0`, `!= 0`, `>= 1`, `== 0`, `< 1`. */
function comparedCount(call: SyntaxNode, model: Model): SyntaxNode | undefined {
  const comparison = call.parent;
  const receiver = call.field("function")?.field("object");
  if (comparison?.kind !== "comparison_operator" || receiver === undefined || truth(comparison) === undefined)
    return undefined;
  const isCount = model.calleeTail(call) === "count" && call.field("arguments")?.children.length === 0;
  return isCount && model.typeOf(receiver)?.name === "django.QuerySet" ? comparison : undefined;
}

/** Whether the comparison of a count says that there is a row, or that there is none. */
function truth(comparison: SyntaxNode): boolean | undefined {
  const [left, right, more] = comparison.children;
  if (left?.kind !== "call" || more !== undefined) return undefined;
  if (right?.text === "0" && (comparison.hasToken(">") || comparison.hasToken("!="))) return true;
  if (right?.text === "1" && comparison.hasToken(">=")) return true;
  if (right?.text === "0" && comparison.hasToken("==")) return false;
  return right?.text === "1" && comparison.hasToken("<") ? false : undefined;
}

function fixOf(node: SyntaxNode, model: Model): Fix | undefined {
  const edit = (text: string, title: string): Fix => ({ title, edits: [{ start: node.start, end: node.end, text }] });
  if (node.kind === "comparison_operator") {
    const query = node.children[0]?.field("function")?.field("object")?.text;
    return edit(`${truth(node) === true ? "" : "not "}${query}.exists()`, "Ask with exists()");
  }
  const rows = counted(node, model);
  if (rows !== undefined) return edit(`${rows.text}.count()`, "Count with count()");
  return model.calleeTail(node) === "len" ? undefined : edit(`${node.text}.exists()`, "Ask with exists()");
}
