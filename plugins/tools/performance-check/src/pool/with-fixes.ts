/** Has the fixes of a page's issues tried, and gives the issues with those that hold. */
import type { IssueFix, Place } from "../output.js";
import type { FoundIssue, SourceFile } from "../task.js";
import { type Checking, Dispatch } from "./dispatch.js";

/** Of all fixes on a page, as JSON: the text repeats them, and a host lets an answer have 1 MB. */
const MAX_BYTES = 128 * 1024;

/** @param files - those that were checked */
export async function withFixes(
  issues: readonly FoundIssue[],
  files: Iterable<SourceFile>,
  checking: Checking,
): Promise<FoundIssue[]> {
  const fingerprints = new Map<string, string[]>();
  for (const issue of issues) {
    if (issue.isFixable !== true) continue;
    const wanted = fingerprints.get(placeOf(issue));
    if (wanted === undefined) fingerprints.set(placeOf(issue), [issue.fingerprint]);
    else wanted.push(issue.fingerprint);
  }
  const fixes = new Map<string, IssueFix>();
  const dispatch = new Dispatch(checking, (report) => {
    if (report.kind !== "checked") return;
    for (const issue of report.issues) if (issue.fix !== undefined) fixes.set(nameOf(issue), issue.fix);
  });
  for (const file of files) {
    const wanted = fingerprints.get(placeOf(file));
    if (wanted !== undefined) dispatch.add({ ...file, fixes: wanted });
  }
  await dispatch.done();
  let bytes = 0;
  return issues.map((issue) => {
    const fix = fixes.get(nameOf(issue));
    bytes += fix === undefined ? 0 : Buffer.byteLength(JSON.stringify(fix));
    return fix === undefined || bytes > MAX_BYTES ? issue : { ...issue, fix };
  });
}

const placeOf = ({ path, root = 0 }: Place): string => `${root}:${path}`;
const nameOf = (issue: FoundIssue): string => `${issue.fingerprint}:${placeOf(issue)}`;
