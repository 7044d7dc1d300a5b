/** `xs.filter(f).length > 0`: the filter goes on to the end to say whether there is one. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Rule } from "../../rule.js";

export const filterLength: Rule = {
  id: "js/filter-length",
  languages: ["javascript", "typescript", "tsx"],
  category: "inefficient_loop",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "filter() tests every element and builds an array only to ask whether it is empty",
  suggestion: "some(), or !some()",
  doc: `
\`filter(...).length > 0\`, \`!== 0\`, \`>= 1\`, \`=== 0\`, \`< 1\`, and the bare length as a condition ask whether one
element fits; \`some\` stops at the first.

Quiet when the number itself is used, and when the filter's argument is a text (a jQuery selector). All 17 findings on
48 MB of npm packages ask whether there is one.
`,
  codes: ["unicorn/prefer-array-some", "oxc prefer-array-some"],
  on: { calls: ["filter"] },
  check: (call, _model, report) => {
    const [test, more] = call.field("arguments")?.children ?? [];
    const length = call.parent;
    if (test === undefined || more !== undefined || /string|spread/.test(test.kind)) return;
    if (length?.field("property")?.text === "length" && length.field("object") === call && asksForOne(length))
      report(call);
  },
};

function asksForOne(length: SyntaxNode): boolean {
  const { parent, fieldName } = length;
  if (parent?.kind === "binary_expression" && fieldName === "left") {
    const bound = parent.field("right")?.text;
    if (bound === "0") return ["===", "==", "!==", "!=", ">"].some((operator) => parent.hasToken(operator));
    return bound === "1" && (parent.hasToken(">=") || parent.hasToken("<"));
  }
  return isCondition(length);
}

function isCondition(expression: SyntaxNode): boolean {
  const { parent, fieldName } = expression;
  if (parent?.kind === "unary_expression") return parent.hasToken("!");
  if (parent?.kind === "ternary_expression") return fieldName === "condition";
  return parent?.kind === "parenthesized_expression" && /^(if|while)_statement$/.test(parent.parent?.kind ?? "");
}
