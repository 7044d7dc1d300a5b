/** Plans without a policy: what a policy admits, is taken as given. */
import { loadPatterns } from "@portcullis/core";
import type { SafePattern } from "@portcullis/plugin-api";
import type { Block, TrigramIndex } from "../src/index/trigram-index.js";
import type { Matcher } from "../src/match/matcher.js";
import type { Plan } from "../src/plan/plan.js";
import { matcherOf, planOf, questionOf, Scanner } from "./insides.js";

export const patterns = await loadPatterns();
const scanner = new Scanner();

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

export const matcherFor = (plan: Plan, using = patterns): Matcher => matcherOf(plan, using, scanner);

export const candidatesFor = (index: TrigramIndex, plan: Plan, file: number): readonly Block[] | undefined =>
  index.candidates(file, questionOf(plan));
