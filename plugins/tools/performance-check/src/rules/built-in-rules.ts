/** Every rule that comes with the tool. */
import type { Rule } from "../rule.js";
import { ecmaRules } from "./ecma.js";
import { pythonRules } from "./python.js";

export const builtInRules: readonly Rule[] = [...pythonRules, ...ecmaRules];
