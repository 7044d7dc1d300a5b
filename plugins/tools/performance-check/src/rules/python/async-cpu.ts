/** A slow hash in an async function. */
import { reportsBlocking } from "../../model/python/blocking-call.js";
import type { Rule } from "../../rule.js";

export const asyncCpu: Rule = {
  id: "py/async-cpu",
  languages: ["python"],
  category: "blocking_io_in_async",
  severity: "high",
  confidence: "high",
  enabledByDefault: true,
  message: "a password hash blocks the event loop",
  suggestion: "asyncio.to_thread()",
  doc: `
Password hashes are slow on purpose: \`bcrypt.hashpw\`, \`hashlib.scrypt\` and the like take some 100 ms of a processor, and
every other task of the event loop waits as long. They let go of the interpreter's lock, so a thread really helps.

Quiet in a function that is not async itself and on a reference that is not called: \`to_thread(bcrypt.hashpw, ...)\`.
`,
  codes: [],
  on: { blocking: ["cpu"] },
  check: reportsBlocking("cpu"),
};
