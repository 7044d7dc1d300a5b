/** `all = all.concat(part)` and `Buffer.concat([all, part])` per item. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { accumulatingLoop, assignmentOf } from "../../model/ecma/accumulation.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";

export const arrayConcatInLoop: Rule = {
  id: "js/array-concat-in-loop",
  languages: ["javascript", "typescript", "tsx"],
  category: "inefficient_loop",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "concat() copies all that was collected before it, once per item: quadratic",
  suggestion: "push() into one array, or flat() or Buffer.concat() once behind the loop",
  doc: `
\`concat\` makes a new array (or Buffer) of everything so far. In a loop or a \`reduce\` that is quadratic, and so is
\`data = Buffer.concat([data, chunk])\` for every chunk of a stream.

Quiet when nothing shows that it is an array (strings have \`concat\` as well), when the variable is declared or reset
inside the loop, and when the loop ends behind the assignment. On 48 MB of npm packages all 20 of 48 findings looked at
are accumulations: pages of a listing, lists flattened by \`reduce\`.
`,
  codes: ["unicorn/no-array-concat-in-loop"],
  on: { calls: ["concat"] },
  check: (call, model, report) => {
    const source = concatenated(call, model);
    if (source === undefined) return;
    const loop = accumulatingLoop(call, source, model) ?? chunkHandler(call, source, model);
    if (loop !== undefined) report(call, { loop });
  },
};

/** What a concat adds to, if it is known to be an array or a Buffer. */
function concatenated(call: SyntaxNode, model: Model): SyntaxNode | undefined {
  const [first] = call.field("arguments")?.children ?? [];
  if (model.calleeName(call) === "Buffer.concat") return first?.kind === "array" ? first.children[0] : undefined;
  const receiver = model.dialect.member(call.field("function") ?? call)?.object;
  if (receiver === undefined || first === undefined) return undefined;
  return model.typeOf(receiver)?.name === "Array" || isStartedWithArray(receiver, model) ? receiver : undefined;
}

/** Whether the receiver is the accumulator of a `reduce` that begins with an array. */
function isStartedWithArray(receiver: SyntaxNode, model: Model): boolean {
  const [definition] = model.bindingOf(receiver)?.definitions ?? [];
  const callback = definition?.form === "parameter" ? model.enclosingFunction(definition.name) : undefined;
  const [, initial] = callback?.parent?.kind === "arguments" ? callback.parent.children : [];
  return initial !== undefined && model.typeOf(initial)?.name === "Array";
}

/** `stream.on("data", (chunk) => { data = Buffer.concat([data, chunk]); })` */
function chunkHandler(call: SyntaxNode, source: SyntaxNode, model: Model): SyntaxNode | undefined {
  if (assignmentOf(call)?.field("left")?.text !== source.text) return undefined;
  const handler = model.enclosingFunction(call);
  const [event] = handler?.parent?.kind === "arguments" ? handler.parent.children : [];
  return event?.kind === "string" && event.text.slice(1, -1) === "data" ? handler?.parent?.parent : undefined;
}
