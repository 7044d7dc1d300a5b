/** The text of an answer, in the form that was asked for. */
import type { Input } from "../input.js";
import type { Output } from "../output.js";
import { builtInRules } from "../rules/built-in-rules.js";
import type { FoundIssue } from "../task.js";
import { printed, printedInFull } from "./print.js";
import { toSarif } from "./sarif.js";
import type { Survey } from "./survey.js";

/** What a text may be made of. */
interface Answered {
  readonly answer: Output;
  /** Those of the page, suppressed ones too. */
  readonly found: readonly FoundIssue[];
  readonly survey: Survey;
  readonly isOneFile: boolean;
}

export const formats: Readonly<Record<Input["format"], (answered: Answered) => string>> = {
  compact: ({ answer, isOneFile }) => printed(answer, isOneFile),
  full: ({ answer, isOneFile }) => printedInFull(answer, isOneFile, builtInRules),
  sarif: ({ found }) => JSON.stringify(toSarif(found, builtInRules)),
  baseline: ({ survey }) => survey.fingerprints.print(),
};
