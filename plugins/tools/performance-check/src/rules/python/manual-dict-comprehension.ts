/** A loop that builds a dict one key at a time. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { fillingLoop, mentions, namesIn, outlives } from "../../model/python/filling-loop.js";
import type { Rule } from "../../rule.js";

export const manualDictComprehension: Rule = {
  id: "py/manual-dict-comprehension",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "a loop fills a dict one key at a time",
  suggestion: "a dict comprehension, or update() for a dict that has items",
  doc: `
A loop whose one statement is \`table[key] = value\`, where key and value are what the loop yields, is a dict
comprehension, or \`dict(pairs)\`, written by hand.

Quiet when the collection may be anything but a dict, when the test reads it, when key or value is computed in the loop,
and when the loop's variables live on behind the loop or are no plain names.

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) 15 findings, all right; ruff has 14.
`,
  codes: ["ruff PERF403", "perflint W8403"],
  on: { kinds: ["for_statement"] },
  check: (loop, model, report) => {
    const filling = fillingLoop(loop);
    const stored = filling && storedItem(filling.statement);
    if (filling === undefined || stored === undefined) return;
    const { target, iterable, test } = filling;
    const parts = target.kind === "identifier" ? [target] : target.children;
    if (![stored.key, stored.value].every((part) => parts.some(({ text }) => same(text, part.text)))) return;
    if (namesIn(target).length === 0 || hasMember(target)) return;
    if ([iterable, test].some((part) => part !== undefined && mentions(part, stored.dict))) return;
    if (model.typeOf(stored.dict)?.name !== "dict" || outlives(target, loop, model)) return;
    report(filling.statement, { loop });
  },
};

function storedItem(statement: SyntaxNode) {
  const [assignment] = statement.children;
  const left = assignment?.kind === "assignment" ? assignment.field("left") : undefined;
  const dict = left?.kind === "subscript" ? left.field("value") : undefined;
  const value = assignment?.field("right");
  if (left === undefined || dict?.kind !== "identifier" || value === undefined) return undefined;
  const [, key, second] = left.children;
  if (key === undefined || value.kind === "assignment") return undefined;
  // `d[a, b]` and `d[a,]` have a tuple for a key.
  const { text } = left;
  const isTuple =
    second !== undefined ||
    text
      .slice(key.end - left.start)
      .trimStart()
      .startsWith(",");
  return { dict, value, key: isTuple ? { text: `(${text.slice(key.start - left.start, -1)})` } : key };
}

/** Whether two texts are the same but for spaces and the parentheses around a tuple. */
function same(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

const bare = (text: string): string => text.replace(/\s+/g, "").replace(/^\((.*)\)$/, "$1");

const hasMember = (target: SyntaxNode): boolean =>
  [target, ...target.descendants()].some(({ kind }) => kind === "attribute" || kind === "subscript");
