/** Writes an answer as text: short, and enough for an agent that sees nothing else. */
import type { Match, Output, Place, Skipped } from "./output.js";

export function printed(answer: Output, as: "content" | "files" | "count"): string {
  const rows =
    as === "content"
      ? matchLines(answer.matches)
      : answer.files.map((file) => (as === "files" ? pathOf(file) : `${pathOf(file)}: ${file.count}`));
  const about = [summary(answer), ...leftOut(answer), ...nextPage(answer)];
  return [...rows, ...(rows.length > 0 ? [""] : []), ...about].join("\n");
}

/** A path in another root than the first says so. */
const pathOf = ({ path, root }: Place) => oneLine(root === undefined ? path : `[root ${root}] ${path}`);

/** As `rg -n --column`; with context, as `rg -C`, one group for each match. */
function matchLines(matches: readonly Match[]): string[] {
  const withContext = matches.some(({ before, after }) => before.length > 0 || after.length > 0);
  return sameLines(matches).flatMap(({ match, columns }, index) => {
    const path = pathOf(match);
    const context = (lines: readonly string[], first: number) =>
      lines.map((line, offset) => `${path}-${first + offset}- ${oneLine(line)}`);
    return [
      ...(withContext && index > 0 ? ["--"] : []),
      ...context(match.before, match.line - match.before.length),
      `${path}:${match.line}:${columns.join(",")}: ${oneLine(match.text)}`,
      ...context(match.after, match.line + 1),
    ];
  });
}

/** Several matches on one line are told together, unless the line was cut around each. */
function sameLines(matches: readonly Match[]): { readonly match: Match; readonly columns: number[] }[] {
  const lines: { match: Match; columns: number[] }[] = [];
  for (const match of matches) {
    const last = lines.at(-1);
    const same = last?.match.line === match.line && last.match.text === match.text;
    if (same && pathOf(last.match) === pathOf(match)) last.columns.push(match.column);
    else lines.push({ match, columns: [match.column] });
  }
  return lines;
}

function summary({ matches, files, stats, truncated }: Output): string {
  const found = `${many(stats.occurrences, "match", "matches")} in ${many(stats.files_matched, "file", "files")}`;
  const { binary, too_large, unreadable, outside_roots } = stats.files_skipped;
  const skipped = counted({ binary, "too large": too_large, unreadable, "outside the roots": outside_roots });
  const searched = `${stats.files_searched} searched${skipped === "" ? "" : `; skipped ${skipped}`}`;
  const shown = truncated ? `; ${matches.length + files.length} shown` : "";
  return `${found} (${searched})${shown}`;
}

/** Who finds nothing must know what was not looked at. */
function leftOut({ stats: { occurrences, files_skipped: skipped } }: Output): string[] {
  const { ignored, hidden }: Skipped = skipped;
  if (occurrences > 0 || ignored + hidden === 0) return [];
  const parts = [
    ...(ignored > 0 ? [`${ignored} by ignore files (respect_gitignore: false searches them)`] : []),
    ...(hidden > 0 ? [`${hidden} hidden (include_hidden: true searches them)`] : []),
  ];
  return [`Left out, files and whole folders: ${parts.join(", ")}`];
}

function nextPage({ next_cursor, incomplete_because }: Output): string[] {
  if (incomplete_because === "limit") return ["Stopped at the limit: the counts are of what was searched"];
  if (incomplete_because === "time") return ["Out of time: the counts are of what was searched. Search less at once"];
  return next_cursor === null ? [] : [`Next page: cursor ${next_cursor}`];
}

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`)
    .join(", ");

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

/** A name or a line may hold what a terminal or a reader takes for a line break. */
const oneLine = (text: string) => text.replace(/[\r\n\v\f\x85\u2028\u2029]/g, " ");
