/** A file loaded into memory as a whole. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { isFile, isIterated, splitIntoLines, wholeRead } from "../../model/python/files.js";
import type { Rule } from "../../rule.js";

const LOADERS: Readonly<Record<string, string>> = {
  "json.load": "ijson.items(), or a file of one JSON value per line, if the file may grow large",
  "pickle.load": "several smaller pickles in one file, read one by one, if the file may grow large",
  "marshal.load": "several smaller records, read one by one, if the file may grow large",
};

export const loadWhole: Rule = {
  id: "py/load-whole",
  languages: ["python"],
  category: "memory_inefficiency",
  severity: "low",
  confidence: "low",
  enabledByDefault: true,
  message: "the whole file is loaded into memory",
  suggestion: "read it line by line or in pieces, if the file may grow large",
  doc: `
\`file.read()\`, \`file.readlines()\`, \`json.load(file)\` and \`pickle.load(file)\` need memory for all of a file. For a
configuration that is right, for a log or an export it is not, and the text does not tell the two apart: confidence is
low.

A read is reported when all that is done with its result could be done in pieces: it is cut into lines, gone through,
counted or searched. On Django, pip and CPython's library nearly every read is of a program's source or of a
configuration that is parsed as a whole, and those are quiet, as is anything not known to be a file or read with a size.
For \`json.load\` and \`pickle.load\` there is no telling; severity is low as well.
`,
  codes: ["original memory_inefficiency"],
  on: { calls: ["read", "readlines", "load"] },
  check: (call, model, report) => {
    const name = model.calleeName(call) ?? "";
    const [source] = call.field("arguments")?.children ?? [];
    const suggestion = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined;
    if (suggestion !== undefined) {
      if (source !== undefined && isFile(source, model))
        report(call, { message: `${name}() loads the whole file`, suggestion });
      return;
    }
    const read = wholeRead(call, model);
    if (read === undefined || !isUsedInPieces(call, model)) return;
    report(call, { message: `${read.method}() loads the whole file into memory`, severity: "medium" });
  },
};

/** Given a name that is only cut into lines, gone through, counted or searched: pieces of the file would do. */
function isUsedInPieces(call: SyntaxNode, model: Model): boolean {
  const { parent } = call;
  const name = parent?.kind === "assignment" && parent.field("right") === call ? parent.field("left") : undefined;
  const binding = name && model.bindingOf(name);
  if (binding === undefined) return false;
  return model.usesOf(binding).every((use) => use === name || isPiecewise(use));
}

function isPiecewise(use: SyntaxNode): boolean {
  const { parent } = use;
  if (isIterated(use) || splitIntoLines(use) !== undefined) return true;
  if (parent?.kind === "comparison_operator") return parent.hasToken("in") && parent.children[0] !== use;
  return parent?.kind === "argument_list" && parent.parent?.field("function")?.text === "len";
}
