/** Issues as SARIF 2.1.0 (OASIS): what code scanning sites and editors read. */
import type { Confidence, Severity } from "../finding.js";
import type { Issue, IssueFix, Place } from "../output.js";
import type { Rule } from "../rule.js";
import type { FoundIssue } from "../task.js";

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
};
/** From 0 to 100. */
const RANKS: Readonly<Record<Confidence, number>> = { high: 90, medium: 60, low: 30 };

/** @param rules - those that the issues may be of; one that is missing is described by its id alone */
export function toSarif(issues: readonly FoundIssue[], rules: readonly Rule[]): object {
  const ids = [...new Set(issues.map(({ rule_id }) => rule_id))].sort();
  const descriptors = ids.map((id) =>
    descriptor(
      id,
      rules.find((rule) => rule.id === id),
    ),
  );
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "performance_check", rules: descriptors } },
        columnKind: "utf16CodeUnits",
        results: issues.map((issue) => result(issue, ids.indexOf(issue.rule_id))),
      },
    ],
  };
}

function descriptor(id: string, rule: Rule | undefined): object {
  if (rule === undefined) return { id };
  return {
    id,
    shortDescription: { text: rule.message },
    fullDescription: { text: `${rule.message}: ${rule.suggestion}` },
    help: { text: rule.doc, markdown: rule.doc },
    defaultConfiguration: { level: LEVELS[rule.severity], enabled: rule.enabledByDefault },
    properties: { tags: ["performance", rule.category], precision: rule.confidence },
  };
}

function result(issue: FoundIssue, ruleIndex: number): object {
  const { rule_id, severity, confidence, description, suggestion, function_name, fingerprint, fix, suppressed } = issue;
  return {
    ruleId: rule_id,
    ruleIndex,
    level: LEVELS[severity],
    rank: RANKS[confidence],
    message: { text: `${description}: ${suggestion}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(issue),
          region: { ...region(issue), snippet: { text: issue.code_snippet } },
        },
        ...(function_name === null
          ? {}
          : { logicalLocations: [{ fullyQualifiedName: function_name, kind: "function" }] }),
      },
    ],
    partialFingerprints: { "performanceCheck/v1": fingerprint },
    properties: { category: issue.category },
    ...(fix === undefined ? {} : { fixes: [fixOf(fix, issue)] }),
    ...(suppressed === undefined ? {} : { suppressions: [suppression(suppressed)] }),
  };
}

const suppression = ({ reason }: NonNullable<FoundIssue["suppressed"]>): object => ({
  kind: "inSource",
  ...(reason === undefined ? {} : { justification: reason }),
});

const fixOf = ({ title, edits }: IssueFix, place: Place): object => ({
  description: { text: title },
  artifactChanges: [
    {
      artifactLocation: artifact(place),
      replacements: edits.map((edit) => ({ deletedRegion: region(edit), insertedContent: { text: edit.new_text } })),
    },
  ],
});

/** `%SRCROOT%` is what sites take for the repository. */
const artifact = ({ path, root }: Place): object => ({
  uri: path.split("/").map(encodeURIComponent).join("/"),
  uriBaseId: root === undefined ? "%SRCROOT%" : `ROOT${root}`,
});

type Region = Pick<Issue, "line_number" | "column" | "end_line_number" | "end_column">;
const region = ({ line_number, column, end_line_number, end_column }: Region): object => ({
  startLine: line_number,
  startColumn: column,
  endLine: end_line_number,
  endColumn: end_column,
});
