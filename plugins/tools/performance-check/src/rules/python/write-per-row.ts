/** A write to the database for every item of a loop. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import { isMild } from "../../model/python/circumstances.js";
import { classBases } from "../../model/python/classes.js";
import { isBatched, isRepeating, isShort, leavesAtOnce } from "../../model/python/loops.js";
import { databaseCall, rootOf } from "../../model/python/queries.js";
import type { Rule } from "../../rule.js";

const INSTEAD: Readonly<Record<string, string>> = {
  Django: "collect them and bulk_create() or bulk_update(), or update() one query set",
  SQLAlchemy: "add_all() and commit() once behind the loop",
  Peewee: "insert_many() or bulk_create() in one transaction",
};
const MODEL = /(?:^|\.)models\.[A-Z]\w*$/;

export const writePerRow: Rule = {
  id: "py/write-per-row",
  languages: ["python"],
  category: "n_plus_one_query",
  severity: "medium",
  confidence: "medium",
  enabledByDefault: true,
  message: "a row is written in every iteration",
  suggestion: "write them all at once behind the loop",
  doc: `
\`save()\`, \`create()\` and \`commit()\` in a loop write one row per round trip, and each commit waits for the disk.

Quiet in a loop over a few constants or over batches, in \`while True\` and retries, under an \`if\` that commits now and
then, and for \`save()\` of anything not known to be a model: forms, files and images have one too. What a bulk write
leaves out, signals and \`save()\` methods of one's own, is for the reader to judge; in tests and migrations it is left alone.

On HyperKitty, Postorius and LAVA 34 findings. The 30 that were read each write per iteration, but some step a state
machine, or must look first (\`get_or_create\`, low), where no bulk form serves. Hence medium confidence.
`,
  codes: ["semgrep batch-import"],
  on: { queries: ["writes"], calls: ["save", "asave", "delete", "adelete"] },
  check: (call, model, report) => {
    const loop = model.loopOf(call);
    if (loop === undefined || isShort(loop) || isRepeating(loop) || isBatched(loop) || leavesAtOnce(loop)) return;
    if (isMild(call, model)) return;
    const library = writtenWith(call, model);
    if (library === undefined || isNowAndThen(call, loop)) return;
    const method = model.calleeTail(call);
    report(call, {
      message: `${library}'s ${method}() writes in every iteration of the loop in line ${loop.line}`,
      suggestion: INSTEAD[library] ?? "write them all at once behind the loop",
      loop,
      // It has to look first: there is no bulk form that does.
      ...(/^a?(?:get_or|update_or)_create$/.test(method) ? { severity: "low" } : {}),
    });
  },
};

function writtenWith(call: SyntaxNode, model: Model): string | undefined {
  const known = databaseCall(call, model);
  if (known?.use === "writes") return isOfLoop(call, model) ? undefined : known.library;
  const object = call.field("function")?.field("object");
  const type =
    object === undefined || !/^a?(?:save|delete)$/.test(model.calleeTail(call)) ? undefined : model.typeOf(object);
  if (object === undefined || type === undefined) return undefined;
  return isModel(type.name, model) || comesFromQuery(object, model) ? "Django" : undefined;
}

/** `model.objects.create()` in a loop through models. */
function isOfLoop(call: SyntaxNode, model: Model): boolean {
  const binding = model.bindingOf(rootOf(call));
  return binding?.definitions.some(({ form }) => form === "loop") ?? false;
}

const isModel = (name: string, model: Model): boolean =>
  MODEL.test(name) || classBases(name, model).some((base) => /(?:^|\.)models\.Model$/.test(base));

/** A loop's variable over a query set. */
function comesFromQuery(object: SyntaxNode, model: Model): boolean {
  const definitions = model.bindingOf(object)?.definitions ?? [];
  return definitions.some(
    ({ form, value }) => form === "loop" && value !== undefined && model.typeOf(value)?.name === "django.QuerySet",
  );
}

/** `if count % 1000 == 0: session.commit()`. */
function isNowAndThen(call: SyntaxNode, loop: SyntaxNode): boolean {
  if (!/commit$/.test(call.field("function")?.text ?? "")) return false;
  for (const parent of call.ancestors()) {
    if (parent === loop) return false;
    if (parent.kind === "if_statement") return true;
  }
  return false;
}
