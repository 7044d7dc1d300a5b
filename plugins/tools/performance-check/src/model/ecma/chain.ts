/** A chain of calls, `knex("users").where({ id }).first()`, taken apart. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";

export interface Link {
  readonly call: SyntaxNode;
  /** The method's name; nothing for the call of a plain name that the chain may begin with. */
  readonly method?: string;
  /** What the method is called on. */
  readonly receiver?: SyntaxNode;
}

/** @returns the calls of the chain, the last first */
export function chainOf(expression: SyntaxNode, model: Model): Link[] {
  const links: Link[] = [];
  let inner = model.dialect.unwrap(expression);
  while (inner.kind === "call_expression") {
    const callee = model.dialect.unwrap(inner.field("function") ?? inner);
    const member = model.dialect.member(callee);
    if (member === undefined) return [...links, { call: inner }];
    links.push({ call: inner, method: member.name, receiver: member.object });
    inner = model.dialect.unwrap(member.object);
  }
  return links;
}
