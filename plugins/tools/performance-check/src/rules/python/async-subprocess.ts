/** A process started or waited for synchronously in an async function. */
import { reportsBlocking } from "../../model/python/blocking-call.js";
import type { Rule } from "../../rule.js";

export const asyncSubprocess: Rule = {
  id: "py/async-subprocess",
  languages: ["python"],
  category: "blocking_io_in_async",
  severity: "critical",
  confidence: "high",
  enabledByDefault: true,
  message: "a process call blocks the event loop",
  suggestion: "await asyncio.create_subprocess_exec()",
  doc: `
\`subprocess.run\`, \`os.system\`, \`os.waitpid\` and \`Popen.wait\` return when a process has ended; \`Popen\` itself forks. The
event loop stands still meanwhile.

Quiet on asyncio's own processes, whose \`wait\` and \`communicate\` are awaited, and on anything that only bears the name.

None in Django, CPython's library and 12 packages of Debian.
`,
  codes: ["ruff ASYNC220", "ruff ASYNC221", "ruff ASYNC222", "sonar S7487", "sonar S7489"],
  on: { blocking: ["process"] },
  check: reportsBlocking("process"),
};
