/** Which awaited calls may run at the same time as others like them. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { namesIn } from "./filling-loop.js";

/** Asks for something and changes nothing, by its name. */
const READING =
  /^_?(?:async_|a)?(?:fetch|get|load|download|read|request|query|list|find|lookup|look_up|resolve|search|scrape|crawl|head|describe|retrieve)(?:_|$)/;
/** Changes something, waits for its turn, or is paced: the order is wanted. */
const ORDERED =
  /^_?(?:send|put|write|push|emit|publish|reply|answer|say|sleep|wait|drain|acquire|release|lock|commit|rollback|flush|close|aclose|stop|cancel|shutdown|connect|disconnect|start|next|anext|click|fill|type|press|goto|execute|executemany|scalar|scalars|add|delete|save|create|update|insert|remove|set|gather|join|receive|recv|read|readline|readexactly|readuntil|respond|edit|notify|setup|teardown|migrate|run_until|call_next)(?:_|$)/i;
/** Serves one request at a time, or must not be shared by tasks. */
const ONE_AT_A_TIME =
  /^(?:db|session|async_session|conn|connection|cursor|cur|tx|transaction|trans|redis|pipe|pipeline|page|browser|reader|writer|stream|queue|ws|websocket|socket|sock|lock|driver|engine|channel|response|resp)$|_(?:session|conn|connection|cursor|tx|queue|lock|stream|reader|writer)$/i;

/** Whether nothing says that the call must have its turn. */
export function isConcurrent(call: SyntaxNode, model: Model): boolean {
  const tail = model.calleeTail(call);
  if (
    tail === "" ||
    ORDERED.test(tail) ||
    model.resolve(call.field("function") ?? call)?.startsWith("asyncio.") === true
  )
    return false;
  const isShared = (node: SyntaxNode) => ONE_AT_A_TIME.test(node.text) && !isHttp(node, model);
  return (
    !namesIn(call).some(isShared) &&
    ![...call.descendants()].some((node) => node.fieldName === "attribute" && isShared(node))
  );
}

export function isReading(call: SyntaxNode, model: Model): boolean {
  return READING.test(model.calleeTail(call));
}

/** A client of HTTP is made to be shared, also where it is called a session. */
function isHttp(node: SyntaxNode, model: Model): boolean {
  return /^(?:aiohttp|httpx)\./.test(model.typeOf(node)?.name ?? "");
}

/** How many awaits begin here, statement by statement, that need nothing of each other; 0 when one stands before. */
export function independentAwaits(node: SyntaxNode, model: Model): number {
  const statement = node.parent?.parent;
  const siblings = statement?.kind === "expression_statement" ? (statement.parent?.children ?? []) : [];
  const place = statement === undefined ? -1 : siblings.indexOf(statement);
  if (place === -1 || !isGathered(siblings[place], new Set(), model)) return 0;
  if (place > 0 && isGathered(siblings[place - 1], new Set(), model)) return 0;
  const names = new Set<string>();
  let count = 0;
  while (isGathered(siblings[place + count], names, model)) {
    for (const name of namesIn(targetOf(siblings[place + count]) ?? node)) names.add(name.text);
    count++;
  }
  return count;
}

/** `name = await read(...)` that reads none of the names. */
function isGathered(statement: SyntaxNode | undefined, names: ReadonlySet<string>, model: Model): boolean {
  const value = targetOf(statement)?.parent?.field("right");
  const [call] = value?.kind === "await" ? value.children : [];
  if (call?.kind !== "call" || !isReading(call, model) || !isConcurrent(call, model)) return false;
  return !namesIn(call).some(({ text }) => names.has(text));
}

function targetOf(statement: SyntaxNode | undefined): SyntaxNode | undefined {
  const [assignment] = statement?.kind === "expression_statement" ? statement.children : [];
  const left = assignment?.kind === "assignment" ? assignment.field("left") : undefined;
  return left?.kind === "identifier" ? left : undefined;
}
