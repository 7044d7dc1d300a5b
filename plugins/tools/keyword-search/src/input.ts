/** What `keyword_search` takes. */
import { path, pattern } from "@portcullis/plugin-api";
import { z } from "zod";

const globs = z
  .array(pattern({ syntax: "glob" }).min(1).max(1000))
  .max(64)
  .default([]);

export const input = z.strictObject({
  keyword: pattern({ regexWhen: "use_regex", ignoreCaseWhen: "case_insensitive" })
    .min(1)
    .max(1000)
    .describe("What to find: literal text, or RE2 syntax with use_regex. Searched line by line."),
  root_paths: z
    .array(path())
    .min(1)
    .max(32)
    .describe("Directories or files to search, relative to the first root or absolute."),
  case_insensitive: z.boolean().default(false),
  use_regex: z.boolean().default(false),
  include_patterns: globs.describe(
    "Globs: only these files. Without a slash they match in any folder, with one from the root.",
  ),
  exclude_patterns: globs.describe("Globs: not these files and folders, whatever include_patterns says."),
  whole_word: z.boolean().default(false),
  context_lines: z.int().min(0).max(20).default(0).describe("Lines shown before and after each match."),
  respect_gitignore: z.boolean().default(true).describe("Leave out what .gitignore and .ignore files name."),
  include_hidden: z.boolean().default(false).describe("Also search files and folders whose names start with a dot."),
  output: z
    .enum(["content", "files", "count"])
    .default("content")
    .describe("The matches, the paths of the files that match, or the count in each of them."),
  max_results: z
    .int()
    .min(1)
    .max(10_000)
    .default(200)
    .describe("Matches (or files) in one answer. The totals count all of them."),
  stop_at_limit: z
    .boolean()
    .default(false)
    .describe("Stop at max_results: faster, but the totals then count only what was searched so far."),
  max_line_length: z
    .int()
    .min(20)
    .max(10_000)
    .default(500)
    .describe("In characters. Longer lines are cut around the match."),
  fresh: z
    .enum(["auto", "strict"])
    .default("auto")
    .describe("auto looks at what is known to have changed; strict at every file, for changes that no watch tells."),
  cursor: z
    .string()
    .max(8000)
    .optional()
    .describe("next_cursor of the answer before, with the other arguments unchanged, gives the page after it."),
});
