/** A string that grows by += in a loop. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { growingLoop } from "../../model/python/growing-loop.js";
import { isShort } from "../../model/python/loops.js";
import type { Rule } from "../../rule.js";

export const stringConcatInLoop: Rule = {
  id: "py/string-concat-in-loop",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "a string grows by += in a loop: every step may copy all of it",
  suggestion: "append the parts to a list and ''.join() it behind the loop",
  doc: `
Strings are immutable: \`text += part\` copies what is there, so n steps may copy n² characters. CPython often avoids the
copy for a local name that nothing else refers to, other interpreters do not, and an attribute never profits.

Quiet when the string is not known to be one, when it starts anew in each iteration of the loop, and in a loop over a
few constants or a small \`range\`, and where the loop ends with the addition. On Django and CPython's library all 50
findings grow a string, most of them one of a few dozen characters: whether that matters is for the reader to say.
`,
  codes: ["datadog string-concatenation-in-loop", "CodeQL cs/string-concatenation-in-loop"],
  on: { kinds: ["augmented_assignment", "assignment"] },
  check: (statement, model, report) => {
    const target = statement.field("left");
    const added = statement.field("right");
    if (target?.kind !== "identifier" || added === undefined || !grows(statement, target, added)) return;
    if (model.typeOf(target)?.name !== "str" || leaves(statement)) return;
    const loop = growingLoop(target, model, (name, more) => grows(more.parent ?? more, name, more));
    if (loop === undefined || isShort(loop)) return;
    report(statement, { loop });
  },
};

/** `s += x` or `s = s + x`. */
function grows(statement: SyntaxNode, target: SyntaxNode, added: SyntaxNode): boolean {
  if (statement.kind === "augmented_assignment") return statement.hasToken("+=");
  if (added.kind !== "binary_operator" || !added.hasToken("+")) return false;
  let first: SyntaxNode | undefined = added;
  while (first?.kind === "binary_operator" && first.hasToken("+")) first = first.field("left");
  return first?.kind === "identifier" && first.text === target.text;
}

/** Followed by `break` or `return`: the loop adds once. */
function leaves(statement: SyntaxNode): boolean {
  const siblings = statement.parent?.parent?.children ?? [];
  const next = siblings[siblings.findIndex((sibling) => statement.isWithin(sibling)) + 1];
  return next?.kind === "break_statement" || next?.kind === "return_statement";
}
