/** Tries fixes: only what was seen to work is offered. */
import type { Analyser, Analysis } from "../engine/analyser.js";
import type { Language } from "../engine/language.js";
import type { Edit, Finding } from "../finding.js";
import type { IssueFix } from "../output.js";
import { Lines } from "./lines.js";
import { applied, unifiedDiff } from "./unified-diff.js";

/** Milliseconds for all fixes of a file: each takes an analysis of the whole. What is not tried by then is not offered. */
const TIME = 1000;

interface Before {
  readonly findings: readonly Finding[];
  readonly syntaxErrors: readonly unknown[];
}

export interface Tried {
  readonly path: string;
  readonly source: string;
  readonly language: Language;
  /** What is found in the file as it is. */
  readonly before: Before;
  readonly analyser: Analyser;
}

/**
 * Applies the fix of each finding, by itself. It holds when the file parses with no more errors than before, its rule
 * fires once less at least, and no other rule more often.
 */
export async function tryFixes(
  findings: readonly Finding[],
  { path, source, language, before, analyser }: Tried,
): Promise<ReadonlyMap<Finding, IssueFix>> {
  const fixes = new Map<Finding, IssueFix>();
  const lines = new Lines(source);
  const deadline = performance.now() + TIME;
  for (const finding of findings) {
    const { fix, rule } = finding;
    if (fix === undefined || performance.now() > deadline || !areInOrder(fix.edits, source)) continue;
    const after = await analyser.analyse(applied(source, fix.edits), language);
    if (!isBetter(before, after, rule)) continue;
    const edits = fix.edits.map((edit) => written(edit, lines));
    fixes.set(finding, { title: fix.title, edits, diff: unifiedDiff(path, source, fix.edits) });
  }
  return fixes;
}

function areInOrder(edits: readonly Edit[], source: string): boolean {
  let at = 0;
  for (const { start, end } of edits) {
    if (start < at || end < start || end > source.length) return false;
    at = end;
  }
  return edits.length > 0;
}

function isBetter(before: Before, after: Analysis, rule: string): boolean {
  if (after.incomplete !== undefined || !after.isReadable) return false;
  if (after.syntaxErrors.length > before.syntaxErrors.length) return false;
  const had = countsOf(before.findings);
  const has = countsOf(after.findings);
  if ((has.get(rule) ?? 0) >= (had.get(rule) ?? 0)) return false;
  return [...has].every(([name, count]) => count <= (had.get(name) ?? 0));
}

function countsOf(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

function written({ start, end, text }: Edit, lines: Lines): IssueFix["edits"][number] {
  const [from, to] = [lines.place(start), lines.place(end)];
  return {
    line_number: from.line,
    column: from.column,
    end_line_number: to.line,
    end_column: to.column,
    new_text: text,
  };
}
