/** The classes of a file: what they derive from, what their bodies assign. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";

/** The definition of a class of the file by its resolved name, `.Book`. */
export function classNamed(name: string, model: Model): SyntaxNode | undefined {
  if (!name.startsWith(".")) return undefined;
  const root = model.scopes.scopeOf(model.tree.root);
  const definition = root.bindings.get(name.slice(1))?.definitions.find(({ form }) => form === "class");
  return definition?.value;
}

/** Resolved names of the bases, and of theirs where they are of the same file. The class itself when it is not. */
export function classBases(name: string, model: Model): readonly string[] {
  const found = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const definition = classNamed(next, model);
    if (definition === undefined) found.add(next);
    for (const base of definition?.field("superclasses")?.children ?? []) {
      const resolved = model.resolve(base);
      if (resolved !== undefined && !found.has(resolved) && resolved !== next) open.push(resolved);
    }
    if (found.size + open.length > 50) break;
  }
  return [...found];
}

/** The calls that a class's body assigns to names: `author = ForeignKey(Author)` is author's. */
export function classFields(definition: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const fields = new Map<string, SyntaxNode>();
  for (const statement of definition.field("body")?.children ?? []) {
    const [assignment] = statement.kind === "expression_statement" ? statement.children : [];
    const left = assignment?.kind === "assignment" ? assignment.field("left") : undefined;
    const right = assignment?.field("right");
    if (left?.kind === "identifier" && right?.kind === "call") fields.set(left.text, right);
  }
  return fields;
}
