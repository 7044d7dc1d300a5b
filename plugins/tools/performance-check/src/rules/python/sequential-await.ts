/** Independent awaits, one after the other. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { independentAwaits, isConcurrent, isReading } from "../../model/python/awaits.js";
import { namesIn } from "../../model/python/filling-loop.js";
import { isBatched, isRepeating, isShort } from "../../model/python/loops.js";
import type { Rule } from "../../rule.js";

/** What may stand in the loop: anything else leaves it, waits, guards or gives something out between two awaits. */
const ELSEWHERE = new Set([
  "break_statement",
  "return_statement",
  "raise_statement",
  "try_statement",
  "with_statement",
  "while_statement",
  "for_statement",
  "yield",
  "delete_statement",
  "assert_statement",
  "match_statement",
]);

export const sequentialAwait: Rule = {
  id: "py/sequential-await",
  languages: ["python"],
  category: "missing_async_opportunity",
  severity: "medium",
  confidence: "medium",
  enabledByDefault: true,
  message: "each iteration waits for the one before, although none needs it",
  suggestion: "asyncio.gather() or a TaskGroup, with a semaphore when there may be many",
  doc: `
\`for url in urls: pages.append(await fetch(url))\` waits for the sum of all requests; run together they take as long as
the slowest. The same holds for three and more awaits in a row that need nothing of each other.

Few loops show their independence, so this one must: a \`for\` over a collection whose body awaits one call that is given
the loop's variable, collects what it gives or asks for something (\`get\`, \`fetch\`, \`load\`, ...), and does nothing else
that could depend on the order. Quiet with \`break\`, \`return\`, \`yield\`, \`try\`, a sleep, a lock, a transaction, a name
that one iteration hands to the next, calls that write or send, what a database session or a connection does (they serve
one at a time), \`async for\`, batches and retries.

ESLint's no-await-in-loop, which asks for none of this, is mostly noise (its issues 10586, 13304, 14700). This rule fires
22 times in aiohttp, discord.py, nio, Telethon and httpx together: look-ups of entities and translations, one by one.
`,
  codes: ["eslint no-await-in-loop"],
  on: { kinds: ["await"] },
  check: (node, model, report) => {
    const [call] = node.children;
    if (call?.kind !== "call" || !model.isAsync(node) || !isConcurrent(call, model)) return;
    const loop = model.loopOf(node);
    if (loop !== undefined) {
      if (isMapping(node, call, loop, model)) report(node, { loop });
      return;
    }
    const together = independentAwaits(node, model);
    if (together >= 3) {
      const message = `${together} awaits in a row need nothing of each other`;
      report(node, { message, suggestion: "asyncio.gather() or a TaskGroup", severity: "low" });
    }
  },
};

function isMapping(node: SyntaxNode, call: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  if (loop.hasToken("async") || isShort(loop) || isBatched(loop) || isRepeating(loop)) return false;
  const given = call.field("arguments");
  if (given === undefined || !namesIn(call).some((name) => isTarget(name, loop, model))) return false;
  if (loop.kind === "list_comprehension" || loop.kind === "dictionary_comprehension") return isPlain(loop, node);
  if (loop.kind !== "for_statement" || !isPlain(loop.field("body"), node) || handsOn(loop, model)) return false;
  return isReading(call, model) || isCollected(node, loop, model);
}

/** Whether the loop binds the name, as its target. */
function isTarget(name: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  const clauses = loop.kind === "for_statement" ? [loop] : loop.children.filter(({ kind }) => kind === "for_in_clause");
  const binding = model.bindingOf(name);
  return binding?.definitions.some((bound) => clauses.some((clause) => isWithinLeft(bound.name, clause))) === true;
}

const isWithinLeft = (name: SyntaxNode, clause: SyntaxNode): boolean => {
  const left = clause.field("left");
  return left !== undefined && name.isWithin(left);
};

/** One await, and nothing that leaves, guards or waits. */
function isPlain(body: SyntaxNode | undefined, only: SyntaxNode): boolean {
  if (body === undefined) return false;
  return ![...body.descendants()].some((node) => {
    if (node.kind === "for_in_clause") return node.hasToken("async");
    return ELSEWHERE.has(node.kind) || (node.kind === "await" && node !== only);
  });
}

/** Whether an iteration leaves a name behind that the next one reads: a cursor, a total that decides something. */
function handsOn(loop: SyntaxNode, model: Model): boolean {
  const body = loop.field("body");
  if (body === undefined) return true;
  return namesIn(body).some((use) => {
    const bound = model.bindingOf(use)?.definitions.filter(({ name }) => name.isWithin(body)) ?? [];
    const [first] = bound;
    if (first === undefined || bound.some(({ name }) => name === use)) return false;
    return use.row < first.name.row || (first.value !== undefined && use.isWithin(first.value));
  });
}

/** `out.append(await f(x))`, `out[x] = await f(x)`, or the same by way of a name. */
function isCollected(node: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  const isKept = (value: SyntaxNode): boolean => {
    const { parent } = value;
    const call = parent?.kind === "argument_list" ? parent.parent : undefined;
    if (call !== undefined) return ["append", "add", "extend", "update"].includes(model.calleeTail(call));
    return parent?.kind === "assignment" && parent.field("left")?.kind === "subscript";
  };
  if (isKept(node)) return true;
  const target = node.parent?.kind === "assignment" ? node.parent.field("left") : undefined;
  const binding = target === undefined ? undefined : model.bindingOf(target);
  return binding !== undefined && model.usesOf(binding).some((use) => use.isWithin(loop) && isKept(use));
}
