/** Reads what the tests check in Markdown. */

/** A section's text: from its heading to the next of its rank or a higher one. Empty when there is none. */
export function sectionOf(markdown: string, heading: string): string {
  const lines = markdown.split("\n");
  const first = lines.findIndex((line) => line.replace(/^#+ /, "") === heading && line.startsWith("#"));
  if (first === -1) return "";
  const rank = lines[first]?.indexOf(" ") ?? 0;
  const rest = lines.slice(first + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && line.indexOf(" ") <= rank);
  return rest.slice(0, end === -1 ? undefined : end).join("\n");
}

/** The cells of each row of a text's tables, heads and lines left out. */
export const rowsOf = (markdown: string): string[][] =>
  [...markdown.matchAll(/^\|(.+)\|$(?!\n\| ?-)/gm)]
    .map(([, row = ""]) => row.split(" | ").map((cell) => cell.trim()))
    .filter(([first = ""]) => !first.startsWith("---"));

/** What stands as code in the first cell of each row. */
export const termsOf = (markdown: string): string[] =>
  rowsOf(markdown).flatMap(([first = ""]) => /^`([^`]+)`$/.exec(first)?.[1] ?? []);

/** A fenced block. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a text, in order. */
export const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({ language, text }));

/** The anchors of a text's headings, as GitHub makes them. */
export const slugsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
