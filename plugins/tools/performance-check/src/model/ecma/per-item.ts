/** Whether a call is made once per item of a collection, and could be made once for all. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { isShortLoop } from "./array-evidence.js";
import { dependsOn, endsLoop, identifiersOf } from "./flow.js";
import { isInTest } from "./waiting.js";

/** Names of what already is many items, or an attempt at the same one. */
const BATCHES = /(batch|chunk|page|bucket|attempt|retry|retries|\btries\b|maxTries|offset|cursor)/i;
/** What asks for many at once. */
const MANY = /(\$in|\bin|\bIn|whereIn|inArray|\bANY)\b\s*[:(]|bulk|batch/;
const DELAYS = /\b(sleep|delay|setTimeout|backoff|throttle|rateLimit\w*)\b/i;

interface Call {
  readonly call: SyntaxNode;
  /** What is asked: where each item has its own, the calls cannot be made one. */
  readonly receiver?: SyntaxNode;
}

/** SQL that names another table for each item. */
const TABLE_NAME = /\b(FROM|INTO|TABLE|UPDATE|JOIN)\s+[`"']*\s*(\$\{|\+)/i;

/** @returns the loop that repeats the call for each item; nothing where its order or its size is the point of it */
export function perItemLoop({ call, receiver }: Call, model: Model): SyntaxNode | undefined {
  const loop = model.loopOf(call);
  if (loop === undefined || !repeatsItems(loop, model) || endsLoop(call, loop)) return undefined;
  const { text } = call;
  if (MANY.test(text) || TABLE_NAME.test(text) || (receiver !== undefined && dependsOn(loop, receiver, model)))
    return undefined;
  if (isCarried(call, loop, model) || isInTest(call, model)) return undefined;
  return dependsOn(loop, call, model) ? loop : undefined;
}

/** Whether the loop does the same for each of many items, and not in batches, attempts or intervals. */
export function repeatsItems(loop: SyntaxNode, model: Model): boolean {
  return overItems(loop) && !isShortLoop(loop, model) && !BATCHES.test(headOf(loop)) && !DELAYS.test(loop.text);
}

/** `for ... of`, `for (let i ...)` and callbacks have items; `while` has a condition. */
function overItems(loop: SyntaxNode): boolean {
  // A step of more than one is a batch.
  if (loop.kind === "for_statement") return loop.field("increment")?.kind === "update_expression";
  return loop.kind === "for_in_statement" || loop.kind === "call_expression";
}

/** The text in front of the body: its variable, its collection, its step. */
function headOf(loop: SyntaxNode): string {
  const body = loop.field("body") ?? loop.field("arguments");
  const [callback] = loop.kind === "call_expression" ? (body?.children ?? []) : [];
  const parameters = callback?.field("parameters") ?? callback?.field("parameter");
  return loop.tree.source.slice(loop.start, body?.start ?? loop.end) + (parameters?.text ?? "");
}

/** Whether what one iteration awaits is asked for by the next: `node = await find(node.parent)`. */
function isCarried(call: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  return identifiersOf(call, model).some((identifier) => {
    const binding = model.bindingOf(identifier);
    const isOuter = binding?.definitions.some(({ name }) => !name.isWithin(loop));
    return isOuter && binding?.definitions.some(({ name, form }) => form === "reassignment" && name.isWithin(loop));
  });
}
