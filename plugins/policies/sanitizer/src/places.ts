/** Places on the server's disk, and the stacks of its programs, in text: what an error tells of its machine. */
import type { Pattern, Patterns } from "@portcullis/plugin-api";
import { type Counts, markOf } from "./finding.js";

/** A program's stack: V8's and Java's frames, Python's, Go's; as lines, or with the line breaks escaped. */
const FRAME = String.raw`at [^\n]*(?::\d+\)?|\((?:native|native code|Native Method|Unknown Source|<anonymous>|index \d+)\)|<anonymous>\)?)`;
const STACKS = [
  String.raw`(?:(?:^|\\n)[ \t]+${FRAME}[ \t]*(?:\r?\n|$)?)+`,
  String.raw`Traceback \(most recent call last\):(?:\r?\n[ \t]+[^\n]*)+`,
  String.raw`Traceback \(most recent call last\):(?:\\n[ \t]+[^\n"]*?)+(?:\\n|"|$)`,
  String.raw`goroutine \d+ \[[^\]\n]*\]:(?:\r?\n[^\n]+)+`,
];

const NAME = String.raw`[^\s/\\:;,'"\x60()<>|\[\]{}*?]`;
const PATHS = [
  String.raw`(?i:file):(?://|\\/\\/)?[/\\][^\s'"\x60<>()]*`,
  // In quotes a path may hold spaces.
  String.raw`['"\x60]/${NAME}[^'"\x60\n]*/[^'"\x60\n]*['"\x60]`,
  String.raw`['"\x60](?:[A-Za-z]:[\\/]|\\\\)[^'"\x60\n/][^'"\x60\n]*['"\x60]`,
  String.raw`[A-Za-z]:(?:\\{1,2}|/)${NAME}+(?:(?:\\{1,2}|/)${NAME}+)*[\\/]?`,
  String.raw`\\{2,4}[A-Za-z0-9][A-Za-z0-9.$-]+\\{1,2}[^\s\\/:*?"'<>|]+(?:\\{1,2}[^\s\\/:*?"'<>|]+)*`,
  `/${NAME}+(?:/+${NAME}+)+/?`,
];

/** A home directory and nothing below it. */
const HOME = String.raw`\A(?:/home/[^/]+|/Users/[^/]+|/root|[A-Za-z]:[\\/]+Users[\\/]+[^\\/]+)[\\/]?\z`;

/** Of a request, not of the disk. */
const METHOD = /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) $/;

type Kind = "stack" | "path";

export class Places {
  readonly #kinds: readonly (readonly [Kind, Pattern])[];
  readonly #home: Pattern;

  constructor(patterns: Patterns) {
    const stacks = STACKS.map((source) => ["stack", patterns.compile(source, { multiline: true })] as const);
    const paths = PATHS.map((source) => ["path", patterns.compile(source)] as const);
    this.#kinds = [...stacks, ...paths];
    this.#home = patterns.compile(HOME);
  }

  /** The text with a mark for each stack and each absolute path; `~` for a home directory. */
  redact(text: string, counts: Counts): string {
    if (!/[/\\]|Traceback|goroutine|\bat /.test(text)) return text;
    return this.#kinds.reduce((clean, [kind, pattern]) => this.#without(clean, kind, pattern, counts), text);
  }

  #without(text: string, kind: Kind, pattern: Pattern, counts: Counts): string {
    const bytes = Buffer.from(text);
    let clean = "";
    let done = 0;
    for (let found = pattern.find(bytes, 0); found !== undefined; found = pattern.find(bytes, found.end)) {
      const written = bytes.toString("utf8", found.start, found.end);
      // A line's end and a quote are not of the place.
      const [, open = "", place = "", close = ""] = /^(['"\x60\r\n]?)([\s\S]*?)(['"\x60.\r\n]*)$/.exec(written) ?? [];
      if (place === "" || (kind === "path" && open === "" && !beginsPlace(bytes, found.start))) continue;
      clean += bytes.toString("utf8", done, found.start) + open + this.#markOf(kind, place) + close;
      done = found.end;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return clean + bytes.toString("utf8", done);
  }

  #markOf(kind: Kind, place: string): string {
    return kind === "path" && this.#home.test(place) ? "~" : markOf(kind);
  }
}

/** Not within a URL, a relative path, a word; nor what a request asks for. */
function beginsPlace(bytes: Buffer, at: number): boolean {
  const before = bytes.toString("latin1", Math.max(0, at - 10), at);
  return /(?:^|[^\w./~%)}>\]\\-]|\\[nrt])$/.test(before) && !METHOD.test(before);
}
