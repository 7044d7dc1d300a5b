/** `Promise.all(ids.map((id) => db.find(id)))`: as many queries as items, all at once. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { perItemLoop } from "../../model/ecma/per-item.js";
import { queryOf } from "../../model/ecma/query.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";

/** Prisma puts these of one tick into one query by itself. */
const BATCHED = new Set(["findUnique", "findUniqueOrThrow"]);

export const nPlusOneMap: Rule = {
  id: "js/n-plus-one-map",
  languages: ["javascript", "typescript", "tsx"],
  category: "n_plus_one_query",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "a database query per item, all at once",
  suggestion: "one query for all: where in (ids), a join or include, a bulk write",
  doc: `
\`Promise.all\` over a \`map\` that queries hides the waiting and keeps the number of queries: each item still costs a
round trip, and together they empty the connection pool. The receiver is known as in js/n-plus-one-query.

Quiet for Prisma's \`findUnique\`, which Prisma batches, for the array given to \`$transaction\`, and where
js/n-plus-one-query is quiet. An array of promises that goes nowhere we can see is left alone: a \`findById\` of an
index in memory looks the same.
`,
  codes: [],
  on: { calls: ["map", "flatMap"] },
  check: (call, model, report) => {
    const [callback] = call.field("arguments")?.children ?? [];
    if (callback === undefined || model.dialect.callbackLoop(callback) !== call || isTransaction(call)) return;
    const isGathered = gathers(call, model);
    for (const promise of promisesOf(callback, model)) {
      const query = queryOf(promise, model);
      if (query === undefined || BATCHED.has(query.method) || perItemLoop(query, model) !== call) continue;
      if (!isGathered && promise.parent?.kind !== "await_expression") continue;
      const message = `${query.method}() is a query of ${query.library} for every item of the array`;
      report(query.call, { message, loop: call });
    }
  },
};

/** Whether the array of promises goes to `Promise.all` or its like, at once or through a variable. */
function gathers(promises: SyntaxNode, model: Model): boolean {
  const { parent } = promises;
  if (parent?.kind === "arguments")
    return /All$|^all(Settled)?$/.test(parent.parent === undefined ? "" : model.calleeTail(parent.parent));
  const name = parent?.kind === "variable_declarator" ? parent.field("name") : undefined;
  const binding = name && model.bindingOf(name);
  return (
    binding !== undefined &&
    model.usesOf(binding).some((use) => use !== name && use.parent?.kind === "arguments" && gathers(use, model))
  );
}

/** What the callback itself awaits or returns. */
function promisesOf(callback: SyntaxNode, model: Model): SyntaxNode[] {
  const body = callback.field("body");
  if (body === undefined) return [];
  const ends = [body, ...body.descendants()].filter(
    (node) => /^(await_expression|return_statement)$/.test(node.kind) && model.enclosingFunction(node) === callback,
  );
  const promises = ends.flatMap(({ children }) => children.slice(0, 1));
  return ends[0] === body || body.kind === "statement_block" ? promises : [body, ...promises];
}

function isTransaction(call: SyntaxNode): boolean {
  const list = call.parent;
  return list?.kind === "arguments" && /transaction$/i.test(list.parent?.field("function")?.text ?? "");
}
