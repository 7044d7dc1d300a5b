/** Writes an answer as text: short, and enough for an agent that sees nothing else. */
import type { Issue, Output, Place } from "../output.js";
import type { Rule } from "../rule.js";
import { comparePlaces } from "./order.js";

/** @param isOneFile - whether all issues are of the file that the caller named */
export function printed(answer: Output, isOneFile: boolean): string {
  return lines(
    answer,
    answer.issues.map((issue) => issueLine(issue, isOneFile)),
  );
}

/** With the code, the fix, and once for each rule what it says. */
export function printedInFull(answer: Output, isOneFile: boolean, rules: readonly Rule[]): string {
  const shown = new Set(answer.issues.map(({ rule_id }) => rule_id));
  const docs = rules.filter(({ id }) => shown.has(id)).flatMap(({ id, doc }) => ["", `## ${id}`, "", doc.trim()]);
  const issues = answer.issues.flatMap((issue) => [
    issueLine(issue, isOneFile),
    ...(issue.function_name === null ? [] : [`  in ${issue.function_name}`]),
    ...issue.code_snippet.split("\n").map((line) => `  | ${line}`),
    ...(issue.fix === undefined
      ? []
      : [
          `  fix: ${issue.fix.title}`,
          ...issue.fix.diff
            .trimEnd()
            .split("\n")
            .map((line) => `  ${line}`),
        ]),
  ]);
  return [lines(answer, issues), ...docs].join("\n");
}

function lines(answer: Output, issues: readonly string[]): string {
  return [...issues, ...(issues.length > 0 ? [""] : []), ...about(answer)].join("\n");
}

/** `L47:10 CRITICAL py/async-open open() blocks the event loop -> aiofiles.open` */
function issueLine(issue: Issue, isOneFile: boolean): string {
  const { line_number, column, severity, rule_id, description, suggestion } = issue;
  const at = isOneFile ? `L${line_number}:${column}` : `${pathOf(issue)}:${line_number}:${column}`;
  return oneLine(`${at} ${severity.toUpperCase()} ${rule_id} ${description} -> ${suggestion}`);
}

/** Files that are named beneath the counts, of each kind. */
const NAMED = 5;

function about({ summary, syntax_errors, stats, issues, truncated, next_cursor }: Output): string[] {
  const severities = counted(Object.entries(summary.by_severity).reverse());
  const found = `${many(summary.total_issues, "issue")}${severities === "" ? "" : ` (${severities})`}`;
  const { files_checked, files_skipped, suppressed, in_baseline, incomplete } = stats;
  const skipped = counted(Object.entries(files_skipped));
  const notes = counted([
    ["suppressed", suppressed],
    ["in the baseline", in_baseline],
  ]);
  // The first of each file.
  const unread = syntax_errors.filter(
    (error, index) => index === 0 || comparePlaces(error, syntax_errors[index - 1] ?? error) !== 0,
  );
  return [
    `${found} in ${many(files_checked, "file")}${truncated ? `; ${issues.length} shown` : ""}`,
    ...(notes === "" ? [] : [`Left out: ${notes}`]),
    ...(skipped === "" ? [] : [`Not checked: ${skipped}`]),
    ...unread.slice(0, NAMED).map(({ line_number, column, fatal, ...place }) => {
      const what = fatal ? "nothing of the file can be read" : "syntax error; checked where it can be read";
      return `${pathOf(place)}:${line_number}:${column} ${what}`;
    }),
    ...(unread.length > NAMED ? [`Syntax errors in ${many(unread.length - NAMED, "more file")}`] : []),
    ...incomplete.slice(0, NAMED).map(({ why, ...place }) => `${pathOf(place)} was not checked whole: ${WHY[why]}`),
    ...(next_cursor === null ? [] : [`Next page: cursor ${next_cursor}`]),
  ];
}

const WHY: Readonly<Record<Output["stats"]["incomplete"][number]["why"], string>> = {
  size: "it is too large",
  depth: "it is nested too deep",
  time: "it takes too long",
  issues: "there are too many issues in it",
  "given-up": "it could not be checked at all",
};

/** A path in another root than the first says so. */
const pathOf = ({ path, root }: Place) => oneLine(root === undefined ? path : `[root ${root}] ${path}`);

const counted = (counts: readonly (readonly [what: string, count: number])[]): string =>
  counts
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what.replaceAll("_", " ")}`)
    .join(", ");

const many = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** A name may hold what a terminal or a reader takes for a line break. */
const oneLine = (text: string) => text.replace(/[\r\n\v\f\x85\u2028\u2029]/g, " ");
