/** What makes an answer about one source an error: nothing of it was checked. */
import { failure, type Result } from "@portcullis/plugin-api";
import type { Report } from "../task.js";

export function refusalOf(report: Report): Result<never> | undefined {
  if (report.kind === "given-up") return failure("FILE_GIVEN_UP", "The check of this source did not come to an end.");
  if (report.kind === "skipped") {
    return report.why === "too_large"
      ? failure("FILE_TOO_LARGE", "The file is larger than 2 MB.")
      : failure("FILE_UNREADABLE", `The file cannot be read: ${report.why.replace("_", " ")}.`);
  }
  const [first] = report.syntaxErrors;
  if (report.isReadable || first === undefined) return undefined;
  const at = `line ${first.line_number}, column ${first.column}`;
  return failure("SYNTAX_INVALID", `Invalid source code syntax: nothing of it can be read, from ${at}.`);
}
