/** Names: where each is bound, and which binding a use of it means. */
import type { SyntaxNode, SyntaxTree } from "../engine/syntax-tree.js";
import type { Declare, Dialect } from "./dialect.js";
import { type KindSets, kindSets } from "./kind-sets.js";
import { reaching } from "./reaching.js";

export type Form =
  | "import"
  | "assignment"
  /** An assignment that gives a value to whatever the name means already, as every one in ecma does. */
  | "reassignment"
  | "augmented"
  | "unpacking"
  | "parameter"
  | "loop"
  | "with"
  | "exception"
  | "function"
  | "class"
  | "deletion"
  /** `global x`: the name belongs to an outer scope. */
  | "outer";

/** One place that gives a name its value. */
export interface Definition {
  readonly form: Form;
  /** The identifier that is bound. */
  readonly name: SyntaxNode;
  /** What it is bound to: the right side, the iterable, the context expression, the function or class. */
  readonly value?: SyntaxNode | undefined;
  readonly annotation?: SyntaxNode | undefined;
  /** For an import, the dotted name: `requests.get` for `from requests import get as g`. */
  readonly imported?: string;
}

export interface Binding {
  readonly name: string;
  readonly scope: Scope;
  readonly definitions: Definition[];
}

export interface Scope {
  readonly node: SyntaxNode;
  readonly parent: Scope | undefined;
  readonly bindings: Map<string, Binding>;
}

export class Scopes {
  readonly #scopes = new Map<number, Scope>();
  /** Names that may stand for another one: `from time import sleep as nap`, `nap = sleep`. */
  readonly aliases = new Set<string>();
  /** By the row of a defining identifier: a loop's variable may stand outside the scope that it is bound in. */
  readonly #defined = new Map<number, Binding>();
  readonly #reassignments: Definition[] = [];
  readonly #kinds: KindSets;
  readonly #usesOf = new Map<Binding, readonly SyntaxNode[]>();
  #uses: Map<string, SyntaxNode[]> | undefined;

  constructor(
    private readonly tree: SyntaxTree,
    private readonly dialect: Dialect,
  ) {
    const declare: Declare = (name, definition, at = name) => this.#declare(name, definition, at);
    this.#kinds = kindSets(tree.grammar, dialect);
    const { kind, count } = tree.rows;
    for (let row = 0; row < count; row++) this.#kinds.binders[kind[row] ?? 0]?.(tree.node(row), declare);
    for (const scope of this.#scopes.values()) this.#moveOut(scope);
    for (const definition of this.#reassignments) this.#reassign(definition);
  }

  /** The scope that the node is evaluated in. */
  scopeOf(node: SyntaxNode): Scope {
    const { kind, parent } = this.tree.rows;
    let child = node.row;
    for (let row = parent[child] ?? -1; row !== -1; child = row, row = parent[row] ?? -1) {
      if (!this.#kinds.scopes[kind[row] ?? 0]) continue;
      const scope = this.tree.node(row);
      if (this.dialect.isInside(scope, this.tree.node(child))) return this.#scope(scope);
    }
    return this.#scope(this.tree.root);
  }

  /** The binding that an identifier means, if the file binds it. */
  bindingOf(identifier: SyntaxNode): Binding | undefined {
    if (!this.dialect.isVariable(identifier)) return undefined;
    return this.#defined.get(identifier.row) ?? this.#lookUp(identifier);
  }

  #lookUp(identifier: SyntaxNode): Binding | undefined {
    const name = identifier.text;
    const own = this.scopeOf(identifier);
    for (let scope: Scope | undefined = own; scope !== undefined; scope = scope.parent) {
      if (scope !== own && this.dialect.isHidden(scope.node)) continue;
      const binding = scope.bindings.get(name);
      if (binding === undefined || binding.definitions.every(({ form }) => form === "outer")) continue;
      return binding;
    }
    return undefined;
  }

  /** The definitions whose value an identifier of the binding may have. */
  reaching(identifier: SyntaxNode, binding: Binding): readonly Definition[] {
    const isSameScope = this.scopeOf(identifier) === binding.scope;
    return reaching(identifier, binding.definitions, isSameScope, this.dialect);
  }

  /** Every identifier that means the binding, its definitions included, in the order of the text. */
  usesOf(binding: Binding): readonly SyntaxNode[] {
    const known = this.#usesOf.get(binding);
    if (known !== undefined) return known;
    this.#uses ??= this.#identifiers();
    const uses = (this.#uses.get(binding.name) ?? []).filter((use) => this.bindingOf(use) === binding);
    this.#usesOf.set(binding, uses);
    return uses;
  }

  #identifiers(): Map<string, SyntaxNode[]> {
    const uses = new Map<string, SyntaxNode[]>();
    const { kind, count } = this.tree.rows;
    for (let row = 0; row < count; row++) {
      if (!this.#kinds.identifiers[kind[row] ?? 0]) continue;
      const node = this.tree.node(row);
      const same = uses.get(node.text);
      if (same === undefined) uses.set(node.text, [node]);
      else same.push(node);
    }
    return uses;
  }

  #declare(name: SyntaxNode, definition: Omit<Definition, "name">, at: SyntaxNode): void {
    if (definition.form === "reassignment") {
      this.#reassignments.push({ name, ...definition });
      return;
    }
    const scope = this.scopeOf(at);
    const text = name.text;
    const binding = scope.bindings.get(text);
    this.#define(binding ?? { name: text, scope, definitions: [] }, { name, ...definition });
  }

  /** `global x` or `nonlocal x`: what the scope assigns to the name is assigned further out. */
  #moveOut({ bindings }: Scope): void {
    for (const binding of bindings.values()) {
      if (!binding.definitions.some(({ form }) => form === "outer")) continue;
      const own = binding.definitions.filter(({ form }) => form !== "outer");
      binding.definitions.splice(0, Infinity, ...binding.definitions.filter(({ form }) => form === "outer"));
      this.#reassignments.push(...own);
    }
  }

  /** A name that nothing declares is the module's. */
  #reassign(definition: Definition): void {
    const scope = this.#scope(this.tree.root);
    const binding = this.#lookUp(definition.name) ?? { name: definition.name.text, scope, definitions: [] };
    this.#define(binding, definition);
    binding.definitions.sort((a, b) => a.name.row - b.name.row);
  }

  #define(binding: Binding, definition: Definition): void {
    const { form, name, imported, value } = definition;
    if (binding.definitions.push(definition) === 1) binding.scope.bindings.set(binding.name, binding);
    if (form !== "outer") this.#defined.set(name.row, binding);
    if (form === "import" ? !imported?.endsWith(binding.name) : this.#isAlias(value)) this.aliases.add(binding.name);
  }

  /** A plain name or member: `nap = time.sleep`. */
  #isAlias(value: SyntaxNode | undefined): boolean {
    return (
      value !== undefined && (this.dialect.identifiers.has(value.kind) || this.dialect.member(value) !== undefined)
    );
  }

  #scope(node: SyntaxNode): Scope {
    const known = this.#scopes.get(node.row);
    if (known !== undefined) return known;
    const parent = node.parent === undefined ? undefined : this.scopeOf(node);
    const scope: Scope = { node, parent, bindings: new Map() };
    this.#scopes.set(node.row, scope);
    return scope;
  }
}
