/** Makes issues of what rules found in a file: the words of the answer, the code, a fingerprint. */
import { createHash } from "node:crypto";
import type { Analysis } from "../engine/analyser.js";
import type { Finding } from "../finding.js";
import type { FoundIssue } from "../task.js";
import { suppressionOf, suppressionsIn } from "./suppressions.js";

const SNIPPET = { lines: 5, width: 200 };
/** Characters of a line that are looked at. */
const LONG = 1000;

/** An issue of some file. */
export type LocalIssue = Omit<FoundIssue, "path" | "root">;

/** @returns one for each finding, in the same order */
export function toIssues(
  { findings, comments }: Pick<Analysis, "findings" | "comments">,
  source: string,
): LocalIssue[] {
  if (findings.length === 0) return [];
  const suppressions = suppressionsIn(comments);
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const suppression = suppressionOf(finding, suppressions);
    return {
      rule_id: finding.rule,
      category: finding.category,
      severity: finding.severity,
      confidence: finding.confidence,
      line_number: finding.line,
      column: finding.column,
      end_line_number: finding.endLine,
      end_column: finding.endColumn,
      function_name: finding.functionName ?? null,
      ...(finding.loopLine === undefined ? {} : { loop_line: finding.loopLine }),
      description: finding.message,
      suggestion: finding.suggestion,
      code_snippet: snippetOf(finding, source),
      fingerprint: fingerprintOf(finding, source, seen),
      doc: `rules.md#${finding.rule.replace(/[^\w-]/g, "")}`,
      ...(finding.fix === undefined ? {} : { isFixable: true }),
      ...(suppression === undefined ? {} : { suppressed: reasonOf(suppression) }),
    };
  });
}

const reasonOf = ({ reason }: { readonly reason?: string }) => (reason === undefined ? {} : { reason });

/** The lines that the finding stands in, as far to the left as they go together. */
function snippetOf(finding: Finding, source: string): string {
  const count = finding.endLine - finding.line + 1;
  const lines = linesFrom(finding, source, Math.min(count, SNIPPET.lines)).map((line) => line.trimEnd());
  const indent = Math.min(...lines.filter((line) => line !== "").map((line) => line.length - line.trimStart().length));
  const shown = lines.map((line) => {
    const cut = line.slice(indent);
    return cut.length > SNIPPET.width ? `${cut.slice(0, SNIPPET.width)}…` : cut;
  });
  return [...shown, ...(count > SNIPPET.lines ? ["…"] : [])].join("\n");
}

/**
 * Of the rule, the function and the text of the line, spaces aside; and of how many like it stand before it in the file.
 *
 * @param seen - how many, so far
 */
function fingerprintOf(finding: Finding, source: string, seen: Map<string, number>): string {
  const [line = ""] = linesFrom(finding, source, 1);
  const same = JSON.stringify([finding.rule, finding.functionName ?? "", line.replace(/\s+/g, " ").trim()]);
  const before = seen.get(same) ?? 0;
  seen.set(same, before + 1);
  return createHash("sha256").update(`${same}${before}`).digest("base64url").slice(0, 16);
}

/** The finding's line and those behind it; of lines that are very long, the beginning. */
const linesFrom = ({ start, column }: Finding, source: string, count: number): string[] =>
  source.slice(start - column + 1, start - column + 1 + count * LONG).split("\n", count);
