/** A question to the file system in an async function. */
import { reportsBlocking } from "../../model/python/blocking-call.js";
import type { Rule } from "../../rule.js";

export const asyncPath: Rule = {
  id: "py/async-path",
  languages: ["python"],
  category: "blocking_io_in_async",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "a file system call blocks the event loop",
  suggestion: "anyio.Path or trio.Path, awaited, or asyncio.to_thread()",
  doc: `
\`Path.exists\`, \`Path.read_text\`, \`os.path.getsize\` and the like ask the file system. Each is short on a local disk, and
not on a network drive.

Quiet on the methods of a path that only work on its text (\`with_suffix\`, \`os.path.join\`), and on the awaited paths of
anyio and trio. \`Path.open\` is py/async-open.

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) one finding, \`Path.resolve\` in aiohttp's static files. ruff reports \`os.path.normpath\` there too,
which works on the text alone; we do not.
`,
  codes: ["ruff ASYNC240"],
  on: { blocking: ["path"] },
  check: reportsBlocking("path"),
};
