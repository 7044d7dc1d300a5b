/** What `keyword_search` gives. */
import { z } from "zod";

const place = {
  path: z.string().describe("Relative to its root."),
  root: z.int().optional().describe("Which of the allowed roots; left out for the first."),
};
const count = z.int().min(0);
const skipped = z.strictObject({
  binary: count,
  too_large: count,
  unreadable: count,
  outside_roots: count,
  ignored: count.describe("Files and whole folders left out by ignore files."),
  hidden: count.describe("Files and whole folders left out because their names start with a dot."),
});
const match = z.strictObject({
  ...place,
  line: z.int().min(1),
  column: z.int().min(1).describe("In characters (Unicode code points), from 1."),
  end_column: z.int().min(1).describe("After the match's last character."),
  text: z.string().describe("The line. Cut around the match when it is long: … marks each cut."),
  before: z.array(z.string()),
  after: z.array(z.string()),
});
const file = z.strictObject({ ...place, count: z.int().min(1) });

export const output = z.strictObject({
  matches: z.array(match).describe("With output: content."),
  files: z.array(file).describe("With output: files or count."),
  stats: z.strictObject({
    files_searched: count,
    files_matched: count,
    files_skipped: skipped,
    unreadable_files: z.array(z.string()).describe("The first 20."),
    bytes_searched: count,
    occurrences: count,
    most_frequent_file: file.nullable(),
    highest_density_file: file.extend({ per_kilobyte: z.number() }).nullable(),
    duration_ms: z.number(),
  }),
  complete: z.boolean().describe("Every file was searched: the totals count everything."),
  incomplete_because: z.enum(["limit", "time"]).nullable().describe("stop_at_limit ended the search, or its time."),
  truncated: z.boolean().describe("There is more than this page holds, or the search was ended."),
  next_cursor: z.string().nullable(),
});

export type Output = z.output<typeof output>;
export type Match = z.output<typeof match>;
export type FileCount = z.output<typeof file>;
export type Skipped = z.output<typeof skipped>;
/** Where a file stands. */
export type Place = Pick<FileCount, "path" | "root">;
