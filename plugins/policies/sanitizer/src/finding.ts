/** What was found in a text, and what becomes of the text. */
import type { Action } from "./rule.js";

/** A find. Offsets are bytes of the text's UTF-8. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  /** The rule's id. */
  readonly rule: string;
  readonly action: Action;
}

/** How often each rule found something in one answer. */
export type Counts = Record<string, number>;

/** What stands where a secret stood. It does not say which one: a variable's name would tell what there is to ask for. */
export const markOf = (rule: string): string => `[redacted:${rule}]`;

/** From left to right, overlaps joined; of two that begin together the first in the list gives the name. */
export function joined(findings: readonly Finding[]): Finding[] {
  const spans: Finding[] = [];
  for (const next of [...findings].sort((a, b) => a.start - b.start)) {
    const last = spans.at(-1);
    if (last === undefined || next.start >= last.end) spans.push(next);
    else if (next.end > last.end) spans[spans.length - 1] = { ...last, end: next.end };
  }
  return spans;
}

/** Counts what was found, and writes a mark in the place of each find; in place of the text, where a rule says so. */
export function apply(text: string, findings: readonly Finding[], counts: Counts): string {
  const reported = findings.filter(({ action }) => action === "report");
  const spans = joined(findings.filter(({ action }) => action !== "report"));
  for (const { rule } of [...joined(reported), ...spans]) counts[rule] = (counts[rule] ?? 0) + 1;
  const withheld = findings.find(({ action }) => action === "withhold");
  if (withheld !== undefined) return markOf(withheld.rule);
  if (spans.length === 0) return text;

  const bytes = Buffer.from(text);
  let clean = "";
  let done = 0;
  for (const { start, end, rule } of spans) {
    clean += bytes.toString("utf8", done, start) + markOf(rule);
    done = end;
  }
  return clean + bytes.toString("utf8", done);
}
