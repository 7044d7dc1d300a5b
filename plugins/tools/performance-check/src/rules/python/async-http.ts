/** A synchronous HTTP request in an async function. */
import { reportsBlocking } from "../../model/python/blocking-call.js";
import type { Rule } from "../../rule.js";

export const asyncHttp: Rule = {
  id: "py/async-http",
  languages: ["python"],
  category: "blocking_io_in_async",
  severity: "critical",
  confidence: "high",
  enabledByDefault: true,
  message: "a synchronous HTTP request blocks the event loop",
  suggestion: "aiohttp or httpx.AsyncClient, awaited",
  doc: `
A request of \`requests\`, \`urllib\`, \`urllib3\` or httpx's synchronous client waits for the network, and every other task
waits with it, for seconds when the other side is slow.

Knows sessions and clients by their constructor, their annotation (also \`Client | None\`), and as the name of a \`with\`.
Quiet on a reference that is not called, such as \`to_thread(requests.get, url)\`, and in nested functions that are not
async.

None in Django, CPython's library and 12 packages of Debian. ruff knows httpx's client alone; sessions and pools block as well.
`,
  codes: ["ruff ASYNC210", "ruff ASYNC212", "sonar S7499"],
  on: { blocking: ["http"] },
  check: reportsBlocking("http"),
};
