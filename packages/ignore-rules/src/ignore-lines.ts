/** Reads the lines of an ignore file, as git does. */

export interface IgnoreLine {
  /** The later of two lines wins. */
  readonly number: number;
  readonly glob: string;
  /** It keeps what an earlier line ignores. */
  readonly negated: boolean;
  readonly directoryOnly: boolean;
  /** It is matched against the path from the file's folder, not against a name at any depth. */
  readonly anchored: boolean;
}

export function ignoreLines(text: string): IgnoreLine[] {
  const unmarked = text.startsWith("\ufeff") ? text.slice(1) : text;
  return unmarked.split("\n").flatMap((raw, number) => ignoreLine(raw, number) ?? []);
}

function ignoreLine(raw: string, number: number): IgnoreLine | undefined {
  if (raw.startsWith("#")) return undefined;
  const line = trimmed(raw.endsWith("\r") ? raw.slice(0, -1) : raw);
  const negated = line.startsWith("!");
  const whole = negated ? line.slice(1) : line;
  const directoryOnly = whole.endsWith("/");
  const path = directoryOnly ? whole.slice(0, -1) : whole;
  const glob = path.startsWith("/") ? path.slice(1) : path;
  // After one slash at its beginning there is a name: nothing is called `/a`.
  return glob === "" || glob.startsWith("/")
    ? undefined
    : { number, glob, negated, directoryOnly, anchored: path.includes("/") };
}

/** Without the blanks at its end, but for one that a backslash quotes. */
function trimmed(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === " " && !isQuoted(line, end - 1)) end -= 1;
  return line.slice(0, end);
}

function isQuoted(line: string, at: number): boolean {
  let first = at;
  while (first > 0 && line[first - 1] === "\\") first -= 1;
  return (at - first) % 2 === 1;
}
