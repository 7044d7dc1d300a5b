/** Which attributes of a row lead to other rows: relations, that a query loads when they are first read. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { classFields, classNamed } from "./classes.js";
import type { QueryChain } from "./query-chain.js";

export interface Relation {
  /** Whether it leads to many rows. */
  readonly isMany: boolean;
  /** False when only the way it is used speaks for a relation. */
  readonly isDeclared: boolean;
}

const MANY: Relation = { isMany: true, isDeclared: false };
const TO_ONE = new Set(["ForeignKey", "OneToOneField", "ForeignKeyField"]);
const EAGER = /\blazy\s*=\s*["'](?:joined|selectin|subquery|immediate|noload|raise|dynamic|write_only)/;
/** Parts of values that are columns: dates, files, enumerations, numbers, points. */
const COLUMN_PARTS = new Set(
  "year month day hour minute second microsecond tzinfo url path size value label hex real imag x y lat lng coords days seconds".split(
    " ",
  ),
);
const FILE = /(?:^|_)(?:file|image|img|photo|avatar|logo|picture|document|attachment|thumbnail|icon|cover)(?:_|$)/i;
const COLLECTORS = new Set(["len", "list", "sorted", "sum", "any", "all", "max", "min", "set", "tuple"]);
/** Methods of a related manager that take nothing. */
const MANAGER_METHODS = new Set(["all", "count", "exists", "first", "last", "get"]);

/** @param attribute - `row.name`, read in a loop over rows of the class */
export function relationOf(
  attribute: SyntaxNode,
  { library, className }: QueryChain,
  model: Model,
): Relation | undefined {
  const name = attribute.field("attribute")?.text ?? "";
  const definition = className === undefined ? undefined : classNamed(className, model);
  if (definition === undefined || className === undefined) {
    // Django's managers cannot be iterated: what can is a property, or a list.
    const isWalkable = library === "SQLAlchemy";
    return guessed(attribute, name) ?? (isWalkable && isCollected(attribute, model) ? MANY : undefined);
  }
  const field = classFields(definition).get(name);
  const kind = field === undefined ? "" : model.calleeTail(field);
  if (TO_ONE.has(kind)) return { isMany: false, isDeclared: true };
  if (kind === "relationship") return EAGER.test(field?.text ?? "") ? undefined : { isMany: true, isDeclared: true };
  const isBack = name.endsWith("_set") || kind === "ManyToManyField" || backNames(className, model).has(name);
  return isBack && managerMethod(attribute) !== undefined ? { isMany: true, isDeclared: true } : undefined;
}

/** `row.name.other` that is not called, or `row.name.all()`. */
function guessed(attribute: SyntaxNode, name: string): Relation | undefined {
  if (managerMethod(attribute) !== undefined) return MANY;
  const outer = attribute.parent;
  if (outer?.kind === "attribute" && outer.parent?.kind !== "call") {
    const part = outer.field("attribute")?.text ?? "";
    const isColumn = COLUMN_PARTS.has(part) || part.startsWith("_") || FILE.test(name);
    return isColumn ? undefined : { isMany: false, isDeclared: false };
  }
  return undefined;
}

/** The method in `row.orders.all()`, when it is called without arguments. */
function managerMethod(attribute: SyntaxNode): string | undefined {
  const outer = attribute.parent;
  const call = outer?.kind === "attribute" ? outer.parent : undefined;
  const name = outer?.field("attribute")?.text ?? "";
  if (call?.kind !== "call" || call.field("function") !== outer || !MANAGER_METHODS.has(name)) return undefined;
  return call.field("arguments")?.children.length === 0 ? name : undefined;
}

/** Iterated or counted, here or by the name it is given. */
function isCollected(value: SyntaxNode, model: Model): boolean {
  const { parent } = value;
  if (parent?.kind === "assignment" && parent.field("right") === value) {
    const binding = model.bindingOf(parent.field("left") ?? parent);
    if (binding === undefined) return false;
    const isHere = (use: SyntaxNode) => model.scopes.reaching(use, binding).some((one) => one.value === value);
    return model.usesOf(binding).some((use) => isWalked(use) && isHere(use));
  }
  return isWalked(value);
}

function isWalked(value: SyntaxNode): boolean {
  const { parent } = value;
  if (parent?.kind === "for_statement" || parent?.kind === "for_in_clause") return parent.field("right") === value;
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  return call?.kind === "call" && COLLECTORS.has(call.field("function")?.text ?? "");
}

/** Names by which other classes of the file lead back to this one. */
function backNames(className: string, model: Model): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { definitions } of model.scopes.scopeOf(model.tree.root).bindings.values()) {
    for (const { form, value } of definitions) {
      if (form !== "class" || value === undefined) continue;
      for (const field of classFields(value).values()) {
        const [target] = field.field("arguments")?.children ?? [];
        const back = /\brelated_name\s*=\s*["'](\w+)["']/.exec(field.text)?.[1];
        if (back !== undefined && target?.text.replace(/["']/g, "") === className.slice(1)) names.add(back);
      }
    }
  }
  return names;
}
