/** Checks one source with one set of rules, and remembers the last results by content. */
import { createHash } from "node:crypto";
import { Analyser } from "../engine/analyser.js";
import type { Language } from "../engine/language.js";
import type { Finding } from "../finding.js";
import { tryFixes } from "../fix/try-fixes.js";
import type { Rule } from "../rule.js";
import type { Checked, Incomplete, SourceFile } from "../task.js";
import type { Vocabulary } from "../vocabulary/vocabulary.js";
import { RecentlyUsed } from "./recently-used.js";
import { type LocalIssue, toIssues } from "./to-issues.js";

/** More of one file are not told: they would hold up the server's thread. */
const MAX_ISSUES = 500;
/** The parser tells of each token that it drops. */
const MAX_SYNTAX_ERRORS = 20;
/** Of results: a clean file weighs 1, and 1 for each finding. Some 10 MB. */
const CAPACITY = 10_000;

interface Result {
  readonly findings: readonly Finding[];
  /** One for each finding. */
  readonly issues: readonly LocalIssue[];
  readonly checked: Omit<Checked, "path" | "root" | "issues">;
}

export class Checker {
  readonly #analyser: Analyser;
  readonly #results = new RecentlyUsed<Result>(CAPACITY);

  constructor(rules: readonly Rule[], vocabulary: Vocabulary) {
    this.#analyser = new Analyser(rules, vocabulary);
  }

  /** @param content - the source, as bytes where it is read from a file */
  async check({ path, root, language, fixes = [] }: SourceFile, content: string | Buffer): Promise<Checked> {
    const place = root === undefined ? { path } : { path, root };
    const { findings, issues, checked } = await this.#result(content, language);
    const wanted = findings.filter((_, index) => fixes.includes(issues[index]?.fingerprint ?? ""));
    const tried = await tryFixes(wanted, {
      path,
      source: wanted.length === 0 ? "" : textOf(content),
      language,
      before: { findings, syntaxErrors: checked.syntaxErrors },
      analyser: this.#analyser,
    });
    const complete = issues.map((issue, index) => {
      const finding = findings[index];
      const fix = finding && tried.get(finding);
      return { ...issue, ...place, ...(fix === undefined ? {} : { fix }) };
    });
    return { ...checked, ...place, issues: complete };
  }

  async #result(content: string | Buffer, language: Language): Promise<Result> {
    const key = `${language}:${createHash("sha256").update(content).digest("base64")}`;
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = await this.#analysed(content, language);
    // There may be more time for it at the next call.
    if (result.checked.incomplete !== "time") this.#results.set(key, result, 1 + result.findings.length);
    return result;
  }

  async #analysed(content: string | Buffer, language: Language): Promise<Result> {
    const source = textOf(content);
    const analysis = await this.#analyser.analyse(source, language);
    const findings = analysis.findings.slice(0, MAX_ISSUES);
    const incomplete: Incomplete | undefined =
      findings.length < analysis.findings.length ? "issues" : analysis.incomplete;
    const checked = {
      kind: "checked" as const,
      bytes: Buffer.byteLength(content),
      syntaxErrors: analysis.syntaxErrors
        .slice(0, MAX_SYNTAX_ERRORS)
        .map(({ line, column }) => ({ line_number: line, column })),
      isReadable: analysis.isReadable,
      ...(incomplete === undefined ? {} : { incomplete }),
    };
    // Copies: a part of a text keeps the whole text in memory.
    return structuredClone({ findings, issues: toIssues({ ...analysis, findings }, source), checked });
  }
}

const textOf = (content: string | Buffer): string => content.toString().replace(/^\ufeff/, "");
