/**
 * The shape of a rule. One file each, `rules/<python|ecma>/<id without its prefix>.ts`, and its cases beside it in
 * `<the same>.cases.ts`. A rule is a constant: it keeps nothing between two calls of `check`.
 */

import type { Language } from "./engine/language.js";
import type { SyntaxNode } from "./engine/syntax-tree.js";
import type { Category, Confidence, Fix, Severity } from "./finding.js";
import type { Model } from "./model/model.js";
import type { BlockingGroup } from "./vocabulary/vocabulary.js";

export interface Rule {
  readonly id: string;
  readonly languages: readonly Language[];
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly enabledByDefault: boolean;
  /** What is wrong, in one line and without a full stop: what a report says that brings no message of its own. */
  readonly message: string;
  /** What to do instead, in the same form. */
  readonly suggestion: string;
  /** Markdown: the idea, when the rule keeps quiet, what was learned on real code. */
  readonly doc: string;
  /** The same idea elsewhere: `ruff ASYNC251`, `sonar S7488`. */
  readonly codes: readonly string[];
  readonly on: Trigger;
  readonly check: (node: SyntaxNode, model: Model, report: Report) => void;
  /** Asked for every node that was reported. */
  readonly fix?: (node: SyntaxNode, model: Model) => Fix | undefined;
}

/** Which nodes a rule is asked about; one that fits twice comes once. */
export interface Trigger {
  /** Kinds of nodes of the grammar, such as `for_statement`. */
  readonly kinds?: readonly string[];
  /** Calls whose callee ends in one of these names, import aliases resolved: `sleep` for `from time import sleep as nap`. */
  readonly calls?: readonly string[];
  /** Calls of the vocabulary's groups: as `calls`, with the names that a project adds. */
  readonly blocking?: readonly BlockingGroup[];
  /** Calls of the vocabulary's methods that read or write a database. */
  readonly queries?: readonly ("runs" | "writes")[];
  /** A tree-sitter query; the rule is asked about every node captured as `@match`. For the rules of users. */
  readonly query?: string;
}

/** What a report may say otherwise than its rule. */
export interface Details {
  readonly message?: string;
  readonly suggestion?: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** The loop that repeats the node. */
  readonly loop?: SyntaxNode;
}

export type Report = (node: SyntaxNode, details?: Details) => void;

/** What a rule must find and what it must leave alone. At least 4 and 6; the good ones are near misses. */
export interface Cases {
  readonly bad: readonly BadCase[];
  readonly good: readonly GoodCase[];
}

export interface BadCase {
  readonly code: string;
  /** The lines of the findings, from 1, in order; a line stands once for each finding. */
  readonly lines: readonly number[];
  /** The code with every fix applied. */
  readonly fixed?: string;
  /** The rule's first language when absent. */
  readonly language?: Language;
}

export type GoodCase = string | { readonly code: string; readonly language: Language };
