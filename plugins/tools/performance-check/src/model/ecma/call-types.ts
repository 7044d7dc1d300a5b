/** What calls return, where the name of what is called says it. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { type Type, type } from "../type.js";
import { typeOfAnnotation } from "./annotations.js";

const RETURNS: Readonly<Record<string, string>> = {
  Array: "Array",
  "Array.of": "Array",
  "Object.values": "Array",
  "Object.entries": "Array",
  "Promise.all": "Promise",
  Object: "Object",
  "Object.assign": "Object",
  "Object.create": "Object",
  "Object.fromEntries": "Object",
  String: "string",
  "JSON.stringify": "string",
  Number: "number",
  parseInt: "number",
  parseFloat: "number",
  "Number.parseInt": "number",
  "Number.parseFloat": "number",
  "Date.now": "number",
  Boolean: "boolean",
};
const STRING_METHODS = new Set(
  "charAt normalize padEnd padStart repeat replace replaceAll substr substring toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase trim trimEnd trimStart".split(
    " ",
  ),
);
/** Methods that only arrays have, or that give one whatever has them. */
const ARRAY_METHODS = new Set("filter flat flatMap map reverse sort splice toReversed toSorted toSpliced".split(" "));
/** Methods that give what they are called on. */
const SAME_METHODS = new Set(["slice", "concat"]);

/** Whether a method gives the type that it is called on. */
export function keepsType(method: string): boolean {
  return SAME_METHODS.has(method) || ARRAY_METHODS.has(method) || STRING_METHODS.has(method);
}

/** @returns for a call of anything else, its name with `()`: `knex()` is what `knex` of the package returns */
export function typeOfCall(call: SyntaxNode, model: Model): Type | undefined {
  const callee = model.dialect.callee(call);
  if (callee === undefined) return undefined;
  const name = model.resolve(callee);
  if (call.kind === "new_expression") return name === undefined ? undefined : type(name, elementOfNew(call, model));
  const [first] = call.field("arguments")?.children ?? [];
  if (name === "Object.keys") return type("Array", type("string"));
  if (name === "Array.from") return type("Array", first && model.typeOf(first)?.element);
  if (name === "Promise.all") return type("Promise", type("Array"));
  const returned = name && RETURNS[name];
  if (returned) return type(returned);
  const member = model.dialect.member(model.dialect.unwrap(callee));
  if (member === undefined)
    return declaredReturn(callee, model) ?? (name === undefined ? undefined : type(`${name}()`));
  if (STRING_METHODS.has(member.name) || member.name === "join") return type("string");
  if (member.name === "split") return type("Array", type("string"));
  const receiver = model.typeOf(member.object);
  if (SAME_METHODS.has(member.name)) return receiver;
  if (ARRAY_METHODS.has(member.name) && (receiver === undefined || /^Array$|\)$/.test(receiver.name))) {
    const isSame = receiver?.name === "Array" && member.name !== "map" && !member.name.startsWith("flat");
    return isSame ? receiver : type("Array");
  }
  const method = model.calleeName(call);
  return method === undefined ? undefined : type(`${method}()`);
}

/** What a function of the file says that it returns. */
function declaredReturn(callee: SyntaxNode, model: Model): Type | undefined {
  const [definition] = model.bindingOf(callee)?.definitions ?? [];
  const annotation = definition?.value?.field("return_type");
  return annotation && typeOfAnnotation(annotation, model);
}

/** `new Set(["a"])` holds what its array does. */
function elementOfNew(call: SyntaxNode, model: Model): Type | undefined {
  const [first] = call.field("arguments")?.children ?? [];
  return first && model.typeOf(first)?.element;
}
