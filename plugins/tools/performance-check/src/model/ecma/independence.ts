/** Whether awaited calls could run at the same time, as far as their names and their places say. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { chainOf, type Link } from "./chain.js";
import { changesObject, identifiersOf, isDeclaredIn, isTarget } from "./flow.js";
import { queryOf } from "./query.js";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** First words of names of what has an order, writes, asks a person, or moves on something that all share. */
const ORDERED = words(
  "accept acquire add append apply ask attempt begin call click close command commit confirm connect consume create delete deploy destroy dispatch down emit end ensure evaluate exec execute finish flush goto init insert install invoke lock login migrate move next npm open post press prompt publish pull push put question readline recv register release remove rename reset retry rollback run save select set setup spawn start step stop store sync take then trigger try type unlock up update upsert visit wait walk with write",
);
/** First words of names of what only looks. */
const READING = words(
  "check compute count describe exists fetch find get has is json list load lookup resolve should size stat text",
);
/** First words of names of what is done for each, and whose answer nobody waits for. */
const DELIVERING = words("deliver download email notify ping prefetch preload send upload");
/** What only one may use at a time. */
export const SHARED =
  /^(browser|client|conn|connection|cursor|db|driver|inquirer|iterator|lock|mutex|page|queryRunner|reader|rl|session|socket|stream|t|transaction|trx|tx|writer)$/;
/** Calls that work alone whatever their names begin with. */
const ALONE = /^(import|fs\.promises\.\w+|fs\/promises\.\w+|fetch)$/;

/** @param operand - what is awaited: a call that asks for something of the loop's item and shares nothing */
export function isIndependent(operand: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  const links = chainOf(operand, model);
  const root = links.at(-1);
  if (root === undefined || queryOf(operand, model) !== undefined) return false;
  // That is how things run at the same time.
  if (root.receiver?.text === "Promise") return false;
  if (identifiersOf(operand, model).some(({ text }) => SHARED.test(text))) return false;
  if (ALONE.test(model.calleeName(root.call) ?? root.call.field("function")?.text ?? "")) return true;
  return links.every((link) => isFree(link, loop, model));
}

/** The method of an item or of `this` is trusted only with a name that reads. */
function isFree({ call, method, receiver }: Link, loop: SyntaxNode, model: Model): boolean {
  const callee = model.dialect.unwrap(model.dialect.callee(call) ?? call);
  if (method === undefined && callee.kind !== "identifier") return false;
  const name = method ?? callee.text;
  if (name === "then" || name === "catch") return true;
  if (ORDERED.has(firstWord(name)) || name === "read") return false;
  const owner = receiver ?? callee;
  // `mapInOrder(items, run)`: the order is what it is for.
  if (receiver === undefined && isParameter(callee, model)) return false;
  const isOwned =
    receiver?.kind === "this" ||
    identifiersOf(owner, model).some((identifier) => {
      const binding = model.bindingOf(identifier);
      return binding !== undefined && isDeclaredIn(binding, loop);
    });
  return !isOwned || READING.has(firstWord(name));
}

/** `get` of `getUser` and of `get_user`. */
const firstWord = (name: string): string => /^[a-z]*/.exec(name)?.[0] ?? "";

function isParameter(name: SyntaxNode, model: Model): boolean {
  return model.bindingOf(name)?.definitions.some(({ form }) => form === "parameter") === true;
}

/** Whether the call does something for the item alone, so that its order is nothing to the others. */
export function delivers(operand: SyntaxNode, model: Model): boolean {
  const [last, more] = chainOf(operand, model);
  const name = last?.method ?? last?.call.field("function")?.text ?? "";
  return more === undefined && DELIVERING.has(firstWord(name));
}

/**
 * Whether an iteration hands nothing to the next one: it assigns no variable of outside, and what it collects into it
 * does not look at.
 */
export function carriesNothing(loop: SyntaxNode, model: Model): boolean {
  const body = loop.field("body");
  if (body === undefined) return false;
  return [...body.descendants()].every((node) => {
    if (isTarget(node)) return isOfItem(node, loop, model);
    if (!model.dialect.identifiers.has(node.kind) || !changesObject(node)) return true;
    const binding = model.bindingOf(node);
    if (binding === undefined || isDeclaredIn(binding, loop)) return true;
    return model.usesOf(binding).every((use) => !use.isWithin(body) || changesObject(use));
  });
}

/** Whether what is assigned belongs to the item (`post.author = ...`) or to its place (`byId[post.id] = ...`). */
function isOfItem(target: SyntaxNode, loop: SyntaxNode, model: Model): boolean {
  return [target, ...target.descendants()].some((part) => {
    const binding = model.bindingOf(part);
    const isRootOrIndex =
      part === target ||
      part.fieldName === "index" ||
      part.fieldName === "object" ||
      part.parent?.fieldName === "index";
    return binding !== undefined && isRootOrIndex && isDeclaredIn(binding, loop);
  });
}
