/** sum() that joins lists. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";

export const sumLists: Rule = {
  id: "py/sum-lists",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "sum() joins lists by copying all that is joined so far at each step",
  suggestion: "list(itertools.chain.from_iterable(...))",
  doc: `
\`sum(lists, [])\` makes a new list at every \`+\`: n lists copy n² elements. The same holds for \`sum(tuples, ())\`.
\`itertools.chain.from_iterable\` copies each element once.

Found by the start value alone, an empty or a filled list or tuple, since nothing else than lists can be added to a
list. The fix is offered where the file imports \`itertools\` already.

In Django and CPython's library there are seven, each of them right, and most of a few short lists.
`,
  codes: ["ruff RUF017", "sonar S8520"],
  on: { calls: ["sum"] },
  check: (call, model, report) => {
    const name = model.calleeName(call);
    if (name !== "sum" && name !== "builtins.sum") return;
    const kind = startKind(call);
    if (kind === "list") report(call);
    if (kind === "tuple") report(call, { suggestion: "tuple(itertools.chain.from_iterable(...))" });
  },
  fix: (call, model) => {
    const chain = chainIn(call, model);
    const [lists] = call.field("arguments")?.children ?? [];
    const kind = startKind(call);
    if (chain === undefined || lists === undefined || !isEmpty(startOf(call))) return undefined;
    if (lists.kind === "keyword_argument" || lists.kind === "list_splat") return undefined;
    const text = `${kind}(${chain}.from_iterable(${lists.text}))`;
    return {
      title: `Replace with ${kind}(${chain}.from_iterable())`,
      edits: [{ start: call.start, end: call.end, text }],
    };
  },
};

function startOf(call: SyntaxNode): SyntaxNode | undefined {
  const [, second] = call.field("arguments")?.children ?? [];
  if (call.field("arguments")?.kind !== "argument_list" || second === undefined) return undefined;
  if (second.kind !== "keyword_argument") return second;
  return second.field("name")?.text === "start" ? second.field("value") : undefined;
}

function startKind(call: SyntaxNode): "list" | "tuple" | undefined {
  const start = startOf(call);
  if (start?.kind === "list" || start?.text === "list()") return "list";
  return start?.kind === "tuple" || start?.text === "tuple()" ? "tuple" : undefined;
}

const isEmpty = (start: SyntaxNode | undefined): boolean =>
  start !== undefined && /^(?:\[\s*\]|\(\s*\)|\w+\(\))$/.test(start.text);

/** How the place of the call says `itertools.chain`. */
function chainIn(call: SyntaxNode, model: Model): string | undefined {
  for (
    let scope: ReturnType<typeof model.scopes.scopeOf> | undefined = model.scopes.scopeOf(call);
    scope !== undefined;
    scope = scope.parent
  ) {
    for (const { name, definitions } of scope.bindings.values()) {
      const [only, other] = definitions;
      if (only?.form !== "import" || other !== undefined) continue;
      if (only.imported === "itertools") return `${name}.chain`;
      if (only.imported === "itertools.chain") return name;
    }
  }
  return undefined;
}
