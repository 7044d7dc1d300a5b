/** Everything in Python that binds a name, by the kind of node. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Declare, Dialect } from "../dialect.js";
import type { Definition, Form } from "../scope.js";

const PATTERNS = new Set(["pattern_list", "tuple_pattern", "list_pattern"]);
const SEQUENCES = new Set(["expression_list", "tuple", "list"]);
const SPLATS = new Set(["list_splat_pattern", "dictionary_splat_pattern"]);

export const binders: Dialect["binders"] = {
  import_statement: (node, declare) => {
    for (const item of node.children) {
      if (item.kind === "aliased_import") declareAlias(item, "", declare);
      const [first] = item.kind === "dotted_name" ? item.children : [];
      if (first !== undefined) declare(first, { form: "import", imported: first.text });
    }
  },

  import_from_statement: (node, declare) => {
    const module = node.field("module_name");
    if (module === undefined) return;
    const prefix = module.text === "builtins" ? "" : `${module.text}.`;
    for (const item of node.children) {
      if (item === module) continue;
      if (item.kind === "aliased_import") declareAlias(item, prefix, declare);
      const [name] = item.kind === "dotted_name" ? item.children : [];
      if (name !== undefined) declare(name, { form: "import", imported: prefix + name.text });
    }
  },

  assignment: (node, declare) => {
    const left = node.field("left");
    if (left === undefined) return;
    let value = node.field("right");
    while (value?.kind === "assignment") value = value.field("right");
    declareTarget(left, { form: "assignment", value, annotation: node.field("type") }, declare);
  },

  augmented_assignment: (node, declare) => {
    const left = node.field("left");
    if (left?.kind === "identifier") declare(left, { form: "augmented", value: node.field("right") });
  },

  named_expression: (node, declare) => {
    const name = node.field("name");
    if (name !== undefined)
      declare(name, { form: "assignment", value: node.field("value") }, outsideComprehensions(node));
  },

  for_statement: (node, declare) => declareLoop(node, node, declare),

  for_in_clause: (node, declare) => {
    const body = node.parent?.field("body");
    if (body !== undefined) declareLoop(node, body, declare);
  },

  as_pattern: (node, declare) => {
    // In a `case`, the name stands alone.
    const target = node.field("alias")?.children[0] ?? node.children[1];
    if (target === undefined) return;
    const form: Form = node.parent?.kind === "with_item" ? "with" : "exception";
    declareTarget(target, { form, value: node.children[0] }, declare);
  },

  except_clause: (node, declare) => {
    const alias = node.field("alias");
    if (alias?.kind === "identifier") declare(alias, { form: "exception", value: node.field("value") });
  },

  function_definition: (node, declare) => {
    const name = node.field("name");
    if (name !== undefined) declare(name, { form: "function", value: node });
    declareParameters(node, declare);
  },

  lambda: (node, declare) => declareParameters(node, declare),

  class_definition: (node, declare) => {
    const name = node.field("name");
    if (name !== undefined) declare(name, { form: "class", value: node });
  },

  global_statement: (node, declare) => {
    for (const name of node.children) declare(name, { form: "outer" });
  },

  nonlocal_statement: (node, declare) => {
    for (const name of node.children) declare(name, { form: "outer" });
  },

  delete_statement: (node, declare) => {
    const [only] = node.children;
    const names = only?.kind === "expression_list" ? only.children : node.children;
    for (const name of names) if (name.kind === "identifier") declare(name, { form: "deletion" });
  },

  case_pattern: (node, declare) => {
    const [pattern] = node.children;
    const [name, more] = pattern?.kind === "dotted_name" ? pattern.children : [];
    if (name !== undefined && more === undefined) declare(name, { form: "unpacking" });
  },
};

function declareAlias(item: SyntaxNode, prefix: string, declare: Declare): void {
  const name = item.field("name");
  const alias = item.field("alias");
  if (name !== undefined && alias !== undefined) declare(alias, { form: "import", imported: prefix + name.text });
}

function declareLoop(node: SyntaxNode, at: SyntaxNode, declare: Declare): void {
  const left = node.field("left");
  if (left !== undefined) declareTarget(left, { form: "loop", value: node.field("right") }, declare, at);
}

/** A name gets the value; names of a pattern get their part of it, or share the whole as "unpacking". */
function declareTarget(target: SyntaxNode, definition: Omit<Definition, "name">, declare: Declare, at = target): void {
  if (target.kind === "identifier") declare(target, definition, at);
  if (SPLATS.has(target.kind)) {
    for (const name of target.children) declareTarget(name, { form: "unpacking" }, declare, at);
  }
  if (!PATTERNS.has(target.kind)) return;
  const { value } = definition;
  const parts =
    definition.form === "assignment" && value !== undefined && SEQUENCES.has(value.kind) ? value.children : [];
  const names = target.children;
  for (const [place, name] of names.entries()) {
    const part = parts.length === names.length ? parts[place] : undefined;
    const own: Omit<Definition, "name"> =
      part === undefined ? { form: "unpacking", value } : { form: "assignment", value: part };
    declareTarget(name, definition.form === "loop" ? { form: "loop" } : own, declare, at);
  }
}

function declareParameters(fn: SyntaxNode, declare: Declare): void {
  const body = fn.field("body");
  if (body === undefined) return;
  for (const parameter of fn.field("parameters")?.children ?? []) {
    const first = parameter.kind === "identifier" ? parameter : (parameter.field("name") ?? parameter.children[0]);
    const name = first !== undefined && SPLATS.has(first.kind) ? first.children[0] : first;
    if (name?.kind !== "identifier") continue;
    // A splat's annotation is that of each argument; the splat itself says what collects them.
    const annotation = first === name ? parameter.field("type") : undefined;
    const value = first === name ? parameter.field("value") : first;
    declare(name, { form: "parameter", value, annotation }, body);
  }
}

/** A walrus binds in the function around the comprehensions it stands in. */
function outsideComprehensions(node: SyntaxNode): SyntaxNode {
  let at = node;
  for (const parent of node.ancestors()) {
    if (parent.kind.endsWith("comprehension") || parent.kind === "generator_expression") at = parent;
    else if (parent.kind.endsWith("statement")) break;
  }
  return at;
}
