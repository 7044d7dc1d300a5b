/** A table of pandas, or an array of NumPy, that a loop grows or walks row by row. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { isRepeating, isShort, leavesAtOnce } from "../../model/python/loops.js";
import type { Rule } from "../../rule.js";

const JOINS = ["concat", "append", "concatenate", "vstack", "hstack", "column_stack", "r_"];
const FRAME = /^(?:pandas|pd)\./;
const ARRAY = /^(?:numpy|np)\./;
const FRAME_NAME = /(?:^|_)(?:df|dataframe|data_frame|frame)\d*(?:_|$)/i;

export const dataframeInLoop: Rule = {
  id: "py/dataframe-in-loop",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "high",
  confidence: "high",
  enabledByDefault: true,
  message: "every iteration copies the whole table to make it longer",
  suggestion: "collect the parts in a list and join them once behind the loop",
  doc: `
\`df = pd.concat([df, row])\` and \`a = np.append(a, x)\` copy all that is there: n rows copy n². A list of parts, joined
once, copies each row once. The same holds for \`df = df.append(row)\` of older pandas and \`df.loc[len(df)] = row\`.

\`for i, row in df.iterrows()\` makes a Series of each row, and \`df.apply(f, axis=1)\` calls Python for each: both some
hundred times slower than the operation on whole columns, and reported as medium and low.

Quiet when the table starts anew in each iteration, in a loop over a few constants, and for \`append\` of an object that
nothing says is a table. \`itertuples\` is left alone: it is what one takes when rows must be walked.

In pandas, statsmodels, scikit-learn and seaborn it fires a dozen times: one join (a swarm of points, grown point by
point), and \`iterrows\` and \`apply\` on short tables of results, which is why those are no more than medium.
`,
  codes: [],
  on: { calls: [...JOINS, "iterrows", "apply"], kinds: ["assignment"] },
  check: (node, model, report) => {
    if (node.kind === "assignment") return checkRow(node, model, report);
    const method = model.calleeTail(node);
    if (method === "iterrows") {
      const loop = walkedBy(node);
      if (loop !== undefined)
        report(node, { loop, severity: "medium", message: "iterrows() makes a Series of each row", suggestion: WHOLE });
    } else if (method === "apply") {
      if (hasAxisOne(node))
        report(node, {
          severity: "low",
          confidence: "medium",
          message: "apply(axis=1) calls Python for each row",
          suggestion: WHOLE,
        });
    } else checkJoin(node, model, report);
  },
};

const WHOLE = "operations on whole columns, or itertuples()";

type Report = Parameters<Rule["check"]>[2];

/** `df = pd.concat([df, row])`, `df = df.append(row)`, `a = np.append(a, x)`. */
function checkJoin(call: SyntaxNode, model: Model, report: Report): void {
  const target = call.parent?.kind === "assignment" ? call.parent.field("left") : undefined;
  const [first] = call.field("arguments")?.children ?? [];
  if (target === undefined || first === undefined) return;
  const name = model.calleeName(call) ?? "";
  const receiver = call.field("function")?.field("object");
  const isOwn = receiver?.text === target.text && model.calleeTail(call) === "append" && isFrame(receiver, model);
  const isJoin = (FRAME.test(name) && name.endsWith(".concat")) || ARRAY.test(name);
  if (!isOwn && !(isJoin && mentions(first, target.text))) return;
  const loop = model.loopsOf(call).find((each) => !startsIn(each, target, call));
  if (loop === undefined || isShort(loop) || isRepeating(loop) || leavesAtOnce(loop)) return;
  report(
    call,
    ARRAY.test(name) ? { loop, message: "every iteration copies the whole array to make it longer" } : { loop },
  );
}

/** `df.loc[len(df)] = row`. */
function checkRow(assignment: SyntaxNode, model: Model, report: Report): void {
  const target = assignment.field("left");
  const row = target?.kind === "subscript" ? /^(\w+)\.loc\[\s*len\((\w+)(?:\.index)?\)/.exec(target.text) : null;
  const loop = model.loopOf(assignment);
  if (row === null || row[1] !== row[2] || loop === undefined || isShort(loop)) return;
  report(assignment, { loop });
}

function isFrame(receiver: SyntaxNode, model: Model): boolean {
  const made = model.bindingOf(receiver)?.definitions.map(({ value }) => value && model.typeOf(value)?.name) ?? [];
  const types = made.filter((name) => name !== undefined);
  if (types.length > 0) return types.every((name) => FRAME.test(name));
  return FRAME_NAME.test(receiver.text.slice(receiver.text.lastIndexOf(".") + 1));
}

/** Whether the joined are written down and one of them is the name itself. */
function mentions(joined: SyntaxNode, name: string): boolean {
  if (joined.text === name) return true;
  return ["list", "tuple"].includes(joined.kind) && joined.children.some(({ text }) => text === name);
}

/** Whether the loop gives the name a value of another kind before it grows. */
function startsIn(loop: SyntaxNode, target: SyntaxNode, call: SyntaxNode): boolean {
  const isTarget = (node: SyntaxNode) =>
    node.kind === target.kind && node.text === target.text && node.fieldName !== "attribute";
  const assigned = (node: SyntaxNode) => node.kind === "assignment" && node.field("left")?.text === target.text;
  const grows = (value: SyntaxNode | undefined) =>
    value !== undefined && [value, ...value.descendants()].some(isTarget);
  return [...loop.descendants()].some((node) => assigned(node) && node !== call.parent && !grows(node.field("right")));
}

/** The loop or comprehension that goes through what the call gives. */
function walkedBy(call: SyntaxNode): SyntaxNode | undefined {
  const isWrapped =
    call.parent?.kind === "argument_list" && call.parent.parent?.field("function")?.text === "enumerate";
  const at = isWrapped ? call.parent?.parent : call;
  if (at?.fieldName !== "right") return undefined;
  return at.parent?.kind === "for_in_clause"
    ? at.parent.parent
    : at.parent?.kind === "for_statement"
      ? at.parent
      : undefined;
}

function hasAxisOne(call: SyntaxNode): boolean {
  if (/\bsty(?:le|ler)?$/.test(call.field("function")?.field("object")?.text ?? "")) return false;
  return (
    call
      .field("arguments")
      ?.children.some(
        ({ kind, text }) => kind === "keyword_argument" && /^axis\s*=\s*(?:1|["']columns["'])$/.test(text),
      ) === true
  );
}
