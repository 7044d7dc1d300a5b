/** The rules that are at work, each with what becomes of its finds: as the manifest says. */
import { StartRefusal } from "@portcullis/plugin-api";
import type { Action, Rule } from "./rule.js";
import { rules } from "./rules/rules.js";

/** A rule at work. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly action: Action;
}

/** @throws {@link StartRefusal} `RULE_UNKNOWN` */
export function activeRules(chosen: Readonly<Record<string, Action | "off">>): ActiveRule[] {
  for (const id of Object.keys(chosen)) {
    if (!rules.some((rule) => rule.id === id))
      throw new StartRefusal("RULE_UNKNOWN", `There is no rule ${id}.`, ["rules", id]);
  }
  return rules.flatMap((rule) => {
    const action = chosen[rule.id] ?? "redact";
    return action === "off" ? [] : [{ rule, action }];
  });
}
