/** What `performance_check` takes. */
import { path, pattern } from "@portcullis/plugin-api";
import { z } from "zod";
import { LANGUAGES, MAX_SOURCE } from "./engine/language.js";
import { SEVERITIES } from "./finding.js";

const globs = z
  .array(pattern({ syntax: "glob" }).min(1).max(1000))
  .max(64)
  .default([]);
const ruleNames = z.array(z.string().min(1).max(100)).max(100).default([]);
const line = z.int().min(1);

export const input = z.strictObject({
  file_path: path({ type: "file" }).optional().describe("One source file. Give this, source_code or paths."),
  source_code: z
    .string()
    .max(MAX_SOURCE)
    .optional()
    .describe("Source text, 2 MB at most. Python, unless language says."),
  paths: z.array(path()).min(1).max(32).optional().describe("Files or directories."),
  include_patterns: globs.describe("Globs, with paths: only these files. Without a slash they match in any folder."),
  exclude_patterns: globs.describe("Globs, with paths: not these files and folders."),
  respect_gitignore: z.boolean().default(true).describe("Leave out what .gitignore and .ignore files name."),
  include_hidden: z.boolean().default(false).describe("Also check files and folders whose names start with a dot."),
  language: z
    .enum(LANGUAGES)
    .optional()
    .describe("Of the source or the file; in directories, only files of this one. A file's name says it otherwise."),
  rules: ruleNames.describe("Rule ids or categories: only these, those included that are off by default."),
  exclude_rules: ruleNames.describe("Rule ids or categories: not these."),
  min_severity: z.enum(SEVERITIES).default("low"),
  changed_lines: z
    .array(z.strictObject({ path: z.string().max(4096).optional(), start: line, end: line }))
    .max(1000)
    .optional()
    .describe("Report only what touches these lines, from 1, both ends included; of any file, when path is left out."),
  baseline: path({ type: "file" })
    .optional()
    .describe("A file that format: baseline once printed: the issues in it are left out, and counted."),
  max_issues: z.int().min(1).max(5000).default(50).describe("Issues in one answer. The summary counts all."),
  cursor: z
    .string()
    .max(8000)
    .optional()
    .describe("next_cursor of the answer before, with the other arguments unchanged, gives the page after it."),
  include_fixes: z
    .boolean()
    .default(false)
    .describe(
      "Give the edits that mend an issue, where they were tried: the file still parses and nothing else fires.",
    ),
  format: z
    .enum(["compact", "full", "sarif", "baseline"])
    .default("compact")
    .describe(
      "The text: a line an issue; with code, fixes and what the rules say; SARIF 2.1.0; or a baseline to save as a file.",
    ),
});

/** Guarded parameters are strings here. */
export type Input = z.output<typeof input>;
