/** Whether a call blocks the event loop of the async function it stands in. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Rule } from "../../rule.js";
import type { BlockingCall, BlockingGroup } from "../../vocabulary/vocabulary.js";
import type { Model } from "../model.js";

/** Reports a call of the group in an async function, unless it is awaited: then it is none of those we know. */
export function reportsBlocking(group: BlockingGroup): Rule["check"] {
  return (call, model, report) => {
    if (!model.isAsync(call) || call.parent?.kind === "await") return;
    const name = model.calleeName(call);
    const known = name === undefined ? undefined : blockingCall(name, model, group);
    if (known === undefined) return;
    report(call, { message: `${name}() blocks the event loop`, suggestion: known.instead });
  };
}

function blockingCall(name: string, model: Model, group: BlockingGroup): BlockingCall | undefined {
  return model.vocabulary.blocking[group].find(({ call }) =>
    call.endsWith(".*") ? name.startsWith(call.slice(0, -1)) : name === call,
  );
}

/** The text of a call's callee replaced, and an `await` before it. */
export function awaited(call: SyntaxNode, callee: string): { start: number; end: number; text: string } {
  return { start: call.start, end: call.field("function")?.end ?? call.start, text: `await ${callee}` };
}
