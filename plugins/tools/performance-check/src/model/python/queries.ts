/** Which calls of a file make a round trip to a database. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { isClassName, isPeewee } from "./query-types.js";

export interface DatabaseCall {
  readonly library: string;
  readonly method: string;
  readonly use: "runs" | "writes";
}

/** Statements that define or steer, and have no form for many rows. */
const STEERING =
  /^[rbuf]*["'\s]*(?:create|drop|alter|pragma|set|begin|commit|rollback|savepoint|release|vacuum|use|truncate|grant|revoke|lock|analyze|explain|show|attach|detach|reindex|declare|call)\b/i;

export function databaseCall(call: SyntaxNode, model: Model): DatabaseCall | undefined {
  const name = model.calleeName(call);
  if (name === undefined) return undefined;
  const method = name.slice(name.lastIndexOf(".") + 1);
  const type = name.slice(0, -method.length - 1);
  const receiver = isPeewee(type, model) ? "peewee.Model" : type;
  for (const { library, receiver: known, runs, writes } of model.vocabulary.queries) {
    if (known !== receiver) continue;
    if (runs.includes(method))
      return isQuery(call, receiver, method, model) ? { library, method, use: "runs" } : undefined;
    if (writes.includes(method)) return { library, method, use: "writes" };
  }
  return undefined;
}

/** The name that a chain of calls and members begins with. */
export function rootOf(expression: SyntaxNode): SyntaxNode {
  let node = expression;
  for (;;) {
    const inner =
      node.field("object") ?? node.field("function") ?? (node.kind === "subscript" ? node.field("value") : undefined);
    if (inner === undefined) return node;
    node = inner;
  }
}

/** What a name alone promises, the arguments must bear out. */
function isQuery(call: SyntaxNode, receiver: string, method: string, model: Model): boolean {
  const [first, second] = call.field("arguments")?.children ?? [];
  if (receiver === "sqlalchemy.Session" && (method === "get" || method === "get_one")) {
    return first !== undefined && second !== undefined && isClassName(model.resolve(first) ?? "");
  }
  if (receiver.startsWith("dbapi.")) return first !== undefined && isFixed(first, call, model);
  return true;
}

/** SQL that is the same in every iteration: one that names another table each time has no form for many rows. */
function isFixed(sql: SyntaxNode, call: SyntaxNode, model: Model): boolean {
  if (sql.kind === "identifier") {
    const loop = model.loopOf(call);
    const binding = model.bindingOf(sql);
    return loop === undefined || !binding?.definitions.some(({ name }) => name.isWithin(loop));
  }
  const isLiteral = sql.kind === "string" || sql.kind === "concatenated_string";
  const isText = sql.kind === "call" && model.calleeTail(sql) === "text";
  if (sql.kind === "attribute" || isText) return true;
  return isLiteral && !STEERING.test(sql.text) && ![...sql.descendants()].some(({ kind }) => kind === "interpolation");
}
