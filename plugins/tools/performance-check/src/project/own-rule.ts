/** A rule of a project's own: data, as `.portcullis/rules/*.yml` holds it. */
import { z } from "zod";
import { LANGUAGES } from "../engine/language.js";
import type { SyntaxNode } from "../engine/syntax-tree.js";
import { CATEGORIES, SEVERITIES } from "../finding.js";
import type { Model } from "../model/model.js";
import type { Rule } from "../rule.js";

const word = z.string().min(1).max(200);
/** One, or a list. */
const oneOrMore = <T extends z.ZodType>(of: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(of).min(1).max(100));
const code = z.string().min(1).max(10_000);

const ownRule = z.strictObject({
  id: z
    .string()
    .max(100)
    .regex(/^[a-z0-9-]+(?:\/[a-z0-9-]+)+$/, "must be a scope and a name, as in acme/no-legacy-client"),
  language: oneOrMore(z.enum(LANGUAGES)),
  category: z.enum(CATEGORIES),
  severity: z.enum(SEVERITIES),
  message: word,
  suggestion: word,
  /** Either what is called, by the name that its module gives it; or a query of tree-sitter with one `@match`. */
  match: z
    .strictObject({ call: oneOrMore(word).optional(), query: z.string().max(10_000).optional() })
    .refine(({ call, query }) => (call === undefined) !== (query === undefined), "must have a call or a query"),
  where: z
    .strictObject({
      inLoop: z.boolean().optional(),
      inAsync: z.boolean().optional(),
      /** Of the call: its type, its resolved name, or its text. */
      receiver: oneOrMore(word).optional(),
      /** Kinds of the grammar's nodes. */
      notInside: oneOrMore(word).optional(),
    })
    .default({}),
  tests: z.strictObject({ bad: z.array(code).min(1).max(50), good: z.array(code).min(1).max(50) }),
});
export type OwnRule = z.output<typeof ownRule>;

/** A file holds a list of them. */
export const ownRules = z.array(ownRule).min(1).max(100);

export function ruleOf({ match: { call, query }, where, language, ...words }: OwnRule): Rule {
  return {
    ...words,
    languages: language,
    confidence: "medium",
    enabledByDefault: true,
    doc: "",
    codes: [],
    on: { ...(call === undefined ? {} : { calls: call.map(lastPart) }), ...(query === undefined ? {} : { query }) },
    check(node, model, report) {
      const isMeant = call === undefined || call.some((name) => isCalled(node, model, name));
      if (isMeant && holds(node, model, where)) report(node);
    },
  };
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** `*.name` is a method of anything, `module.*` every function of the module. */
function isCalled(call: SyntaxNode, model: Model, name: string): boolean {
  if (name.startsWith("*.")) return model.calleeTail(call) === name.slice(2);
  const called = model.calleeName(call);
  return name.endsWith(".*") ? (called?.startsWith(name.slice(0, -1)) ?? false) : called === name;
}

function holds(node: SyntaxNode, model: Model, { inLoop, inAsync, receiver, notInside }: OwnRule["where"]): boolean {
  if (inLoop !== undefined && inLoop !== (model.loopOf(node) !== undefined)) return false;
  if (inAsync !== undefined && inAsync !== model.isAsync(node)) return false;
  if (receiver !== undefined && !namesOfReceiver(node, model).some((name) => receiver.includes(name))) return false;
  return notInside === undefined || ![...node.ancestors()].some(({ kind }) => notInside.includes(kind));
}

function namesOfReceiver(call: SyntaxNode, model: Model): string[] {
  const callee = model.dialect.callee(call);
  const object = callee && model.dialect.member(model.dialect.unwrap(callee))?.object;
  if (object === undefined) return [];
  return [model.typeOf(object)?.name, model.resolve(object), object.text].filter((name) => name !== undefined);
}
