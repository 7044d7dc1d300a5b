/** A dialect's kinds by the grammar's numbers: what walks up a tree asks at every step. */
import type { Grammar } from "../engine/grammar.js";
import type { Dialect } from "./dialect.js";

export interface KindSets {
  readonly functions: readonly boolean[];
  readonly loops: readonly boolean[];
  readonly scopes: readonly boolean[];
  readonly identifiers: readonly boolean[];
  readonly binders: readonly (Dialect["binders"][string] | undefined)[];
}

const known = new WeakMap<Grammar, KindSets>();

export function kindSets(grammar: Grammar, dialect: Dialect): KindSets {
  const kept = known.get(grammar);
  if (kept !== undefined) return kept;
  const { kinds } = grammar;
  const of = (names: ReadonlySet<string>) => kinds.map(({ name, isNamed }) => isNamed && names.has(name));
  const sets: KindSets = {
    functions: of(dialect.functions),
    loops: of(dialect.loops),
    scopes: of(dialect.scopes),
    identifiers: of(dialect.identifiers),
    binders: kinds.map(({ name, isNamed }) => (isNamed ? dialect.binders[name] : undefined)),
  };
  known.set(grammar, sets);
  return sets;
}
