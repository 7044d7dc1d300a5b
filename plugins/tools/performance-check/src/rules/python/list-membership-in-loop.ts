/** A list that a loop searches again in each iteration. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { isBound, usesIn } from "../../model/python/invariance.js";
import { grows, isList, isNamedList } from "../../model/python/lists.js";
import { isShort, leavesAtOnce } from "../../model/python/loops.js";
import type { Rule } from "../../rule.js";

const INSTEAD = "a dictionary or a set made before the loop, or a new list of what stays";

export const listMembershipInLoop: Rule = {
  id: "py/list-membership-in-loop",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "a list is searched from its start in each iteration",
  suggestion: "a set made before the loop",
  doc: `
\`x in items\` reads a list up to the place where \`x\` stands, so n searches in m elements read n·m. A set made once
before the loop answers at once; for \`items.index(x)\` it is a dictionary from the element to its place, and for
\`items.remove(x)\` a new list of what stays.

Quiet when the collection is not known to be a list, when it is written down in the file and short, when the loop makes
the list itself, in a loop over a few constants, and in one that is left at once. No fix: elements may not be hashable.
A parameter of no known type is taken for a list, with low confidence, when it is called one (\`list2\`, \`lst\`, \`id_list\`).

A list that the same loop fills and asks (\`if x not in seen: seen.append(x)\`) is quadratic too, and reported with less
confidence: that is half of the 65 places in Django and CPython's library, and most of those lists stay short.
`,
  codes: ["ruff PLR6201"],
  on: { kinds: ["comparison_operator"], calls: ["index", "count", "remove"] },
  check: (node, model, report) => {
    const list = searched(node);
    if (list === undefined) return;
    const loop = model.loopsOf(node).find((each) => !isBound(list, each, model));
    if (loop === undefined || isShort(loop) || leavesAtOnce(loop) || isCondition(node, loop)) return;
    const isGuess = !isList(list, model);
    if (isGuess && (node.kind === "call" || !isNamedList(list, model))) return;
    const changes = usesIn(loop, list, model).some((use) => grows(use) || isShrunk(use));
    const isCall = node.kind === "call";
    if (isCall && changes && !isRemoval(node, loop)) return;
    const message = `${list.text} is a list: each iteration searches it from its start`;
    const suggestion = changes
      ? "a set kept beside the list, or dict.fromkeys()"
      : `a set of ${list.text} made before the loop`;
    if (isCall) report(node, { loop, message, confidence: "medium", suggestion: INSTEAD });
    else if (changes) report(node, { loop, message, suggestion, severity: "low", confidence: "low" });
    else if (isGuess) report(node, { loop, message, suggestion, confidence: "low" });
    else report(node, { loop, message, suggestion });
  },
};

/** `list.remove(x)` for each of many: a list that is kept must be searched and moved. */
const isRemoval = (call: SyntaxNode, loop: SyntaxNode): boolean =>
  loop.kind === "for_statement" && call.field("function")?.field("attribute")?.text === "remove";

/** The list's name in `x in list`, `list.index(x)`, `list.count(x)`, `list.remove(x)`. */
function searched(node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === "call") {
    const list = node.field("function")?.field("object");
    return list?.kind === "identifier" && node.field("arguments")?.children.length === 1 ? list : undefined;
  }
  if (!node.hasToken("in") && !node.hasToken("not in")) return undefined;
  const [, list, more] = node.children;
  return list?.kind === "identifier" && more === undefined ? list : undefined;
}

/** `while name in taken`: tries a few times. */
function isCondition(node: SyntaxNode, loop: SyntaxNode): boolean {
  const condition = loop.kind === "while_statement" ? loop.field("condition") : undefined;
  return condition !== undefined && node.isWithin(condition);
}

/** `list.pop()`, `list.remove(x)`, `list.clear()`, `del list[0]`. */
function isShrunk(use: SyntaxNode): boolean {
  const member = use.parent;
  if (member?.kind === "subscript") return member.parent?.kind === "delete_statement";
  return member?.kind === "attribute" && ["pop", "remove", "clear"].includes(member.field("attribute")?.text ?? "");
}
