/** One call, from its arguments to its answer. */
import { type Admitted, type Call, failure, type Result, text } from "@portcullis/plugin-api";
import { Baseline } from "./answer/baseline.js";
import { decodeCursor, encodeCursor, nameOf } from "./answer/cursor.js";
import { formats } from "./answer/format.js";
import { Page } from "./answer/page.js";
import { refusalOf } from "./answer/refusal.js";
import { selection } from "./answer/selection.js";
import { Survey } from "./answer/survey.js";
import type { Input } from "./input.js";
import type { Issue, Output } from "./output.js";
import { choiceOf } from "./pool/choice-of.js";
import { type Checking, Dispatch, type Pool, RulesInvalid } from "./pool/dispatch.js";
import { findFiles } from "./pool/find-files.js";
import { withFixes } from "./pool/with-fixes.js";
import { isOffByDefault, unknownName } from "./rule-names.js";
import { targetOf } from "./target.js";
import type { FoundIssue, Report, SourceFile } from "./task.js";

/** Milliseconds between two messages of progress. */
const NEWS = 100;

export async function check(args: Admitted<Input>, call: Call, pool: Pool): Promise<Result<Output>> {
  const began = performance.now();
  const target = targetOf(args);
  if ("content" in target) return target;
  const after = args.cursor === undefined ? undefined : decodeCursor(nameOf(call.args), args.cursor);
  if (args.cursor !== undefined && after === undefined) {
    return failure(
      "CURSOR_INVALID",
      "This cursor belongs to a call with other arguments. Repeat the arguments, or leave the cursor out.",
    );
  }
  const baseline = args.baseline && (await Baseline.read(args.baseline));
  if (args.baseline !== undefined && baseline === undefined) {
    return failure("BASELINE_INVALID", "This is no baseline: save what format: baseline prints, 1 MB at most.");
  }
  const choice = choiceOf(args);
  if (choice === undefined) {
    return failure("GLOB_TOO_WIDE", "The braces of a glob stand for more than 1,000 globs. Ask for fewer.");
  }

  const page = new Page<FoundIssue>(args.max_issues, after);
  const survey = new Survey(page, {
    wants: selection(args),
    // A new baseline holds what the old one held.
    baseline: args.format === "baseline" ? undefined : baseline,
    showsSuppressed: args.format === "sarif",
  });
  const checking: Checking = {
    pool,
    paths: target.paths,
    rules: args.rules.some(isOffByDefault) ? "all" : "default",
    signal: call.signal,
  };
  const files: SourceFile[] = [];
  let lastReport: Report | undefined;
  let toldAt = began;
  const dispatch = new Dispatch(checking, (report) => {
    survey.add(report);
    lastReport = report;
    if (performance.now() - toldAt < NEWS) return;
    toldAt = performance.now();
    call.progress(survey.files, files.length, `${survey.files} files checked`);
  });
  const add = (file: SourceFile) => {
    files.push(file);
    dispatch.add(file);
  };
  try {
    if (target.file !== undefined) add(target.file);
    else survey.skip(await findFiles(checking, { kind: "walk", choice, language: args.language }, add));
    await dispatch.done();
  } catch (error) {
    if (error instanceof RulesInvalid) return failure("RULES_INVALID", error.message);
    throw error;
  }

  for (const parameter of ["rules", "exclude_rules"] as const) {
    const unknown = unknownName(args[parameter], dispatch.ownRules);
    if (unknown === undefined) continue;
    return failure("UNKNOWN_RULE", `${parameter}[${unknown}] is neither the id of a rule nor a category.`);
  }
  const isOneFile = target.file !== undefined;
  const refusal = isOneFile && lastReport !== undefined ? refusalOf(lastReport) : undefined;
  if (refusal !== undefined) return refusal;

  const { rows, hasMore } = page.rows();
  const wantsFixes = args.include_fixes || args.format === "full";
  const found = wantsFixes ? await withFixes(rows, files, checking) : rows;
  const last = rows.at(-1);
  const answer: Output = {
    success: true,
    file_analyzed: target.name,
    summary: survey.summary,
    issues: found.filter(({ suppressed }) => suppressed === undefined).map(shown),
    syntax_errors: survey.syntaxErrors,
    truncated: hasMore,
    next_cursor: hasMore && last !== undefined ? encodeCursor(nameOf(call.args), last) : null,
    stats: survey.stats(performance.now() - began),
  };
  return { ...text(formats[args.format]({ answer, found, survey, isOneFile })), structuredContent: answer };
}

/** Without what is the worker's to say. */
const shown = ({ suppressed, isFixable, ...issue }: FoundIssue): Issue => issue;
