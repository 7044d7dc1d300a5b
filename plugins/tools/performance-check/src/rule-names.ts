/** Rules by name, as callers and comments write them: an id, or a category for all of its rules. */
import { CATEGORIES, type Category } from "./finding.js";
import { builtInRules } from "./rules/built-in-rules.js";

const ids = new Set(builtInRules.map(({ id }) => id));
const offByDefault = new Set(builtInRules.filter((rule) => !rule.enabledByDefault).map(({ id }) => id));
const categories = new Set<string>(CATEGORIES);

/** A category stands for those of its rules that are on by default. */
export const isNamed = (names: ReadonlySet<string>, rule: string, category: Category): boolean =>
  names.has(rule) || (names.has(category) && !offByDefault.has(rule));

export const isOffByDefault = (name: string): boolean => offByDefault.has(name);

/** The index of the first name that is neither. */
export function unknownName(names: readonly string[], ownRules: ReadonlySet<string>): number | undefined {
  const found = names.findIndex((name) => !ids.has(name) && !ownRules.has(name) && !categories.has(name));
  return found === -1 ? undefined : found;
}
