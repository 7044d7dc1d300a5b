/** A synchronous query in an async function. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { reportsBlocking } from "../../model/python/blocking-call.js";
import { databaseCall } from "../../model/python/queries.js";
import type { Rule } from "../../rule.js";

const INSTEAD: Readonly<Record<string, string>> = {
  Django: "the method that begins with a (aget(), acount(), async for), or sync_to_async()",
  SQLAlchemy: "AsyncSession, awaited",
  "DB-API": "an async driver (asyncpg, aiosqlite, aiomysql), awaited, or asyncio.to_thread()",
  Peewee: "asyncio.to_thread()",
};

const reportsConnecting = reportsBlocking("database");

export const asyncDb: Rule = {
  id: "py/async-db",
  languages: ["python"],
  category: "blocking_io_in_async",
  severity: "critical",
  confidence: "high",
  enabledByDefault: true,
  message: "a synchronous query blocks the event loop",
  suggestion: "an async driver, awaited, or asyncio.to_thread()",
  doc: `
A query that is not awaited waits for the database, and every other task of the event loop waits with it. Django refuses
it at run time (\`SynchronousOnlyOperation\`); a cursor, a session of SQLAlchemy and \`sqlite3\` do not.

Quiet when the call is awaited, given to another call (\`gather(session.execute(...))\`, \`sync_to_async(...)\`), returned,
or opened with \`async with\` and \`async for\`, as the async drivers want it; and in functions that are not async
themselves. What only builds a query (\`filter\`, \`order_by\`) runs none. Objects that only their name tells to be a cursor
or a session are reported with medium confidence. In aiohttp, discord.py, nio, Telethon and httpx, which have async
drivers or none, it is quiet.
`,
  codes: [],
  on: { queries: ["runs", "writes"], blocking: ["database"], kinds: ["for_statement"] },
  check: (node, model, report) => {
    if (!model.isAsync(node)) return;
    if (node.kind === "for_statement") {
      const rows = node.field("right");
      const isSync = rows !== undefined && !node.hasToken("async") && model.typeOf(rows)?.name === "django.QuerySet";
      if (isSync) report(rows, { message: "the loop runs a synchronous query of Django", suggestion: "async for" });
      return;
    }
    if (isUsedElsewhere(node)) return;
    reportsConnecting(node, model, report);
    const query = databaseCall(node, model);
    if (query === undefined || isAsyncOwn(query.method, node, model)) return;
    report(node, {
      message: `${query.library}'s ${query.method}() blocks the event loop`,
      suggestion: INSTEAD[query.library] ?? asyncDb.suggestion,
      ...(query.library === "Django" ? {} : { confidence: "medium" }),
    });
  },
};

/** Whether somebody else may await what the call gives. */
function isUsedElsewhere(call: SyntaxNode): boolean {
  const { parent } = call;
  if (parent === undefined || parent.fieldName === "function") return isUsedElsewhere(parent?.parent ?? call.tree.root);
  const takers = ["await", "argument_list", "keyword_argument", "return_statement", "list", "tuple", "lambda", "yield"];
  if (takers.includes(parent.kind)) return true;
  if (parent.kind === "as_pattern" || parent.kind === "with_item") return hasAsync(parent, "with_statement");
  return call.fieldName === "right" && hasAsync(call, "for_statement");
}

function hasAsync(node: SyntaxNode, kind: string): boolean {
  for (const parent of node.ancestors()) if (parent.kind === kind) return parent.hasToken("async");
  return false;
}

/** Django's `aget()`; a method of an object that the file says is async; one that another line awaits. */
function isAsyncOwn(method: string, call: SyntaxNode, model: Model): boolean {
  if (/^a(?:get|first|last|latest|earliest|count|exists|aggregate|in_bulk|contains|create|update|delete)/.test(method))
    return true;
  const receiver = call.field("function")?.field("object");
  if (receiver === undefined || /async|aio/i.test(receiver.text)) return true;
  const target = call.parent?.kind === "assignment" ? call.parent.field("left") : undefined;
  const binding = target === undefined ? undefined : model.bindingOf(target);
  if (binding !== undefined && model.usesOf(binding).some(({ parent }) => parent?.kind === "await")) return true;
  const own = model.bindingOf(receiver);
  return (
    own !== undefined &&
    (model.usesOf(own).some(isAwaited) ||
      own.definitions.some(
        ({ name, annotation }) => hasAsync(name, "with_statement") || /async|aio/i.test(annotation?.text ?? ""),
      ))
  );
}

/** `await session.execute(...)` elsewhere in the file: the object is an async one. */
function isAwaited(use: SyntaxNode): boolean {
  const call = use.parent?.kind === "attribute" ? use.parent.parent : undefined;
  return call?.kind === "call" && call.parent?.kind === "await";
}
