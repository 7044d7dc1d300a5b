/** Reads a project's rules, and holds each to its own tests. */
import { Query } from "web-tree-sitter";
import { Analyser } from "../engine/analyser.js";
import { loadGrammar } from "../engine/grammar.js";
import type { Rule } from "../rule.js";
import type { Vocabulary } from "../vocabulary/vocabulary.js";
import { type OwnRule, ownRules, ruleOf } from "./own-rule.js";
import type { SettingsError } from "./settings-error.js";
import { readSettings } from "./settings-file.js";

type Fault = (at: readonly PropertyKey[], what: string) => SettingsError;

interface Project {
  /** Ids that a rule may not have; those of the file are added. */
  readonly taken: Set<string>;
  readonly vocabulary: Vocabulary;
  /** When all tests must have run, by `performance.now()`. */
  readonly deadline: number;
}

/**
 * @param file - its path beneath the root
 * @throws {@link SettingsError} at the first fault
 */
export async function readOwnRules(
  file: string,
  text: string,
  { taken, vocabulary, deadline }: Project,
): Promise<Rule[]> {
  const { value, fault } = readSettings(file, text, ownRules);
  const rules: Rule[] = [];
  for (const [index, own] of value.entries()) {
    const faultHere: Fault = (at, what) => fault([index, ...at], what);
    if (taken.has(own.id)) throw faultHere(["id"], "there is a rule of this name");
    taken.add(own.id);
    await checkQuery(own, faultHere);
    const rule = ruleOf(own);
    await test(own, new Analyser([rule], vocabulary), faultHere, deadline);
    rules.push(rule);
  }
  return rules;
}

async function checkQuery({ language, match: { query } }: OwnRule, fault: Fault): Promise<void> {
  if (query === undefined) return;
  // The parser's library makes a RegExp of V8's of the text that follows on `#match?` and its kin. No file may.
  if (query.includes("match?")) throw fault(["match", "query"], "match? and the like are not supported");
  if (!query.includes("@match")) throw fault(["match", "query"], "nothing in it is captured as @match");
  for (const name of language) {
    const { compiled } = await loadGrammar(name);
    try {
      new Query(compiled, query).delete();
    } catch (error) {
      throw fault(["match", "query"], `${error instanceof Error ? error.message : "cannot be read"} (for ${name})`);
    }
  }
}

async function test({ language, tests }: OwnRule, analyser: Analyser, fault: Fault, deadline: number): Promise<void> {
  for (const kind of ["bad", "good"] as const) {
    for (const [index, code] of tests[kind].entries()) {
      if (performance.now() > deadline) throw fault([], "the tests take too long");
      for (const name of language) {
        const { findings } = await analyser.analyse(code, name);
        if (findings.length > 0 === (kind === "bad")) continue;
        throw fault(["tests", kind, index], `the rule ${kind === "bad" ? "does not fire" : "fires"} here`);
      }
    }
  }
}
