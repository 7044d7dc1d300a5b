/** What `performance_check` gives. */
import { z } from "zod";
import { CATEGORIES, CONFIDENCES, SEVERITIES } from "./finding.js";

const count = z.int().min(0);
const line = z.int().min(1);
const column = line.describe("In UTF-16 units, from 1.");
const place = {
  path: z.string().describe("Relative to its root; source_code for a text that was given."),
  root: z.int().optional().describe("Which of the allowed roots; left out for the first."),
};

const edit = z.strictObject({
  line_number: line,
  column,
  end_line_number: line,
  end_column: column,
  new_text: z.string(),
});
const fix = z.strictObject({
  title: z.string(),
  edits: z.array(edit).describe("All of them together, in order; places are those of the file as it was read."),
  diff: z.string().describe("The same as a unified diff."),
});
const issue = z.strictObject({
  rule_id: z.string(),
  category: z.enum(CATEGORIES),
  severity: z.enum(SEVERITIES),
  confidence: z.enum(CONFIDENCES),
  ...place,
  line_number: line,
  column,
  end_line_number: line,
  end_column: column.describe("After the last character."),
  function_name: z.string().nullable(),
  loop_line: line.optional().describe("Where the loop begins that repeats it."),
  description: z.string(),
  suggestion: z.string(),
  code_snippet: z.string(),
  fix: fix.optional(),
  fingerprint: z.string().describe("Stays when lines above move."),
  doc: z.string().describe("Where the rule is explained, beside the plugin's README."),
});
const unreadPlace = z.strictObject({
  ...place,
  line_number: line,
  column,
  fatal: z.boolean().describe("Nothing of the file could be read."),
});

const counted = <const K extends string>(keys: readonly K[]) => z.record(z.enum(keys), count);

const skipped = z.strictObject({
  too_large: count,
  binary: count,
  unreadable: count,
  outside_roots: count,
  ignored: count.describe("Files and whole folders left out by ignore files."),
  hidden: count.describe("Files and whole folders left out because their names start with a dot."),
  other: count.describe("Files in none of the languages, or in none that was asked for."),
  minified: count,
});

export const output = z.strictObject({
  success: z.literal(true),
  file_analyzed: z.string(),
  summary: z.strictObject({
    total_issues: count,
    by_severity: counted(SEVERITIES),
    by_category: counted(CATEGORIES),
  }),
  issues: z.array(issue).describe("By severity, then path, then line."),
  syntax_errors: z.array(unreadPlace).describe("The first 100. Such a file is checked where it can be read."),
  truncated: z.boolean().describe("There are more issues than this page holds."),
  next_cursor: z.string().nullable(),
  stats: z.strictObject({
    files_checked: count,
    files_skipped: skipped,
    bytes_checked: count,
    suppressed: count.describe("Issues that a comment in the source suppresses."),
    in_baseline: count,
    incomplete: z
      .array(z.strictObject({ ...place, why: z.enum(["size", "depth", "time", "issues", "given-up"]) }))
      .describe("The first 20 files that were not looked at whole."),
    unreadable_files: z.array(z.string()).describe("The first 20."),
    duration_ms: z.number(),
  }),
});

export type Output = z.output<typeof output>;
export type Issue = z.output<typeof issue>;
export type IssueFix = z.output<typeof fix>;
export type UnreadPlace = z.output<typeof unreadPlace>;
export type Skipped = z.output<typeof skipped>;
/** Where a file stands. */
export type Place = Pick<Issue, "path" | "root">;
