/** What calls return, where the name of what is called says it. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { type Type, type } from "../type.js";
import { typeOfAnnotation } from "./annotations.js";
import { SAME, typeOfQuery } from "./query-types.js";

const RETURNS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    list: "list",
    sorted: "list",
    dict: "dict",
    set: "set",
    frozenset: "frozenset",
    tuple: "tuple",
    str: "str",
    repr: "str",
    bytes: "bytes",
    bytearray: "bytearray",
    int: "int",
    len: "int",
    float: "float",
    bool: "bool",
    range: "range",
    map: "iterator",
    filter: "iterator",
    zip: "iterator",
    enumerate: "iterator",
    reversed: "iterator",
    iter: "iterator",
    open: "file",
    "io.open": "file",
    "os.fdopen": "file",
    "gzip.open": "file",
    "codecs.open": "file",
    "pathlib.Path.open": "file",
    "pathlib.Path.absolute": "pathlib.Path",
    "pathlib.Path.resolve": "pathlib.Path",
    "pathlib.Path.expanduser": "pathlib.Path",
    "pathlib.Path.joinpath": "pathlib.Path",
    "pathlib.Path.with_name": "pathlib.Path",
    "pathlib.Path.with_suffix": "pathlib.Path",
    "pathlib.Path.home": "pathlib.Path",
    "pathlib.Path.cwd": "pathlib.Path",
    "sqlite3.connect": "dbapi.Connection",
    "psycopg2.connect": "dbapi.Connection",
    "psycopg.connect": "dbapi.Connection",
    "pymysql.connect": "dbapi.Connection",
    "MySQLdb.connect": "dbapi.Connection",
    "requests.session": "requests.Session",
    "requests.sessions.Session": "requests.Session",
  }),
);

/** What comes out of an iteration over the result. */
const YIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "pathlib.Path.iterdir": "pathlib.Path",
    "pathlib.Path.glob": "pathlib.Path",
    "pathlib.Path.rglob": "pathlib.Path",
    range: "int",
  }),
);

const STRING_METHODS = new Set(
  "capitalize casefold center expandtabs format join ljust lower lstrip replace rjust rstrip strip swapcase title translate upper zfill".split(
    " ",
  ),
);

export function typeOfCall(call: SyntaxNode, model: Model): Type | undefined {
  const name = model.calleeName(call);
  if (name === undefined) return model.calleeTail(call) === "cursor" ? type("dbapi.Cursor") : undefined;
  const query = typeOfQuery(name, call, model);
  if (query !== undefined) return query;
  const element = YIELDS.get(name);
  const returned = RETURNS.get(name);
  if (returned !== undefined) return type(returned, element === undefined ? undefined : type(element));
  if (element !== undefined) return type("iterator", type(element));
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (/^_?[A-Z]/.test(last) && last !== last.toUpperCase()) return type(SAME.get(name) ?? name);
  if (name.startsWith("str.") && STRING_METHODS.has(last)) return type("str");
  return name.startsWith(".") ? typeOfOwn(call, model) : undefined;
}

/** What a function of the file says that it returns; an async one says it of what is awaited. */
function typeOfOwn(call: SyntaxNode, model: Model): Type | undefined {
  const callee = call.field("function");
  const definition = callee && model.bindingOf(callee)?.definitions[0]?.value;
  const returned = definition?.kind === "function_definition" ? definition.field("return_type") : undefined;
  if (definition === undefined || returned === undefined || definition.hasToken("async")) return undefined;
  return typeOfAnnotation(returned, model);
}
