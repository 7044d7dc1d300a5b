/** An async loop that sleeps until something has happened. */
import type { Rule } from "../../rule.js";

const SLEEPS = new Set(["asyncio.sleep", "trio.sleep", "trio.sleep_until", "anyio.sleep", "anyio.sleep_until"]);

export const asyncBusyWait: Rule = {
  id: "py/async-busy-wait",
  languages: ["python"],
  category: "missing_async_opportunity",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "an async loop sleeps until something has happened",
  suggestion: "await an Event (or a Condition, a Queue) that the other side sets",
  doc: `
A \`while\` loop that does nothing but sleep polls: it wakes when nothing has happened, and late when something has. An
\`Event\` wakes at once and costs nothing meanwhile.

Only a loop whose whole body is the awaited sleep: one that does anything else may poll what has no event.

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) two findings: aiohttp sleeps for an hour at a time to live forever, Starlette's test client waits for a
queue. Both could await.
`,
  codes: ["ruff ASYNC110", "sonar S7484"],
  on: { kinds: ["while_statement"] },
  check: (loop, model, report) => {
    const [statement, more] = loop.field("body")?.children ?? [];
    const [awaited] = statement?.kind === "expression_statement" ? statement.children : [];
    const [call] = awaited?.kind === "await" ? awaited.children : [];
    if (more !== undefined || call?.kind !== "call") return;
    if (SLEEPS.has(model.calleeName(call) ?? "")) report(loop, { loop });
  },
};
