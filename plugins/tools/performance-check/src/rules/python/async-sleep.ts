/** time.sleep() in an async function. */
import { awaited, reportsBlocking } from "../../model/python/blocking-call.js";
import type { Rule } from "../../rule.js";

export const asyncSleep: Rule = {
  id: "py/async-sleep",
  languages: ["python"],
  category: "blocking_io_in_async",
  severity: "critical",
  confidence: "high",
  enabledByDefault: true,
  message: "time.sleep() blocks the event loop",
  suggestion: "await asyncio.sleep()",
  doc: `
An async function that calls \`time.sleep\` stops every other task of its event loop for as long.

Quiet in a function that is not async itself, also one nested in an async function, or a lambda: it may run in a thread.

None in Django, CPython's library and 12 packages of Debian: what is published has been seen by many eyes.
`,
  codes: ["ruff ASYNC251", "sonar S7488"],
  on: { blocking: ["sleep"] },
  check: reportsBlocking("sleep"),
  fix: (call, model) => {
    const hasAsyncio = model.scopes.scopeOf(model.tree.root).bindings.get("asyncio")?.definitions[0]?.imported;
    if (call.parent?.kind !== "expression_statement" || hasAsyncio !== "asyncio") return undefined;
    return { title: "Await asyncio.sleep()", edits: [awaited(call, "asyncio.sleep")] };
  },
};
