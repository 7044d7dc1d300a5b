/** JavaScript and TypeScript for the model: what runs when, what opens a scope, what a member is. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Dialect } from "../dialect.js";
import { binders } from "./binders.js";
import { callbackLoop, repeats } from "./loops.js";
import { typeOf, typeOfDefinition } from "./types.js";

const FUNCTIONS = [
  "function_declaration",
  "function_expression",
  "generator_function",
  "generator_function_declaration",
  "arrow_function",
  "method_definition",
];
const functions = new Set(FUNCTIONS);
const LOOPS = ["for_statement", "for_in_statement", "while_statement", "do_statement"];
/** The fields of what has a member: the object's and the name's. */
const MEMBERS: Readonly<Record<string, readonly [string, string]>> = {
  member_expression: ["object", "property"],
  subscript_expression: ["object", "index"],
  nested_type_identifier: ["module", "name"],
};

export const ecma: Dialect = {
  functions,
  isAsync: (fn) => fn.hasToken("async"),
  functionName,

  loops: new Set(LOOPS),
  repeats,
  callbackLoop,

  scopes: new Set([
    ...FUNCTIONS,
    "for_statement",
    "for_in_statement",
    "statement_block",
    "switch_body",
    "catch_clause",
  ]),
  isInside,
  isHidden: () => false,
  identifiers: new Set([
    "identifier",
    "shorthand_property_identifier",
    "shorthand_property_identifier_pattern",
    "type_identifier",
  ]),
  isVariable: () => true,
  branches: new Set([
    ...FUNCTIONS,
    ...LOOPS,
    "if_statement",
    "switch_body",
    "try_statement",
    "ternary_expression",
    "binary_expression",
    "class_body",
  ]),
  builtins: "globalThis",
  wellKnown: {
    PrismaClient: "@prisma/client.PrismaClient",
    execSync: "child_process.execSync",
    readFileSync: "fs.readFileSync",
    writeFileSync: "fs.writeFileSync",
  },
  binders,

  calls: new Set(["call_expression", "new_expression"]),
  callee: (call) => call.field(call.kind === "new_expression" ? "constructor" : "function"),
  member,
  unwrap: (node) => {
    let inner = node;
    for (let next = inside(inner); next !== undefined; next = inside(inner)) inner = next;
    return inner;
  },

  typeOf,
  typeOfDefinition,
};

/** A function's body is one scope with its parameters; a loop's iterable and a declaration's own name stand outside. */
function isInside(scope: SyntaxNode, child: SyntaxNode): boolean {
  const field = child.fieldName;
  switch (scope.kind) {
    case "statement_block":
      return !functions.has(scope.parent?.kind ?? "");
    case "for_in_statement":
      return field !== "right";
    case "function_expression":
    case "generator_function":
      return true;
    default:
      return field !== "name" && field !== "decorator";
  }
}

/** The expression that another one only wraps. */
function inside(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.kind) {
    case "parenthesized_expression":
    case "as_expression":
    case "satisfies_expression":
    case "non_null_expression":
      return node.children[0];
    case "type_assertion":
      return node.children[1];
    // `(0, fs.readFileSync)(path)` is how compilers call what a module gives.
    case "sequence_expression":
      return node.children[0]?.text === "0" ? node.children[1] : undefined;
    default:
      return undefined;
  }
}

function member(node: SyntaxNode): { readonly object: SyntaxNode; readonly name: string } | undefined {
  const [objectField, nameField] = MEMBERS[node.kind] ?? [];
  if (objectField === undefined || nameField === undefined) return undefined;
  const object = node.field(objectField);
  const name = node.field(nameField);
  if (object === undefined || name === undefined) return undefined;
  if (nameField !== "index") return { object, name: name.text };
  return name.kind === "string" ? { object, name: name.text.slice(1, -1) } : undefined;
}

/** An arrow function has the name of what it is assigned to. */
function functionName(fn: SyntaxNode): string | undefined {
  const own = fn.field("name");
  if (own === undefined) {
    const { parent } = fn;
    const target = parent?.field("name") ?? parent?.field("key") ?? parent?.field("property") ?? parent?.field("left");
    return target === undefined || target === fn || target.kind.endsWith("pattern") ? undefined : target.text;
  }
  const owner = fn.parent?.kind === "class_body" ? fn.parent.parent : undefined;
  const className = owner?.field("name")?.text;
  return className === undefined ? own.text : `${className}.${own.text}`;
}
