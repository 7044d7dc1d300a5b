/** A costly call that gives the same in each iteration. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { isChanging, isInvariant } from "../../model/python/invariance.js";
import { runsOnce } from "../../model/python/leaving.js";
import { isRepeating, isShort, leavesAtOnce } from "../../model/python/loops.js";
import type { Rule } from "../../rule.js";

/** Reads all of what it is given, and gives a value that nobody can change. */
const READS = ["sum", "max", "min", "frozenset", "statistics.mean", "statistics.median", "statistics.stdev"];
/** Makes something new of all that it is given. */
const MAKES = ["sorted", "set", "list", "dict", "tuple", "collections.Counter"];
/** Costly whatever it is given. */
const COSTLY = [
  "re.compile",
  "regex.compile",
  "json.loads",
  "ast.parse",
  "struct.Struct",
  "string.Template",
  "str.maketrans",
  "pandas.read_csv",
  "pandas.read_excel",
  "pandas.read_json",
  "pandas.read_parquet",
  "numpy.load",
  "numpy.loadtxt",
  "datetime.datetime.strptime",
  "yaml.safe_load",
  "importlib.import_module",
];
const NAMES = new Set([...READS, ...MAKES, ...COSTLY, "open"]);
/** What these give is changed in place now and then: whoever holds it may need one of his own. */
const FRESH = new Set(["sorted", "set", "list", "dict", "collections.Counter", "json.loads"]);

export const loopInvariantCall: Rule = {
  id: "py/loop-invariant-call",
  languages: ["python"],
  category: "repeated_computation",
  severity: "medium",
  confidence: "medium",
  enabledByDefault: true,
  message: "the call gives the same in each iteration",
  suggestion: "call it once before the loop",
  doc: `
\`max(values)\` inside \`for value in values\` reads all values once for each of them; \`re.compile\`, \`json.loads\` or
\`set(names)\` of something that the loop does not change do their work again for nothing.

Only calls that cost something are looked at: those that read a whole collection (\`sum\`, \`max\`, \`min\`, \`sorted\`,
\`set\`, \`list\`, ...) and a few that are slow (\`re.compile\`, \`json.loads\`, \`pandas.read_csv\`, \`open\` of a literal
path, ...). \`len(x)\` and look-ups of members are not: perflint's W8201 reports 1,465 of them in 300 files of real code.

Quiet when an argument is bound or changed in the loop, or handed to a function that may change it; when a new object is
wanted (\`rows.append(list(empty))\`); in a loop that tries again, one over a few constants and one that is left; and
for \`max(a, b)\` of two values, which costs nothing. In Django, CPython's library, pandas, statsmodels, scikit-learn and
LAVA it fires 16 times, most often for \`x in set(names)\` in a comprehension.
`,
  codes: ["perflint W8201"],
  on: { calls: [...NAMES].map((name) => name.slice(name.lastIndexOf(".") + 1)) },
  check: (call, model, report) => {
    const name = model.calleeName(call);
    if (name === undefined || !NAMES.has(name)) return;
    const given = call.field("arguments");
    const loop = model.loopOf(call);
    if (loop === undefined || given?.kind !== "argument_list" || given.children.length === 0) return;
    if (name === "open" ? !isReading(given, loop) : !COSTLY.includes(name) && !isCollection(given, model)) return;
    if (isShort(loop) || isRepeating(loop) || leavesAtOnce(loop) || runsOnce(call, loop)) return;
    if (!given.children.every((argument) => isInvariant(viewedBy(argument), loop, model))) return;
    if (FRESH.has(name) && !isOnlyRead(call, loop, model)) return;
    report(call, { loop, message: `${name}() gives the same in each iteration` });
  },
};

/** A file that is named by a literal and only read, for each item of a collection anew. */
function isReading(given: SyntaxNode, loop: SyntaxNode): boolean {
  const [file, mode] = given.children;
  return (
    loop.kind === "for_statement" &&
    file?.kind === "string" &&
    (mode === undefined || /^["']r[bt]?["']$/.test(mode.text))
  );
}

/** One argument that may be long, beside `key=` and the like. */
function isCollection(given: SyntaxNode, model: Model): boolean {
  const [first, second] = given.children;
  if (first === undefined || (second !== undefined && second.kind !== "keyword_argument")) return false;
  if (viewedBy(first) !== first) return true;
  const isName = first.kind === "identifier" || first.kind === "attribute";
  return isName && !["str", "tuple", "dict"].includes(model.typeOf(first)?.name ?? "");
}

/** `d` of `d.keys()`, `d.values()`, `d.items()`. */
function viewedBy(argument: SyntaxNode): SyntaxNode {
  const isView = argument.kind === "call" && /\.(?:keys|values|items)\(\)$/.test(argument.text);
  return (isView ? argument.field("function")?.field("object") : undefined) ?? argument;
}

/** Whether what is made is looked at and let go, so that the next iteration may look at the same. */
function isOnlyRead(call: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  const { parent } = call;
  if (parent === undefined) return false;
  if (["comparison_operator", "binary_operator", "not_operator", "if_statement"].includes(parent.kind)) return true;
  if (parent.kind === "subscript" || parent.kind === "for_in_clause")
    return call.fieldName === "value" || call.fieldName === "right";
  if (parent.kind === "for_statement") return call.fieldName === "right";
  if (parent.kind === "argument_list")
    return /^(?:len|sum|max|min|any|all|enumerate|zip|tuple|set)$/.test(parent.parent?.field("function")?.text ?? "");
  const target = parent.kind === "assignment" ? parent.field("left") : undefined;
  return target?.kind === "identifier" && isKeptBehind(target, parent, loop, model);
}

/** A name that the loop gives this value alone, never changes and hands to nobody. */
function isKeptBehind(target: SyntaxNode, statement: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  const binding = model.bindingOf(target);
  if (binding === undefined || binding.definitions.some(({ name }) => name !== target && name.isWithin(loop)))
    return false;
  const behind = model.usesOf(binding).filter((use) => use.isWithin(loop) && !use.isWithin(statement));
  return behind.length > 0 && behind.every((use) => isLookedAt(use) && !isChanging(use, model));
}

/** Kinds that read a name in place, if they do not change it. */
const READING = new Set([
  "subscript",
  "attribute",
  "argument_list",
  "comparison_operator",
  "binary_operator",
  "for_statement",
]);

const isLookedAt = (use: SyntaxNode): boolean => use.parent !== undefined && READING.has(use.parent.kind);
