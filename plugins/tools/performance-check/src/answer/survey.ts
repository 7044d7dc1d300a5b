/** Gathers the reports of files: counts them, and keeps a page of their issues. */

import { CATEGORIES, SEVERITIES } from "../finding.js";
import type { Issue, Output, Place, Skipped, UnreadPlace } from "../output.js";
import type { FoundIssue, Incomplete, Report } from "../task.js";
import { Baseline } from "./baseline.js";
import { FirstOf } from "./first-of.js";
import { comparePlaces, compareText } from "./order.js";
import type { Page } from "./page.js";
import { nothingSkipped } from "./skipped.js";

const SYNTAX_ERRORS = 100;
const NAMED = 20;

type Summary = Output["summary"];

export class Survey {
  readonly summary: Summary = { total_issues: 0, by_severity: zeros(SEVERITIES), by_category: zeros(CATEGORIES) };
  /** Of all that counts: what `format: baseline` prints. */
  readonly fingerprints = new Baseline();
  readonly #skipped = nothingSkipped();
  readonly #syntaxErrors = new FirstOf(SYNTAX_ERRORS, compareErrors);
  readonly #unreadable = new FirstOf(NAMED, compareText);
  readonly #incomplete = new FirstOf<Place & { readonly why: Incomplete }>(NAMED, comparePlaces);
  #checked = 0;
  #bytes = 0;
  #suppressed = 0;
  #inBaseline = 0;

  /** @param asked.showsSuppressed - suppressed issues stand on the page too, and do not count */
  constructor(
    private readonly page: Page<FoundIssue>,
    private readonly asked: {
      readonly wants: (issue: Issue) => boolean;
      readonly baseline: Baseline | undefined;
      readonly showsSuppressed: boolean;
    },
  ) {}

  get files(): number {
    return this.#checked;
  }

  get syntaxErrors(): UnreadPlace[] {
    return [...this.#syntaxErrors.rows()];
  }

  add(report: Report): void {
    const { path, root } = report;
    const place = root === undefined ? { path } : { path, root };
    if (report.kind === "skipped") {
      this.#skipped[report.why] += 1;
      if (report.why === "unreadable") this.#unreadable.add(path);
      return;
    }
    this.#checked += 1;
    if (report.kind === "given-up") {
      this.#incomplete.add({ ...place, why: "given-up" });
      return;
    }
    this.#bytes += report.bytes;
    if (report.incomplete !== undefined) this.#incomplete.add({ ...place, why: report.incomplete });
    for (const error of report.syntaxErrors) {
      this.#syntaxErrors.add({ ...place, ...error, fatal: !report.isReadable });
    }
    for (const issue of report.issues) this.#issue(issue);
  }

  /** Counts what a walk left out. */
  skip({ skipped, unreadable }: { readonly skipped: Skipped; readonly unreadable: readonly string[] }): void {
    for (const why of Object.keys(skipped) as (keyof Skipped)[]) this.#skipped[why] += skipped[why];
    for (const path of unreadable) this.#unreadable.add(path);
  }

  stats(milliseconds: number): Output["stats"] {
    return {
      files_checked: this.#checked,
      files_skipped: this.#skipped,
      bytes_checked: this.#bytes,
      suppressed: this.#suppressed,
      in_baseline: this.#inBaseline,
      incomplete: [...this.#incomplete.rows()],
      unreadable_files: [...this.#unreadable.rows()],
      duration_ms: Math.round(milliseconds * 10) / 10,
    };
  }

  #issue(issue: FoundIssue): void {
    const { wants, baseline, showsSuppressed } = this.asked;
    if (!wants(issue)) return;
    if (issue.suppressed !== undefined) {
      this.#suppressed += 1;
      if (showsSuppressed) this.page.add(issue);
    } else if (baseline?.has(issue)) this.#inBaseline += 1;
    else {
      this.summary.total_issues += 1;
      this.summary.by_severity[issue.severity] += 1;
      this.summary.by_category[issue.category] += 1;
      this.fingerprints.add(issue);
      this.page.add(issue);
    }
  }
}

/** A count for each key. */
const zeros = <const K extends string>(keys: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

const compareErrors = (a: UnreadPlace, b: UnreadPlace): number =>
  comparePlaces(a, b) || a.line_number - b.line_number || a.column - b.column;
