/** Which rules to ask about which node: by the node's kind, by the last part of a callee's name, by a query. */
import { Query, type Tree } from "web-tree-sitter";
import { dialectOf } from "../model/dialects.js";
import type { Model } from "../model/model.js";
import type { Rule } from "../rule.js";
import type { Vocabulary } from "../vocabulary/vocabulary.js";
import type { Grammar } from "./grammar.js";
import type { SyntaxNode, SyntaxTree } from "./syntax-tree.js";

/** Matches of a query that may be open at once. */
const MAX_MATCHES = 10_000;

type Ask = (rule: Rule, node: SyntaxNode) => void;

export class RuleIndex {
  readonly #byKind: (readonly Rule[] | undefined)[];
  readonly #byCallee = new Map<string, Set<Rule>>();
  /** Rules for calls of every name of a module (`requests.*`). */
  readonly #everyCall = new Set<Rule>();
  readonly #isCall: readonly boolean[];
  /** 1 for the kinds that anything is asked of. */
  readonly #isAsked: Uint8Array;
  readonly #queries: readonly { readonly rule: Rule; readonly query: Query }[];

  /** @throws QueryError when a rule's query does not fit the grammar */
  constructor(rules: readonly Rule[], grammar: Grammar, vocabulary: Vocabulary) {
    const { calls } = dialectOf(grammar.language);
    this.#isCall = grammar.kinds.map(({ name, isNamed }) => isNamed && calls.has(name));
    this.#byKind = grammar.kinds.map(({ name }) => {
      const interested = rules.filter(({ on }) => on.kinds?.includes(name));
      return interested.length === 0 ? undefined : interested;
    });
    for (const rule of rules) for (const name of calleesOf(rule, vocabulary)) this.#addCallee(name, rule);
    const isCallAsked = this.#byCallee.size + this.#everyCall.size > 0;
    this.#isAsked = Uint8Array.from(grammar.kinds, (_, id) =>
      this.#byKind[id] !== undefined || (isCallAsked && this.#isCall[id]) ? 1 : 0,
    );
    this.#queries = rules.flatMap((rule) =>
      rule.on.query === undefined ? [] : [{ rule, query: new Query(grammar.compiled, rule.on.query) }],
    );
  }

  /** Asks the rules about every node that they are indexed by. */
  walk(tree: SyntaxTree, model: Model, ask: Ask): void {
    const { kind, count } = tree.rows;
    for (let row = 0; row < count; row++) {
      const id = kind[row] ?? 0;
      if (this.#isAsked[id] === 1) this.#dispatch(id, tree, row, model, ask);
    }
  }

  #dispatch(kind: number, tree: SyntaxTree, row: number, model: Model, ask: Ask): void {
    const interested = this.#byKind[kind];
    if (interested !== undefined) for (const rule of interested) ask(rule, tree.node(row));
    if (!this.#isCall[kind]) return;
    const call = tree.node(row);
    const named = this.#byCallee.get(model.calleeTail(call));
    if (named !== undefined) for (const rule of named) if (!interested?.includes(rule)) ask(rule, call);
    for (const rule of this.#everyCall) if (!named?.has(rule) && !interested?.includes(rule)) ask(rule, call);
  }

  /**
   * Asks about what the queries of rules capture as `@match`.
   *
   * @returns false when there was no time for all
   */
  queried(parsed: Tree, tree: SyntaxTree, deadline: number, ask: Ask): boolean {
    const progressCallback = () => performance.now() > deadline;
    for (const { rule, query } of this.#queries) {
      const captures = query.captures(parsed.rootNode, { matchLimit: MAX_MATCHES, progressCallback });
      for (const { name, node } of captures) {
        if (name !== "match") continue;
        const found = tree.find(node.startIndex, node.endIndex, node.type);
        if (found !== undefined) ask(rule, found);
      }
      if (query.didExceedMatchLimit() || performance.now() > deadline) return false;
    }
    return true;
  }

  #addCallee(name: string, rule: Rule): void {
    if (name === "*") this.#everyCall.add(rule);
    else this.#byCallee.set(name, (this.#byCallee.get(name) ?? new Set()).add(rule));
  }
}

function calleesOf({ on }: Rule, vocabulary: Vocabulary): readonly string[] {
  const blocking = (on.blocking ?? []).flatMap((group) => vocabulary.blocking[group]);
  const queries = (on.queries ?? []).flatMap((use) => vocabulary.queries.flatMap((methods) => methods[use]));
  return [...(on.calls ?? []), ...queries, ...blocking.map(({ call }) => call.slice(call.lastIndexOf(".") + 1))];
}
