/** The calls that a query is built with, wherever they stand: `books = Book.objects.all()`, `books = books.filter(...)`. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";

/** Steps that are followed; a longer chain is nobody's. */
const MAX_STEPS = 100;
/** What hands its argument's rows on. */
const PASSING = new Set(["list", "tuple", "sorted", "reversed", "iter", "set"]);

export interface QueryChain {
  readonly library: "Django" | "SQLAlchemy";
  readonly calls: readonly SyntaxNode[];
  /** The rows' class, where it is known. */
  readonly className: string | undefined;
}

/** @returns nothing for rows that are no instances: `values()`, columns */
export function queryChain(rows: SyntaxNode, model: Model): QueryChain | undefined {
  const query = passedOn(rows);
  const type = model.typeOf(query);
  const calls = [...callsOf(query, model)];
  const isDjango = type?.name === "django.QuerySet";
  const isAlchemy =
    type?.name === "sqlalchemy.Query" || (type?.name === "list" && calls.some((call) => isQuery(call, model)));
  if ((!isDjango && !isAlchemy) || type?.element?.name === "dict") return undefined;
  if (isAlchemy && type?.element === undefined) return undefined;
  return { library: isDjango ? "Django" : "SQLAlchemy", calls, className: type?.element?.name };
}

/** Whether the query, as far as it can be seen, loads the relation with the rows. What cannot be read may load it. */
export function loads(chain: QueryChain, relation: string): boolean {
  return chain.calls.some((call) => {
    const method = call.field("function")?.field("attribute")?.text ?? "";
    const given = call.field("arguments")?.children ?? [];
    if (method === "options") return mentionsWord(call.text, relation);
    if (method === "select_related" && given.length === 0) return true;
    if (method !== "select_related" && method !== "prefetch_related") return false;
    return given.some((argument) => {
      const path = argument.kind === "call" ? argument.field("arguments")?.children[0] : argument;
      return path?.kind !== "string" || path.text.replace(/^\w*["']+|["']+$/g, "").split("__")[0] === relation;
    });
  });
}

const mentionsWord = (text: string, word: string): boolean => text.split(/\W+/).includes(word);

function passedOn(rows: SyntaxNode): SyntaxNode {
  let node = rows;
  for (;;) {
    const [first] =
      node.kind === "call" && PASSING.has(node.field("function")?.text ?? "")
        ? (node.field("arguments")?.children ?? [])
        : [];
    const inner = node.field("subscript")?.kind === "slice" ? node.field("value") : first;
    if (inner === undefined) return node;
    node = inner;
  }
}

const isQuery = (call: SyntaxNode, model: Model): boolean => model.typeOf(call)?.name === "sqlalchemy.Query";

function* callsOf(query: SyntaxNode, model: Model): Generator<SyntaxNode> {
  const open = [query];
  const seen = new Set<SyntaxNode>();
  for (let node = open.pop(); node !== undefined && seen.size < MAX_STEPS; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === "call") yield node;
    const binding = model.bindingOf(node);
    if (binding !== undefined) {
      for (const { value } of model.scopes.reaching(node, binding)) if (value !== undefined) open.push(value);
      continue;
    }
    const inner = node.field("function") ?? node.field("object") ?? node.field("value");
    if (inner !== undefined) open.push(inner);
  }
}
