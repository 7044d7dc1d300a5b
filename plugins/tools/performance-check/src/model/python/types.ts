/** What the text of a Python expression or annotation says of a value's type. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import type { Definition } from "../scope.js";
import { type Type, type } from "../type.js";
import { typeOfAnnotation } from "./annotations.js";
import { typeOfCall } from "./call-types.js";
import { typeByName, typeOfManager } from "./query-types.js";

const LITERALS: Readonly<Record<string, string>> = {
  integer: "int",
  float: "float",
  true: "bool",
  false: "bool",
  none: "None",
  list: "list",
  list_comprehension: "list",
  dictionary: "dict",
  dictionary_comprehension: "dict",
  set: "set",
  set_comprehension: "set",
  tuple: "tuple",
  generator_expression: "generator",
  comparison_operator: "bool",
  not_operator: "bool",
};

/** Modules whose `session` or `connection` is a database's. */
const DATABASE = /(?:^|\.)(?:db|database|databases|models|sqlalchemy|extensions)\./;

export function typeOf(node: SyntaxNode, model: Model): Type | undefined {
  const literal = LITERALS[node.kind];
  if (literal !== undefined) return type(literal, elementOf(node, model));
  switch (node.kind) {
    case "string":
      return type(/^[a-z]*b/i.test(node.text.slice(0, 3)) ? "bytes" : "str");
    case "concatenated_string":
      return typeOfFirst(node, model);
    case "call":
      return typeOfCall(node, model);
    case "identifier":
      return isForeign(node, model) ? undefined : typeByName(node.text);
    case "attribute":
      return typeOfAttribute(node, model);
    case "binary_operator":
      return typeOfOperation(node, model);
    case "conditional_expression": {
      const [then, , otherwise] = node.children;
      return common(then, otherwise, model);
    }
    case "boolean_operator":
      return common(node.field("left"), node.field("right"), model);
    case "named_expression":
      return typeOfField(node, "value", model);
    case "subscript":
      return typeOfItem(node, model);
    default:
      return undefined;
  }
}

export function typeOfDefinition(definition: Definition, model: Model): Type | undefined {
  const { form, value, annotation } = definition;
  if (annotation !== undefined) return typeOfAnnotation(annotation, model);
  if (value === undefined) return undefined;
  if (value.kind === "dictionary_splat_pattern") return type("dict");
  if (value.kind === "list_splat_pattern") return type("tuple");
  if (form === "assignment" || form === "reassignment" || form === "with") return model.typeOf(value);
  if (form === "loop") return model.typeOf(value)?.element;
  return undefined;
}

/** `self.x`, where every method of the class that assigns it agrees, or the class annotates it; `path.parent`. */
function typeOfAttribute(node: SyntaxNode, model: Model): Type | undefined {
  const object = node.field("object");
  const name = node.field("attribute");
  if (object === undefined || name === undefined) return undefined;
  if (name.text === "parent" && model.typeOf(object)?.name === "pathlib.Path") return type("pathlib.Path");
  const manager = typeOfManager(object, name.text, model);
  if (manager !== undefined) return manager;
  const owner =
    object.text === "self" ? [...node.ancestors()].find(({ kind }) => kind === "class_definition") : undefined;
  const own = owner && attributesOf(owner, model);
  return own?.has(name.text) ? own.get(name.text) : typeByName(name.text);
}

const attributes = new WeakMap<SyntaxNode, Map<string, Type | undefined>>();

/** Of each attribute that a class assigns to `self` or annotates in its body: its type, if it has one. */
function attributesOf(owner: SyntaxNode, model: Model): Map<string, Type | undefined> {
  const known = attributes.get(owner);
  if (known !== undefined) return known;
  const types = new Map<string, Type | undefined>();
  attributes.set(owner, types);
  for (const node of owner.descendants()) {
    if (node.kind !== "assignment") continue;
    const name = attributeName(node.field("left"), owner);
    if (name === undefined) continue;
    const annotation = node.field("type");
    const value = node.field("right");
    const found = annotation === undefined ? value && model.typeOf(value) : typeOfAnnotation(annotation, model);
    if (found?.name === "None") continue;
    types.set(name, types.has(name) && types.get(name)?.name !== found?.name ? undefined : found);
  }
  return types;
}

function attributeName(left: SyntaxNode | undefined, owner: SyntaxNode): string | undefined {
  if (left?.kind === "attribute" && left.field("object")?.text === "self") return left.field("attribute")?.text;
  const isInBody = left?.parent?.parent?.parent?.parent === owner;
  return left?.kind === "identifier" && isInBody ? left.text : undefined;
}

function typeOfField(node: SyntaxNode, field: string, model: Model): Type | undefined {
  const child = node.field(field);
  return child === undefined ? undefined : model.typeOf(child);
}

/** Whether the name is imported from anywhere but a database's module: flask's session is none of SQLAlchemy's. */
function isForeign(name: SyntaxNode, model: Model): boolean {
  const imported = model.bindingOf(name)?.definitions.find(({ form }) => form === "import")?.imported;
  return imported !== undefined && !DATABASE.test(imported);
}

/** A slice has the type of what is sliced. */
function typeOfItem(node: SyntaxNode, model: Model): Type | undefined {
  const value = typeOfField(node, "value", model);
  return node.field("subscript")?.kind === "slice" ? value : value?.element;
}

function typeOfFirst(node: SyntaxNode, model: Model): Type | undefined {
  const [first] = node.children;
  return first === undefined ? undefined : model.typeOf(first);
}

function typeOfOperation(node: SyntaxNode, model: Model): Type | undefined {
  const left = typeOfField(node, "left", model);
  if (node.hasToken("/") && left?.name === "pathlib.Path") return left;
  if (node.hasToken("%") && (left?.name === "str" || left?.name === "bytes")) return left;
  const right = typeOfField(node, "right", model);
  if (node.hasToken("+") && left !== undefined && left.name === right?.name) return left;
  return undefined;
}

function common(one: SyntaxNode | undefined, other: SyntaxNode | undefined, model: Model): Type | undefined {
  const first = one === undefined ? undefined : model.typeOf(one);
  const second = other === undefined ? undefined : model.typeOf(other);
  if (first?.name === "None") return second;
  return second?.name === "None" || first?.name === second?.name ? first : undefined;
}

/** The type that all elements of a literal, or the body of a comprehension, have. */
function elementOf(node: SyntaxNode, model: Model): Type | undefined {
  const body =
    node.kind.endsWith("comprehension") || node.kind === "generator_expression" ? node.field("body") : undefined;
  if (body !== undefined) return model.typeOf(body);
  if (node.kind !== "list" && node.kind !== "tuple" && node.kind !== "set") return undefined;
  const [first, ...others] = node.children.slice(0, 8).map((element) => model.typeOf(element));
  return others.every((other) => other?.name === first?.name) ? first : undefined;
}
