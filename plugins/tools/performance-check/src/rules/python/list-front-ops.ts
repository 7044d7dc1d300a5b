/** A list that a loop takes from, or adds to, at the front. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { isBound } from "../../model/python/invariance.js";
import { runsOnce } from "../../model/python/leaving.js";
import { isShort, leavesAtOnce } from "../../model/python/loops.js";
import type { Details, Rule } from "../../rule.js";

const SLIGHT = { severity: "low", confidence: "low" } as const;

export const listFrontOps: Rule = {
  id: "py/list-front-ops",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "a list moves all its elements at every change of its front",
  suggestion: "collections.deque with popleft() and appendleft()",
  doc: `
\`list.pop(0)\` and \`list.insert(0, x)\` move every other element, so a loop of n steps moves n². A
\`collections.deque\` does both at once; a list that is only filled may be appended to and reversed behind the loop.

Quiet where the object is not known to be a list (one that \`while\` asks and \`pop(0)\` empties is taken for one), where
the loop makes the list itself, in a loop over a few constants, where the loop is left right after it, and in one that
only trims (\`while lines and not lines[0]: lines.pop(0)\`).

Real code taught the last three. Most front operations of Django and the standard library that remain are on short
lists: \`insert(0, x)\` on the way up a path, \`pop(0)\` of one argument here and there. They are reported as low, and
only a queue that the loop drains and a list that a \`for\` fills from the front as medium.
`,
  codes: [],
  on: { calls: ["pop", "insert"], kinds: ["delete_statement"] },
  check: (node, model, report) => {
    const list = frontOf(node, model);
    if (list === undefined) return;
    const loop = model.loopsOf(node).find((each) => !isMade(list, each, model));
    if (loop === undefined || isShort(loop) || leavesAtOnce(loop) || runsOnce(node, loop) || isTrimming(loop, list))
      return;
    if (isRepeated(node, loop)) return;
    const type = model.typeOf(list)?.name;
    if (type !== "list" && (type !== undefined || !isDrained(node, list, loop))) return;
    const message = `${list.text} moves all its elements at every change of its front`;
    report(node, { loop, message, ...weight(node, list, loop) });
  },
};

/** A queue that the loop drains is a certain find; what only leads up a path or eats a few arguments is none of weight. */
function weight(node: SyntaxNode, list: SyntaxNode, loop: SyntaxNode): Pick<Details, "severity" | "confidence"> {
  if (loop.kind !== "while_statement")
    return node.kind === "call" && isInsert(node) ? { confidence: "medium" } : SLIGHT;
  return isDrained(node, list, loop) ? {} : SLIGHT;
}

/** `while queue: ... queue.pop(0)`: a list, whatever its type, and taken from to its end. */
function isDrained(node: SyntaxNode, list: SyntaxNode, loop: SyntaxNode): boolean {
  const condition = loop.kind === "while_statement" ? loop.field("condition") : undefined;
  if (condition === undefined || isInsert(node) || node.kind !== "call") return false;
  return [condition, ...condition.descendants()].some(({ kind, text }) => kind === list.kind && text === list.text);
}

/** Whether the loop makes the list itself. */
function isMade(list: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  if (list.kind === "identifier") return isBound(list, loop, model);
  return [...loop.descendants()].some(
    ({ kind, text, fieldName }) => fieldName === "left" && kind === list.kind && text === list.text,
  );
}

/** The list of `list.pop(0)`, `list.insert(0, x)` or `del list[0]`. */
function frontOf(node: SyntaxNode, model: Model): SyntaxNode | undefined {
  if (node.kind === "delete_statement") {
    const [target] = node.children;
    const isFront = target?.kind === "subscript" && target.field("subscript")?.text === "0";
    return isFront ? named(target?.field("value")) : undefined;
  }
  const given = node.field("arguments")?.children ?? [];
  const count = model.calleeTail(node) === "pop" ? 1 : 2;
  if (given.length !== count || given[0]?.text !== "0") return undefined;
  return named(node.field("function")?.field("object"));
}

const isInsert = (node: SyntaxNode): boolean => node.field("function")?.field("attribute")?.text === "insert";

const named = (node: SyntaxNode | undefined): SyntaxNode | undefined =>
  node?.kind === "identifier" || node?.kind === "attribute" ? node : undefined;

/** Whether the loop does the same to the same list further up: one report is enough. */
function isRepeated(node: SyntaxNode, loop: SyntaxNode): boolean {
  const done = node.field("function")?.text ?? node.text;
  return [...loop.descendants()].some((other) => {
    if (other.row >= node.row || other.kind !== node.kind || (other.field("function")?.text ?? other.text) !== done)
      return false;
    return node.kind !== "call" || /^\(\s*0\b/.test(other.field("arguments")?.text ?? "");
  });
}

/** `while lines and not lines[0].strip(): lines.pop(0)`. */
function isTrimming(loop: SyntaxNode, list: SyntaxNode): boolean {
  return loop.kind === "while_statement" && loop.field("condition")?.text.includes(`${list.text}[`) === true;
}
