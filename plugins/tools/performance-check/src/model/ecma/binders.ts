/** Everything in JavaScript and TypeScript that binds a name, by the kind of node. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Declare, Dialect } from "../dialect.js";
import type { Definition, Form } from "../scope.js";
import { defaultOf, importedModule, moduleName } from "./modules.js";

export const binders: Dialect["binders"] = {
  import_statement: (node, declare) => {
    const [clause] = node.children;
    const source = node.field("source") ?? clause?.field("source");
    if (clause === undefined || source === undefined) return;
    const module = moduleName(source);
    if (clause.kind === "import_require_clause") declareFirst(clause, module, declare);
    if (clause.kind !== "import_clause") return;
    for (const item of clause.children) {
      if (item.kind === "identifier") declare(item, { form: "import", imported: defaultOf(module) });
      if (item.kind === "namespace_import") declareFirst(item, module, declare);
      if (item.kind === "named_imports") for (const one of item.children) declareSpecifier(one, module, declare);
    }
  },

  variable_declarator: (node, declare) => {
    const name = node.field("name");
    if (name === undefined) return;
    const value = node.field("value");
    const at = node.parent?.kind === "variable_declaration" ? functionAround(node) : node;
    const module = value && importedModule(value);
    if (module !== undefined) declareImported(name, module, declare, at);
    else declareTarget(name, { form: "assignment", value, annotation: node.field("type") }, declare, at);
  },

  assignment_expression: (node, declare) => {
    const left = node.field("left");
    if (left !== undefined) declareTarget(left, { form: "reassignment", value: node.field("right") }, declare);
  },

  augmented_assignment_expression: (node, declare) => {
    const left = node.field("left");
    if (left?.kind === "identifier") declare(left, { form: "reassignment", value: node });
  },

  formal_parameters: (node, declare) => {
    if (node.parent?.field("body") === undefined) return;
    for (const parameter of node.children) {
      const target = parameter.field("pattern") ?? parameter;
      const value = parameter.field("value");
      declareTarget(target, { form: "parameter", value, annotation: parameter.field("type") }, declare);
    }
  },

  arrow_function: (node, declare) => {
    const parameter = node.field("parameter");
    if (parameter !== undefined) declare(parameter, { form: "parameter" });
  },

  function_expression: (node, declare) => {
    const name = node.field("name");
    if (name !== undefined) declare(name, { form: "function", value: node });
  },

  for_in_statement: (node, declare) => {
    const left = node.field("left");
    if (left === undefined) return;
    const isDeclared = node.hasToken("const") || node.hasToken("let") || node.hasToken("var");
    const value = node.hasToken("of") ? node.field("right") : undefined;
    const form: Form = isDeclared ? "loop" : "reassignment";
    declareTarget(left, { form, value }, declare, node.hasToken("var") ? functionAround(node) : left);
  },

  catch_clause: (node, declare) => {
    const parameter = node.field("parameter");
    if (parameter !== undefined) declareTarget(parameter, { form: "exception" }, declare);
  },

  function_declaration: declareOwnName("function"),
  generator_function_declaration: declareOwnName("function"),
  function_signature: declareOwnName("function"),
  class_declaration: declareOwnName("class"),
  abstract_class_declaration: declareOwnName("class"),
  enum_declaration: declareOwnName("class"),
};

/** A declaration's name is bound around it, wherever in its block it stands. */
function declareOwnName(form: Form): (node: SyntaxNode, declare: Declare) => void {
  return (node, declare) => {
    const name = node.field("name");
    if (name !== undefined) declare(name, { form, value: node }, node);
  };
}

function declareFirst(clause: SyntaxNode, module: string, declare: Declare): void {
  const [name] = clause.children;
  if (name !== undefined) declare(name, { form: "import", imported: module });
}

function declareSpecifier(specifier: SyntaxNode, module: string, declare: Declare): void {
  const name = specifier.field("name");
  if (name === undefined) return;
  const imported = name.text === "default" ? defaultOf(module) : `${module}.${name.text}`;
  declare(specifier.field("alias") ?? name, { form: "import", imported });
}

/** `const { readFile: read } = require("fs")` binds `read` to `fs.readFile`. */
function declareImported(target: SyntaxNode, imported: string, declare: Declare, at: SyntaxNode): void {
  if (target.kind === "identifier") declare(target, { form: "import", imported }, at);
  if (target.kind !== "object_pattern") return;
  for (const part of target.children) {
    const own = part.kind === "object_assignment_pattern" ? part.field("left") : part;
    const key = own?.kind === "pair_pattern" ? own.field("key") : own;
    if (own === undefined || key === undefined) continue;
    if (own === key && key.kind === "shorthand_property_identifier_pattern") {
      declare(key, { form: "import", imported: `${imported}.${key.text}` }, at);
    } else {
      const name = own.field("value");
      if (name !== undefined) declareImported(name, `${imported}.${key.text}`, declare, at);
    }
  }
}

/** A name gets the value; names in a pattern share the whole as "unpacking". */
function declareTarget(target: SyntaxNode, definition: Omit<Definition, "name">, declare: Declare, at = target): void {
  const { form } = definition;
  const shared: Omit<Definition, "name"> = { form: form === "reassignment" ? form : "unpacking" };
  switch (target.kind) {
    case "identifier":
      declare(target, definition, at);
      break;
    case "shorthand_property_identifier_pattern":
      declare(target, shared, at);
      break;
    case "assignment_pattern":
    case "object_assignment_pattern": {
      const left = target.field("left");
      const own = form === "parameter" ? { ...definition, value: target.field("right") } : shared;
      if (left !== undefined) declareTarget(left, own, declare, at);
      break;
    }
    case "pair_pattern": {
      const inner = target.field("value");
      if (inner !== undefined) declareTarget(inner, shared, declare, at);
      break;
    }
    case "rest_pattern": {
      const [inner] = target.children;
      if (inner !== undefined) declareTarget(inner, form === "parameter" ? definition : shared, declare, at);
      break;
    }
    case "object_pattern":
    case "array_pattern":
      for (const part of target.children) declareTarget(part, shared, declare, at);
      break;
  }
}

/** A node in the scope that a `var` here belongs to. */
function functionAround(node: SyntaxNode): SyntaxNode {
  let child = node;
  for (const parent of node.ancestors()) {
    if (parent.kind === "statement_block" && parent.parent?.field("parameters") !== undefined) return parent;
    if (parent.kind === "arrow_function") return parent.field("body") ?? parent;
    child = parent;
  }
  return child;
}
