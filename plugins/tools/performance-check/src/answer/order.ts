/** In which order things are told, so that an answer does not depend on which process was faster. */
import { SEVERITIES, type Severity } from "../finding.js";
import type { Issue, Place } from "../output.js";

export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** By root, then by path. */
export const comparePlaces = (a: Place, b: Place): number =>
  (a.root ?? 0) - (b.root ?? 0) || compareText(a.path, b.path);

/** What tells where an issue stands in the order. */
export type Position = Pick<Issue, "severity" | "root" | "path" | "line_number" | "column" | "rule_id">;

/** The most severe first. */
export const compareIssues = (a: Position, b: Position): number =>
  severityRank(b.severity) - severityRank(a.severity) ||
  comparePlaces(a, b) ||
  a.line_number - b.line_number ||
  a.column - b.column ||
  compareText(a.rule_id, b.rule_id);

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
