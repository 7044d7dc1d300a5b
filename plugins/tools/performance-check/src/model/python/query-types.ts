/**
 * Types of the objects that talk to a database: by how they come to be (`Book.objects`, `connection.cursor()`), or by
 * the name that everybody gives them (`session`, `cursor`), for code whose imports are elsewhere.
 */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { type Type, type } from "../type.js";
import { classBases } from "./classes.js";

const MANAGERS = new Set(["objects", "_default_manager", "_base_manager"]);
/** Methods whose rows are no instances of the model. */
const PLAIN_ROWS = new Set(["values", "values_list", "dates", "datetimes"]);
/** Methods that give one instance. */
const INSTANCE = new Set([
  "get",
  "first",
  "last",
  "latest",
  "earliest",
  "one",
  "one_or_none",
  "get_or_none",
  "get_by_id",
]);
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:\w+_)?session$/i, "sqlalchemy.Session"],
  [/^(?:\w+_)?(?:cursor|cur)$/, "dbapi.Cursor"],
  [/^(?:conn|connection)$/, "dbapi.Connection"],
];

/** Names under which annotations and constructors know the types that the vocabulary names. */
export const SAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "sqlite3.Connection": "dbapi.Connection",
    "sqlite3.Cursor": "dbapi.Cursor",
    "sqlalchemy.orm.Session": "sqlalchemy.Session",
    "sqlalchemy.orm.session.Session": "sqlalchemy.Session",
    Session: "sqlalchemy.Session",
    "sqlalchemy.ext.asyncio.AsyncSession": "sqlalchemy.Session",
    AsyncSession: "sqlalchemy.Session",
    "django.db.models.QuerySet": "django.QuerySet",
    "django.db.models.query.QuerySet": "django.QuerySet",
    "models.QuerySet": "django.QuerySet",
    QuerySet: "django.QuerySet",
    TextIO: "file",
    BinaryIO: "file",
    "typing.IO": "file",
    "typing.TextIO": "file",
    "typing.BinaryIO": "file",
    "io.TextIOWrapper": "file",
  }),
);

/** What a name without any other type most likely is. */
export function typeByName(name: string): Type | undefined {
  const known = NAMES.find(([pattern]) => pattern.test(name));
  return known && type(known[1]);
}

/** `Book.objects`, `model._default_manager`. */
export function typeOfManager(object: SyntaxNode, name: string, model: Model): Type | undefined {
  if (!MANAGERS.has(name)) return undefined;
  const owner = model.resolve(object);
  return type("django.QuerySet", owner !== undefined && isClassName(owner) ? type(owner) : undefined);
}

/** @param name - the resolved callee, such as `django.QuerySet.filter` */
export function typeOfQuery(name: string, call: SyntaxNode, model: Model): Type | undefined {
  const method = name.slice(name.lastIndexOf(".") + 1);
  const receiver = name.slice(0, -method.length - 1);
  if (method === "cursor") return type("dbapi.Cursor");
  if (receiver === "sqlalchemy.Session") return typeOfSessionCall(method, call, model);
  if (method === "select" && isPeewee(receiver, model)) return type("peewee.Query", type(receiver));
  const known = model.vocabulary.queries.find((methods) => methods.receiver === receiver);
  if (known === undefined) return undefined;
  if (receiver === "django.QuerySet" && PLAIN_ROWS.has(method)) return type(receiver, type("dict"));
  const element = receiverElement(call, model);
  if (known.builds.includes(method)) return type(receiver, element);
  if (INSTANCE.has(method)) return element;
  return receiver === "sqlalchemy.Query" && method === "all" ? type("list", element) : undefined;
}

/** Whether a class of the file, or one it names, is a model of Peewee. */
export function isPeewee(className: string, model: Model): boolean {
  return classBases(className, model).includes("peewee.Model");
}

export const isClassName = (name: string): boolean => /(?:^|\.)_?[A-Z][a-z]\w*$/.test(name);

function typeOfSessionCall(method: string, call: SyntaxNode, model: Model): Type | undefined {
  const [first, second] = call.field("arguments")?.children ?? [];
  if (first === undefined) return undefined;
  if (method === "query") return type("sqlalchemy.Query", second === undefined ? instanceOf(first, model) : undefined);
  if (method === "get") return instanceOf(first, model);
  if (method === "scalars" || method === "scalar") {
    const selected = selectedBy(first);
    const element = selected && instanceOf(selected, model);
    return method === "scalar" ? element : type("sqlalchemy.Query", element);
  }
  return undefined;
}

/** The one entity in `select(User).where(...)`. */
function selectedBy(statement: SyntaxNode): SyntaxNode | undefined {
  for (let call = statement; call.kind === "call"; ) {
    const callee = call.field("function");
    const inner = callee?.kind === "attribute" ? callee.field("object") : undefined;
    if (inner === undefined) {
      const [entity, more] = callee?.text === "select" ? (call.field("arguments")?.children ?? []) : [];
      return more === undefined ? entity : undefined;
    }
    call = inner;
  }
  return undefined;
}

function instanceOf(entity: SyntaxNode, model: Model): Type | undefined {
  const name = model.resolve(entity);
  return name !== undefined && isClassName(name) ? type(name) : undefined;
}

function receiverElement(call: SyntaxNode, model: Model): Type | undefined {
  const object = call.field("function")?.field("object");
  return object === undefined ? undefined : model.typeOf(object)?.element;
}
