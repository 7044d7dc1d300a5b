/**
 * Comments that suppress issues: `# perf: ignore[rule] -- reason`, `// perf-ignore rule -- reason`, both without a rule
 * for all rules, and `// perf-ignore-next-line`. A comment on a line of its own speaks of the next line of code.
 */
import type { Comment } from "../engine/analyser.js";
import type { Finding } from "../finding.js";
import { isNamed } from "../rule-names.js";

export interface Suppression {
  /** Ids and categories; none stand for all. */
  readonly names: ReadonlySet<string>;
  readonly reason?: string;
}

/** Prose that begins like one is none: `# perf: ignore the first run`. */
const BRACKETED = /\bperf: ?ignore(?:\[(?<names>[^\]\n]*)\])?\s*(?:$|[#*]|--(?<reason>.*))/m;
const DASHED = /\bperf-ignore(?<next>-next-line)?(?<names>(?:[\s,]+\w[\w/-]*)*)\s*(?:$|[#*]|--(?<reason>.*))/m;
/** Characters of a comment that are looked at: the patterns try every place in it. */
const LOOKED_AT = 1000;

/** The suppressions of a file, by the line that each speaks of. */
export function suppressionsIn(comments: readonly Comment[]): ReadonlyMap<number, readonly Suppression[]> {
  const byLine = new Map<number, Suppression[]>();
  const commentLines = new Set(comments.filter(({ isTrailing }) => !isTrailing).map(({ line }) => line));
  for (const { line, text, isTrailing } of comments) {
    const found = parse(text.slice(0, LOOKED_AT));
    if (found === undefined) continue;
    let of = line;
    if (found.isForNextLine || !isTrailing) {
      of += text.split("\n").length;
      while (commentLines.has(of)) of += 1;
    }
    byLine.set(of, [...(byLine.get(of) ?? []), found]);
  }
  return byLine;
}

/** The one that a finding falls under. */
export function suppressionOf(
  { line, rule, category }: Finding,
  suppressions: ReadonlyMap<number, readonly Suppression[]>,
): Suppression | undefined {
  return suppressions.get(line)?.find(({ names }) => names.size === 0 || isNamed(names, rule, category));
}

function parse(comment: string): (Suppression & { readonly isForNextLine: boolean }) | undefined {
  const groups = (BRACKETED.exec(comment) ?? DASHED.exec(comment))?.groups;
  if (groups === undefined) return undefined;
  const { next, names = "", reason = "" } = groups;
  const told = reason.replace(/\*\/$/, "").trim();
  return {
    names: new Set(names.split(/[\s,]+/).filter((name) => name !== "")),
    isForNextLine: next !== undefined,
    ...(told === "" ? {} : { reason: told }),
  };
}
