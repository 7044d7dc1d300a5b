/** What a language tells the model: the only part of it that is written once per language family. */
import type { SyntaxNode } from "../engine/syntax-tree.js";
import type { Model } from "./model.js";
import type { Definition } from "./scope.js";
import type { Type } from "./type.js";

/** `name` is bound in the scope around `at`. Given by the model to a binder. */
export type Declare = (name: SyntaxNode, definition: Omit<Definition, "name">, at?: SyntaxNode) => void;

export interface Dialect {
  /** Kinds that define a function: `function_definition`, `lambda`, `arrow_function`. */
  readonly functions: ReadonlySet<string>;
  isAsync(fn: SyntaxNode): boolean;
  /** The name for a person, if it has one: a method as `Class.method`. */
  functionName(fn: SyntaxNode): string | undefined;

  /** Kinds that may repeat a child: loops, comprehensions. */
  readonly loops: ReadonlySet<string>;
  /** Whether the direct child runs once per iteration: a body does, the loop's own iterable does not. */
  repeats(loop: SyntaxNode, child: SyntaxNode): boolean;
  /** The loop that a function is the body of: the call for `xs.forEach(fn)`. Nothing where there is no such idea. */
  callbackLoop(fn: SyntaxNode): SyntaxNode | undefined;

  /** Kinds that open a scope. */
  readonly scopes: ReadonlySet<string>;
  /** Whether the direct child is evaluated inside the scope: a function's default values are not, in Python. */
  isInside(scope: SyntaxNode, child: SyntaxNode): boolean;
  /** Whether functions inside do not see the scope's names: a Python class. */
  isHidden(scope: SyntaxNode): boolean;
  /** Kinds of identifiers: `identifier`, in ecma also `shorthand_property_identifier`. */
  readonly identifiers: ReadonlySet<string>;
  /** Whether an identifier names a variable, and not a member or a keyword argument. */
  isVariable(identifier: SyntaxNode): boolean;
  /** Kinds whose insides may not run, or not run once: `if_statement`, `for_statement`, functions, classes. */
  readonly branches: ReadonlySet<string>;
  /** The name of the module whose members need no import: `builtins`, `globalThis`. */
  readonly builtins: string;
  /** What a name that the file does not bind most likely is: `Path` in a snippet without its imports is `pathlib.Path`. */
  readonly wellKnown: Readonly<Record<string, string>>;
  /** What binds a name, by the kind of node. */
  readonly binders: Readonly<Record<string, (node: SyntaxNode, declare: Declare) => void>>;

  /** Kinds of calls: `call`; `call_expression`, `new_expression`. */
  readonly calls: ReadonlySet<string>;
  callee(call: SyntaxNode): SyntaxNode | undefined;
  /** `object.name`, parentheses and `await`s left alone. Nothing for any other node. */
  member(node: SyntaxNode): { readonly object: SyntaxNode; readonly name: string } | undefined;
  /** The expression inside parentheses, casts and the like: the node itself when there are none. */
  unwrap(node: SyntaxNode): SyntaxNode;

  /** The type of an expression: literals, operators, calls; of a name, only what the name itself says. */
  typeOf(expression: SyntaxNode, model: Model): Type | undefined;
  /** The type that a definition gives to its name. */
  typeOfDefinition(definition: Definition, model: Model): Type | undefined;
}
