/** What the tool's own thread and its worker processes say to each other. */
import type { Choice } from "@portcullis/ignore-rules";
import type { Language } from "./engine/language.js";
import type { Issue, Output, Place, Skipped, UnreadPlace } from "./output.js";

/** A file to check; or a text, which needs no ground. */
export interface SourceFile extends Place {
  readonly language: Language;
  /** Which of the task's paths leads to it. */
  readonly ground?: number;
  readonly source?: string;
  /** A file that a walk came by: one that nobody wrote by hand is skipped. */
  readonly isFound?: boolean;
  /** Fingerprints of the issues whose fixes are to be tried. */
  readonly fixes?: readonly string[];
}

export type Task =
  | { readonly kind: "walk"; readonly choice: Choice; readonly language?: Language | undefined }
  | { readonly kind: "check"; readonly files: readonly SourceFile[]; readonly rules: RuleSet };

/** Which rules run: those that are on by default, or all. The thread leaves out what was not asked for. */
export type RuleSet = "default" | "all";

/** What is told before a task ends: files, as a walk finds them; one report for each file, in their order. */
export type News =
  | { readonly kind: "found"; readonly files: readonly SourceFile[] }
  | { readonly kind: "report"; readonly report: Report };

export type Report =
  | Checked
  | (Place & { readonly kind: "skipped"; readonly why: keyof Skipped })
  /** It cost a process, or a rule failed on it. */
  | (Place & { readonly kind: "given-up" });

export interface Checked extends Place {
  readonly kind: "checked";
  readonly bytes: number;
  /** In the order of the text. */
  readonly issues: readonly FoundIssue[];
  readonly syntaxErrors: readonly Pick<UnreadPlace, "line_number" | "column">[];
  readonly isReadable: boolean;
  readonly incomplete?: Incomplete;
}

export type Incomplete = Output["stats"]["incomplete"][number]["why"];

export type FoundIssue = Issue & {
  /** Its rule has a fix, which is not tried yet. */
  readonly isFixable?: boolean;
  /** A comment says so, and why. */
  readonly suppressed?: { readonly reason?: string };
};

export type TaskResult =
  | { readonly kind: "walked"; readonly skipped: Skipped; readonly unreadable: readonly string[] }
  /** With the ids of the rules that the projects brought. */
  | { readonly kind: "checked"; readonly ownRules: readonly string[] }
  | { readonly kind: "rules-invalid"; readonly reason: string };
