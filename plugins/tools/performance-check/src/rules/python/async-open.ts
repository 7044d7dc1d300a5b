/** A file opened, copied or removed synchronously in an async function. */
import { reportsBlocking } from "../../model/python/blocking-call.js";
import type { Rule } from "../../rule.js";

export const asyncOpen: Rule = {
  id: "py/async-open",
  languages: ["python"],
  category: "blocking_io_in_async",
  severity: "critical",
  confidence: "high",
  enabledByDefault: true,
  message: "a file operation blocks the event loop",
  suggestion: "aiofiles.open(), anyio.open_file(), or asyncio.to_thread()",
  doc: `
Opening a file waits for the disk, or for the network behind a mounted one, and so do the reads and writes after it.

Quiet where \`open\` is another's: imported from aiofiles, defined in the file, a parameter, or awaited.

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) one finding, an example of aiohttp that reads a file in its handler. Temporary files are left out: what they cost
is hardly the opening.
`,
  codes: ["ruff ASYNC230", "flake8-async ASYNC231", "sonar S7493"],
  on: { blocking: ["file"] },
  check: reportsBlocking("file"),
};
