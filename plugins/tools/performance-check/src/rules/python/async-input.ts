/** input() in an async function. */
import { reportsBlocking } from "../../model/python/blocking-call.js";
import type { Rule } from "../../rule.js";

export const asyncInput: Rule = {
  id: "py/async-input",
  languages: ["python"],
  category: "blocking_io_in_async",
  severity: "critical",
  confidence: "high",
  enabledByDefault: true,
  message: "input() blocks the event loop until somebody types",
  suggestion: "await asyncio.to_thread(input)",
  doc: `
\`input\` waits for a person, and the event loop with it.

Quiet where \`input\` is another's: a function of the file, a parameter, a variable of that name.

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) one finding, an example of aiohttp.
`,
  codes: ["ruff ASYNC250", "flake8-async ASYNC250"],
  on: { blocking: ["input"] },
  check: reportsBlocking("input"),
};
