/** A query that runs once per iteration. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { isMild, isRemembered } from "../../model/python/circumstances.js";
import { isBatched, isRepeating, isShort, leavesAtOnce } from "../../model/python/loops.js";
import { databaseCall, rootOf } from "../../model/python/queries.js";
import type { Details, Rule } from "../../rule.js";

const INSTEAD: Readonly<Record<string, string>> = {
  Django: "one query before the loop: filter(field__in=...) or in_bulk(), then look up in a dict",
  SQLAlchemy: "one select with in_() before the loop, then look up in a dict",
  "DB-API": "one statement with IN or a JOIN before the loop, executemany() for writes",
  Peewee: "one select with .in_() before the loop, then look up in a dict",
};
/** Methods of a related manager that no prefetch can answer. */
const RELATED = new Set(["filter", "exclude"]);
/** Calls that run a query set to its end. */
const CONSUMERS = new Set(["list", "len", "set", "tuple", "sorted", "sum", "any", "all", "max", "min"]);

export const nPlusOneQuery: Rule = {
  id: "py/n-plus-one-query",
  languages: ["python"],
  category: "n_plus_one_query",
  severity: "high",
  confidence: "high",
  enabledByDefault: true,
  message: "a query runs once per iteration",
  suggestion: "one query for all of them before the loop",
  doc: `
A query in a loop costs a round trip per item: a hundred rows make a hundred and one queries. Knows Django's managers and
query sets, SQLAlchemy's sessions and queries, Peewee's models and DB-API cursors, by import, annotation, assignment or,
for \`session\` and \`cursor\`, by their name.

A chain is reported once, at the method that runs it; one that only builds a query is not, and neither is the loop's own
iterable. A loop over a few constants, \`while True\`, a retry, and a body that leaves at once are quiet; so is
\`model.objects\` where the model itself is what the loop goes through, SQL that names another table each time, a row that
is locked (\`select_for_update\`), and a query under \`if key not in cache\`. One with \`__in\`, in chunks, in a test or in a
migration is low. Of the first 30 findings, mostly in HyperKitty, Postorius and LAVA, each runs a query per iteration as far as its excerpt tells; the
chunks, the cache and the migrations among them are why those are low or quiet now.
`,
  codes: ["nplusone", "semgrep django-query-in-loop"],
  on: {
    queries: ["runs"],
    calls: [...RELATED, ...CONSUMERS],
    kinds: ["for_statement", "for_in_clause"],
  },
  check: (node, model, report) => {
    const loop = model.loopOf(node.kind === "for_in_clause" && isFirst(node) ? (node.parent ?? node) : node);
    if (loop === undefined || isShort(loop) || isRepeating(loop) || leavesAtOnce(loop)) return;
    const found = node.kind === "call" ? queryOf(node, model) : iterated(node, model);
    if (found === undefined || goesThroughModels(found.at, loop, model)) return;
    if (isRemembered(node, loop) || /\.select_for_update\(/.test(found.at.text)) return;
    const mild: Details =
      /__in\s*=/.test(found.at.text) || isBatched(loop) || isMild(node, model)
        ? { severity: "low", confidence: "low" }
        : {};
    report(found.at, {
      message: `${found.library}'s ${found.method} runs a query in every iteration of the loop in line ${loop.line}`,
      suggestion: INSTEAD[found.library] ?? "one query for all of them before the loop",
      loop,
      ...(found.isGuess ? { confidence: "medium" } : {}),
      ...mild,
    });
  },
};

interface Found {
  readonly at: SyntaxNode;
  readonly library: string;
  readonly method: string;
  readonly isGuess: boolean;
}

const isFirst = (clause: SyntaxNode): boolean =>
  clause.parent?.children.find(({ kind }) => kind === "for_in_clause") === clause;

function queryOf(call: SyntaxNode, model: Model): Found | undefined {
  const known = databaseCall(call, model);
  if (known?.use === "runs") {
    return { at: call, library: known.library, method: `${known.method}()`, isGuess: known.library !== "Django" };
  }
  const callee = call.field("function");
  const [first, more] = call.field("arguments")?.children ?? [];
  if (callee?.kind === "identifier" && first !== undefined && more === undefined && CONSUMERS.has(callee.text)) {
    return isLazy(first, model)
      ? { at: call, library: "Django", method: `${callee.text}()`, isGuess: false }
      : undefined;
  }
  return isRelatedQuery(call, model)
    ? { at: call, library: "Django", method: `${callee?.field("attribute")?.text}()`, isGuess: true }
    : undefined;
}

/** An inner loop over a query set. */
function iterated(loop: SyntaxNode, model: Model): Found | undefined {
  const iterable = loop.field("right");
  if (iterable === undefined || !isLazy(iterable, model)) return undefined;
  return { at: iterable, library: "Django", method: "iteration", isGuess: false };
}

/** A query set that is written here: one that a name holds may have been run, and keeps its rows. */
const isLazy = (node: SyntaxNode, model: Model): boolean =>
  node.kind === "call" && model.typeOf(node)?.name === "django.QuerySet";

/** `user.orders.filter(status="paid")` for a loop's `user`: only keywords, as Django's lookups are. */
function isRelatedQuery(call: SyntaxNode, model: Model): boolean {
  const callee = call.field("function");
  const related = callee?.kind === "attribute" ? callee.field("object") : undefined;
  const item = related?.kind === "attribute" ? related.field("object") : undefined;
  const given = call.field("arguments")?.children ?? [];
  if (item?.kind !== "identifier" || !RELATED.has(callee?.field("attribute")?.text ?? "")) return false;
  if (given.length === 0 || given.some(({ kind }) => kind !== "keyword_argument")) return false;
  return model.bindingOf(item)?.definitions.some(({ form }) => form === "loop") ?? false;
}

/** `model.objects.count()` where the loop goes through models, databases or statements: another query each time. */
function goesThroughModels(at: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  const root = rootOf(at);
  const [sql] = at.kind === "call" ? (at.field("arguments")?.children ?? []) : [];
  const isLoops = (name: SyntaxNode | undefined): boolean =>
    name?.kind === "identifier" &&
    (model.bindingOf(name)?.definitions.some((one) => one.form === "loop" && one.name.isWithin(loop)) ?? false);
  const isManager = /^\w+\.(?:\w+\.)*(?:objects|_default_manager|_base_manager)\b/.test(at.text);
  return (
    (isManager && isLoops(root)) ||
    (/execute/.test(at.field("function")?.text ?? "") && (isLoops(sql) || isLoops(root)))
  );
}
