/** Who waits when a call blocks: the other requests of a server, the other tasks of an async program, or nobody. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";

const ROUTES = new Set(["all", "delete", "get", "head", "options", "patch", "post", "put", "use"]);
const TESTS = new Set(
  "after afterAll afterEach before beforeAll beforeEach describe it setup suite teardown test".split(" "),
);
/** What a program does before there is anybody to wait. */
const STARTING = /^(main|cli|bootstrap)$/;

/** @returns who waits for what the node does */
export function waiting(node: SyntaxNode, model: Model): "requests" | "tasks" | undefined {
  let fn = model.enclosingFunction(node);
  while (fn !== undefined && runsAtOnce(fn, model)) fn = model.enclosingFunction(fn);
  if (fn === undefined || isScript(node, model)) return undefined;
  if (isHandler(fn)) return "requests";
  return model.dialect.isAsync(fn) ? "tasks" : undefined;
}

/** The callback of `map` and that of `new Promise` run while the function around them does. */
function runsAtOnce(fn: SyntaxNode, model: Model): boolean {
  const call = callTakingIt(fn);
  const isExecutor = call?.kind === "new_expression" && call.field("constructor")?.text === "Promise";
  return isExecutor || model.dialect.callbackLoop(fn) !== undefined;
}

/** A command, a test, a worker of its own, or what runs once when the program starts or ends. */
function isScript(node: SyntaxNode, model: Model): boolean {
  const { source } = node.tree;
  if (source.startsWith("#!") || source.includes("parentPort")) return true;
  for (let fn = model.enclosingFunction(node); fn !== undefined; fn = model.enclosingFunction(fn)) {
    if (STARTING.test(model.dialect.functionName(fn) ?? "")) return true;
    if (callTakingIt(fn)?.field("function")?.kind === "parenthesized_expression") return true;
  }
  return isInTest(node, model) || exitsBehind(node);
}

/** Whether the node runs in a test or in what prepares one. */
export function isInTest(node: SyntaxNode, model: Model): boolean {
  for (let fn = model.enclosingFunction(node); fn !== undefined; fn = model.enclosingFunction(fn)) {
    const names = callTakingIt(fn)?.field("function")?.text.split(".") ?? [];
    // `it.only`, `t.test`
    if (TESTS.has(names[0] ?? "") || TESTS.has(names.at(-1) ?? "")) return true;
  }
  return false;
}

function isHandler(fn: SyntaxNode): boolean {
  const [first = "", second = ""] = (fn.field("parameters")?.children ?? []).map((parameter) => nameOf(parameter));
  if (/^_?req(uest)?$/.test(first) && /^_?(res|response|reply)$/.test(second)) return true;
  if (isRouteMethod(fn)) return true;
  const call = callTakingIt(fn);
  const callee = call?.field("function");
  if (call === undefined || callee === undefined) return false;
  if (/(^|\.)createServer$/.test(callee.text)) return true;
  const [path] = call.field("arguments")?.children ?? [];
  const method = callee.field("property")?.text ?? "";
  const isRoute = ROUTES.has(method) && (path?.text.slice(1, 2) === "/" || method === "use");
  return isRoute && /^_?(req|request|ctx|context|c)$/.test(first);
}

/** `@Get("/users") list() {}` */
function isRouteMethod(fn: SyntaxNode): boolean {
  const members = fn.parent?.kind === "class_body" ? fn.parent.children : [];
  const before = members[members.indexOf(fn) - 1];
  return before?.kind === "decorator" && /^@(All|Delete|Get|Head|Options|Patch|Post|Put)\(/.test(before.text);
}

const nameOf = (parameter: SyntaxNode): string => (parameter.field("pattern") ?? parameter).text;

/** The call that a function is an argument of, or calls it at once: `(async () => {})()`. */
function callTakingIt(fn: SyntaxNode): SyntaxNode | undefined {
  const { parent } = fn;
  if (parent?.kind === "parenthesized_expression") return parent.fieldName === "function" ? parent.parent : undefined;
  return parent?.kind === "arguments" ? parent.parent : undefined;
}

/** Whether the block of the node ends the process. */
function exitsBehind(node: SyntaxNode): boolean {
  for (const parent of node.ancestors()) {
    if (parent.kind !== "statement_block") continue;
    const last = parent.children.at(-1);
    return last !== undefined && /^process\.(exit|abort)\b/.test(last.text);
  }
  return false;
}
