/** Python for the model: what runs when, what opens a scope, what a member is. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Dialect } from "../dialect.js";
import { binders } from "./binders.js";
import { typeOf, typeOfDefinition } from "./types.js";
import { isVariable } from "./variables.js";

const COMPREHENSIONS = ["list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"];
const comprehensions = new Set(COMPREHENSIONS);

export const python: Dialect = {
  functions: new Set(["function_definition", "lambda"]),
  isAsync: (fn) => fn.hasToken("async"),
  functionName,

  loops: new Set(["for_statement", "while_statement", ...COMPREHENSIONS]),
  repeats,
  callbackLoop: () => undefined,

  scopes: new Set(["function_definition", "lambda", "class_definition", ...COMPREHENSIONS]),
  isInside: (scope, child) =>
    comprehensions.has(scope.kind) ? !isFirstClause(scope, child) : child.fieldName === "body",
  isHidden: (scope) => scope.kind === "class_definition",
  identifiers: new Set(["identifier"]),
  isVariable,
  branches: new Set([
    "if_statement",
    "elif_clause",
    "else_clause",
    "conditional_expression",
    "for_statement",
    "while_statement",
    "try_statement",
    "match_statement",
    "function_definition",
    "lambda",
    "class_definition",
    ...COMPREHENSIONS,
  ]),
  builtins: "builtins",
  wellKnown: {
    Path: "pathlib.Path",
    Popen: "subprocess.Popen",
    defaultdict: "collections.defaultdict",
    deque: "collections.deque",
    urlopen: "urllib.request.urlopen",
  },
  binders,

  calls: new Set(["call"]),
  callee: (call) => call.field("function"),
  member: (node) => {
    if (node.kind !== "attribute") return undefined;
    const object = node.field("object");
    const name = node.field("attribute");
    return object === undefined || name === undefined ? undefined : { object, name: name.text };
  },
  unwrap: (node) => {
    let inner = node;
    while (inner.kind === "parenthesized_expression") {
      const [child] = inner.children;
      if (child === undefined) return inner;
      inner = child;
    }
    return inner;
  },

  typeOf,
  typeOfDefinition,
};

/** A comprehension repeats all but the iterable of its first `for`. */
function repeats(loop: SyntaxNode, child: SyntaxNode): boolean {
  if (loop.kind === "for_statement") return child.fieldName === "body";
  if (loop.kind === "while_statement") return child.fieldName === "body" || child.fieldName === "condition";
  return !isFirstClause(loop, child);
}

function isFirstClause(comprehension: SyntaxNode, child: SyntaxNode): boolean {
  return (
    child.kind === "for_in_clause" && comprehension.children.find(({ kind }) => kind === "for_in_clause") === child
  );
}

function functionName(fn: SyntaxNode): string | undefined {
  const name = fn.field("name")?.text;
  if (name === undefined) return undefined;
  const definition = fn.parent?.kind === "decorated_definition" ? fn.parent : fn;
  const owner = definition.parent?.parent;
  const className = owner?.kind === "class_definition" ? owner.field("name")?.text : undefined;
  return className === undefined ? name : `${className}.${name}`;
}
