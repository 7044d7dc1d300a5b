/** Plans without a policy: what a policy admits, is taken as given. */
import { loadPatterns } from "@portcullis/core";
import type { SafePattern } from "@portcullis/plugin-api";
import type { Plan } from "../src/plan/plan.js";
import { planOf } from "./insides.js";

export const patterns = await loadPatterns();

export interface Flags {
  readonly literal?: boolean;
  readonly ignoreCase?: boolean;
  readonly wholeWord?: boolean;
}

/** @returns undefined when no line can match */
export function planFor(source: string, { literal = false, ignoreCase = false, wholeWord = false }: Flags = {}) {
  const keyword: SafePattern = { source, syntax: literal ? "literal" : "regex", ignoreCase, test: () => false };
  return planOf(keyword, wholeWord, patterns);
}

export function planned(source: string, flags?: Flags): Plan {
  const plan = planFor(source, flags);
  if (plan === undefined) throw new Error(`${source} asks for a line break`);
  return plan;
}
