/** What the text of a JavaScript expression or a TypeScript annotation says of a value's type. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import type { Definition } from "../scope.js";
import { type Type, type } from "../type.js";
import { typeOfAnnotation } from "./annotations.js";
import { keepsType, typeOfCall } from "./call-types.js";
import { typeOfField } from "./fields.js";

const LITERALS: Readonly<Record<string, string>> = {
  string: "string",
  template_string: "string",
  number: "number",
  true: "boolean",
  false: "boolean",
  regex: "RegExp",
  object: "Object",
  arrow_function: "Function",
  function_expression: "Function",
  update_expression: "number",
  // What the model counts for nothing.
  null: "None",
  undefined: "None",
};
const ARITHMETIC = ["-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>"];
const COMPARISONS = ["===", "!==", "==", "!=", "<", ">", "<=", ">=", "in", "instanceof"];

export function typeOf(node: SyntaxNode, model: Model): Type | undefined {
  const literal = LITERALS[node.kind];
  if (literal !== undefined) return type(literal);
  switch (node.kind) {
    case "array":
      return type("Array", elementOf(node, model));
    case "call_expression":
    case "new_expression":
      return typeOfCall(node, model);
    case "member_expression":
      return typeOfField(node, model);
    case "subscript_expression":
      return of(node.field("object"), model)?.element;
    case "binary_expression":
      return typeOfOperation(node, model);
    case "ternary_expression":
      return common(node.field("consequence"), node.field("alternative"), model);
    case "augmented_assignment_expression":
      return of(node.field("right"), model)?.name === "string" && node.hasToken("+=") ? type("string") : type("None");
    case "assignment_expression":
      return of(node.field("right"), model);
    case "await_expression": {
      const awaited = of(node.children[0], model);
      return awaited?.name === "Promise" ? awaited.element : awaited;
    }
    default:
      return undefined;
  }
}

export function typeOfDefinition(definition: Definition, model: Model): Type | undefined {
  const { form, name, value, annotation } = definition;
  if (annotation !== undefined) return typeOfAnnotation(annotation, model);
  switch (form) {
    case "reassignment":
      // `xs = xs.concat(ys)` keeps the type that it would have to be asked for.
      if (value !== undefined && isMadeOf(name, value)) return type("None");
      return of(value, model);
    case "assignment":
      // `let x;` says nothing yet: what is assigned later does.
      return value === undefined ? type("None") : model.typeOf(value);
    case "loop":
      return of(value, model)?.element;
    case "parameter":
      return value === undefined ? itemOf(name, model) : model.typeOf(value);
    default:
      return undefined;
  }
}

function of(node: SyntaxNode | undefined, model: Model): Type | undefined {
  return node === undefined ? undefined : model.typeOf(node);
}

/** Whether the value is the name's own, further built: `xs.concat(ys)`, `s + t`. */
function isMadeOf(name: SyntaxNode, value: SyntaxNode): boolean {
  const method = value.kind === "call_expression" ? value.field("function") : undefined;
  const first = method?.field("object") ?? (value.hasToken("+") ? value : undefined)?.field("left");
  if (first?.kind !== "identifier") return first !== undefined && isMadeOf(name, first);
  return first.text === name.text && (method === undefined || keepsType(method.field("property")?.text ?? ""));
}

/** `x` in `xs.map((x) => ...)` has the type of the elements of `xs`. */
function itemOf(parameter: SyntaxNode, model: Model): Type | undefined {
  const fn = [...parameter.ancestors()].find(({ kind }) => model.dialect.functions.has(kind));
  const call = fn && model.dialect.callbackLoop(fn);
  if (call === undefined || fn === undefined) return undefined;
  const member = model.dialect.member(call.field("function") ?? call);
  const place = member?.name.startsWith("reduce") ? 1 : 0;
  const isItem = fn.field("parameter") === parameter || isParameterAt(fn, place, parameter);
  return member !== undefined && isItem ? model.typeOf(member.object)?.element : undefined;
}

function isParameterAt(fn: SyntaxNode, place: number, name: SyntaxNode): boolean {
  const parameter = fn.field("parameters")?.children[place];
  return (parameter?.field("pattern") ?? parameter) === name;
}

function typeOfOperation(node: SyntaxNode, model: Model): Type | undefined {
  const left = of(node.field("left"), model);
  const right = of(node.field("right"), model);
  if (node.hasToken("+")) {
    if (left?.name === "string" || right?.name === "string") return type("string");
    return left?.name === "number" && right?.name === "number" ? left : undefined;
  }
  if (node.hasToken("??") || node.hasToken("||")) return left === undefined || left.name === "None" ? right : left;
  if (ARITHMETIC.some((operator) => node.hasToken(operator))) return type("number");
  return COMPARISONS.some((operator) => node.hasToken(operator)) ? type("boolean") : undefined;
}

function common(one: SyntaxNode | undefined, other: SyntaxNode | undefined, model: Model): Type | undefined {
  const first = of(one, model);
  const second = of(other, model);
  if (first?.name === "None") return second;
  return second?.name === "None" || first?.name === second?.name ? first : undefined;
}

/** The type that all elements of a literal have; a spread gives those of its array. */
function elementOf(array: SyntaxNode, model: Model): Type | undefined {
  const [first, ...others] = array.children.slice(0, 8).map((element) => {
    const [spread] = element.kind === "spread_element" ? element.children : [];
    return spread === undefined ? model.typeOf(element) : model.typeOf(spread)?.element;
  });
  return others.every((other) => other?.name === first?.name) ? first : undefined;
}
