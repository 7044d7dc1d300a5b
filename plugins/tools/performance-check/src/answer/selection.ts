/** Which issues a caller asked for. */
import type { Input } from "../input.js";
import type { Issue } from "../output.js";
import { isNamed } from "../rule-names.js";
import { severityRank } from "./order.js";

type Asked = Pick<Input, "rules" | "exclude_rules" | "min_severity" | "changed_lines">;

/** @returns whether an issue is one of them */
export function selection({ rules, exclude_rules, min_severity, changed_lines }: Asked): (issue: Issue) => boolean {
  const only = new Set(rules);
  const never = new Set(exclude_rules);
  const least = severityRank(min_severity);
  return ({ rule_id, category, severity, path, line_number, end_line_number }) => {
    if (only.size > 0 && !isNamed(only, rule_id, category)) return false;
    if (isNamed(never, rule_id, category) || severityRank(severity) < least) return false;
    if (changed_lines === undefined) return true;
    return changed_lines.some(
      (changed) =>
        (changed.path === undefined || changed.path === path) &&
        changed.start <= end_line_number &&
        changed.end >= line_number,
    );
  };
}
