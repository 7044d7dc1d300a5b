/**
 * What rules ask about a file beyond its syntax: which function a node runs in and whether that is async, which loop
 * repeats it, what a name is bound to, what a callee is called, what type a value has. All answers are lazy: a file
 * in which no rule asks costs nothing here. The parts that differ between languages are a Dialect
 * (dialect.ts): python.ts is one, ecma.ts the other; who adds a language implements that interface and no more.
 */
import type { Language } from "../engine/language.js";
import type { SyntaxNode, SyntaxTree } from "../engine/syntax-tree.js";
import type { Vocabulary } from "../vocabulary/vocabulary.js";
import type { Dialect } from "./dialect.js";
import { type KindSets, kindSets } from "./kind-sets.js";
import { type Binding, type Definition, Scopes } from "./scope.js";
import type { Type } from "./type.js";

/** How far a chain of names is followed (`a = b; b = c; ...`), and types within types. */
const MAX_STEPS = 100;

export class Model {
  readonly #kinds: KindSets;
  #scopes: Scopes | undefined;
  readonly #types = new Map<number, Type | undefined>();
  readonly #names = new Map<number, string | undefined>();
  /** Rows whose types are being found. */
  readonly #open = new Set<number>();
  #steps = 0;

  constructor(
    readonly tree: SyntaxTree,
    readonly dialect: Dialect,
    readonly vocabulary: Vocabulary,
  ) {
    this.#kinds = kindSets(tree.grammar, dialect);
  }

  get language(): Language {
    return this.tree.grammar.language;
  }

  get scopes(): Scopes {
    this.#scopes ??= new Scopes(this.tree, this.dialect);
    return this.#scopes;
  }

  /** The nearest function whose body the node is in. */
  enclosingFunction(node: SyntaxNode): SyntaxNode | undefined {
    const { functions } = this.#kinds;
    const { kind, parent } = this.tree.rows;
    let child = node.row;
    for (let row = parent[child] ?? -1; row !== -1; child = row, row = parent[row] ?? -1) {
      if (functions[kind[row] ?? 0] && this.#isInside(row, child)) return this.tree.node(row);
    }
    return undefined;
  }

  /** Whether the nearest function is async. A nested function or a lambda that is not resets it. */
  isAsync(node: SyntaxNode): boolean {
    const fn = this.enclosingFunction(node);
    return fn !== undefined && this.dialect.isAsync(fn);
  }

  /** The name of the nearest function that has one. */
  functionName(node: SyntaxNode): string | undefined {
    for (let fn = this.enclosingFunction(node); fn !== undefined; fn = this.enclosingFunction(fn)) {
      const name = this.dialect.functionName(fn);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /** The innermost loop or comprehension of the same function that runs the node once per iteration. */
  loopOf(node: SyntaxNode): SyntaxNode | undefined {
    const { functions, loops } = this.#kinds;
    const { kind, parent } = this.tree.rows;
    let child = node.row;
    for (let row = parent[child] ?? -1; row !== -1; child = row, row = parent[row] ?? -1) {
      const id = kind[row] ?? 0;
      if (loops[id] && this.dialect.repeats(this.tree.node(row), this.tree.node(child))) return this.tree.node(row);
      if (functions[id] && this.#isInside(row, child)) return this.dialect.callbackLoop(this.tree.node(row));
    }
    return undefined;
  }

  /** Every loop of the same function around the node, the innermost first. */
  loopsOf(node: SyntaxNode): SyntaxNode[] {
    const loops: SyntaxNode[] = [];
    for (let loop = this.loopOf(node); loop !== undefined; loop = this.loopOf(loop)) loops.push(loop);
    return loops;
  }

  /** What the identifier is bound to in this file. */
  bindingOf(identifier: SyntaxNode): Binding | undefined {
    return this.dialect.identifiers.has(identifier.kind) ? this.scopes.bindingOf(identifier) : undefined;
  }

  /** Every identifier of the binding, its definitions included, in the order of the text. */
  usesOf(binding: Binding): readonly SyntaxNode[] {
    return this.scopes.usesOf(binding);
  }

  /**
   * The dotted name of a callee or any other expression of names and members, imports and plain aliases followed:
   * `requests.get` for `r.get` after `import requests as r`, `Foo().bar` gives nothing. A name that the file does not
   * bind stands for itself, so that a snippet without imports still resolves; one that it binds to something else
   * than an import, a function or class of its own or an alias gives nothing.
   */
  resolve(expression: SyntaxNode): string | undefined {
    const node = this.dialect.unwrap(expression);
    if (this.#names.has(node.row)) return this.#names.get(node.row);
    // For the names that lead back here: `a = b` and `b = a` in a loop.
    this.#names.set(node.row, undefined);
    const found = this.#within(() => this.#resolve(node));
    this.#names.set(node.row, found);
    return found;
  }

  /** The last part of what is called, an import's alias followed: the name that rules are indexed by. */
  calleeTail(call: SyntaxNode): string {
    const callee = this.dialect.callee(call);
    if (callee === undefined) return "";
    const inner = this.dialect.unwrap(callee);
    const member = this.dialect.member(inner);
    if (member !== undefined) return member.name;
    if (this.dialect.identifiers.has(inner.kind) && !this.scopes.aliases.has(inner.text)) return inner.text;
    const name = this.resolve(inner) ?? "";
    return name.slice(name.lastIndexOf(".") + 1);
  }

  /** The resolved name of what is called; a method of an object of a known type as `requests.Session.get`. */
  calleeName(call: SyntaxNode): string | undefined {
    const callee = this.dialect.callee(call);
    if (callee === undefined) return undefined;
    const member = this.dialect.member(this.dialect.unwrap(callee));
    const receiver = member && this.typeOf(member.object);
    return member === undefined || receiver === undefined ? this.resolve(callee) : `${receiver.name}.${member.name}`;
  }

  /** The type of an expression, where the text says one. */
  typeOf(expression: SyntaxNode): Type | undefined {
    const node = this.dialect.unwrap(expression);
    if (this.#types.has(node.row)) return this.#types.get(node.row);
    this.#types.set(node.row, undefined);
    this.#open.add(node.row);
    const found = this.#within(() => this.#typeOf(node));
    this.#open.delete(node.row);
    this.#types.set(node.row, found);
    return found;
  }

  #typeOf(node: SyntaxNode): Type | undefined {
    if (!this.dialect.identifiers.has(node.kind)) return this.dialect.typeOf(node, this);
    const binding = this.bindingOf(node);
    const found = binding && this.#agreed(this.scopes.reaching(node, binding));
    return found ?? this.dialect.typeOf(node, this);
  }

  /** The one type that all the definitions give; those that keep what is there, and `None`, count for nothing. */
  #agreed(definitions: readonly Definition[]): Type | undefined {
    let agreed: Type | undefined;
    for (const definition of definitions) {
      if (this.#keeps(definition)) continue;
      const found = this.#within(() => this.dialect.typeOfDefinition(definition, this));
      if (found?.name === "None") continue;
      if (found === undefined || (agreed !== undefined && agreed.name !== found.name)) return undefined;
      agreed ??= found;
    }
    return agreed;
  }

  /** `s += x`; `s = s + x`, when it is the type of this that is asked for. */
  #keeps({ form, value }: Definition): boolean {
    if (form === "augmented" || form === "deletion" || form === "outer") return true;
    return value !== undefined && this.#open.has(this.dialect.unwrap(value).row);
  }

  #resolve(node: SyntaxNode): string | undefined {
    const member = this.dialect.member(node);
    if (member !== undefined) {
      const object = this.resolve(member.object);
      if (object === this.dialect.builtins) return member.name;
      return object === undefined ? undefined : `${object}.${member.name}`;
    }
    if (!this.dialect.identifiers.has(node.kind)) return undefined;
    const binding = this.bindingOf(node);
    if (binding === undefined) return this.#unbound(node.text);
    const reaching = this.scopes.reaching(node, binding);
    const names = new Set(reaching.map((definition) => this.#nameOf(definition)));
    const [name] = names;
    // `try: import a` and `except ImportError: import b as a`: the first is what is meant.
    return names.size === 1 || reaching.every(({ form }) => form === "import") ? name : undefined;
  }

  #unbound(name: string): string {
    return Object.hasOwn(this.dialect.wellKnown, name) ? (this.dialect.wellKnown[name] ?? name) : name;
  }

  #nameOf({ form, name, imported, value }: Definition): string | undefined {
    if (form === "import") return imported;
    if (form === "function" || form === "class") return `.${name.text}`;
    const isPlain = form === "assignment" || form === "reassignment";
    return isPlain && value !== undefined ? this.resolve(value) : undefined;
  }

  #isInside(scope: number, child: number): boolean {
    return this.dialect.isInside(this.tree.node(scope), this.tree.node(child));
  }

  #within<T>(ask: () => T | undefined): T | undefined {
    if (this.#steps >= MAX_STEPS) return undefined;
    this.#steps++;
    try {
      return ask();
    } finally {
      this.#steps--;
    }
  }
}
