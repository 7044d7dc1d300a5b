/**
 * Globs as `rg -g` and lines of `.gitignore` have them, as RE2's syntax for a whole relative path with `/` between its
 * parts. A directory's path ends in `/`.
 */
import { PatternError } from "@portcullis/plugin-api";

/**
 * @returns RE2's syntax
 * @throws {@link PatternError} when it is no glob
 */
export const globToRegex = (glob: string): string => {
  if (glob.startsWith("!")) throw new PatternError("leave the ! out and exclude the glob instead (or write \\!)", 0);
  const directory = glob.length > 1 && glob.endsWith("/");
  const body = glob.slice(0, directory ? -1 : undefined);
  // A `/` anywhere but at the end ties the glob to the top.
  const anywhere = body.includes("/") ? "" : "(?:.*/)?";
  const start = body.startsWith("/") ? 1 : 0;
  if (start === body.length) throw new PatternError("an empty glob matches nothing", 0);
  return `(?s)\\A${anywhere}${translate(body, start)}${directory ? "/" : "/?"}\\z`;
};

const translate = (glob: string, start: number): string => {
  // Of each open brace: where it stands, and the alternatives so far
  const braces: { readonly at: number; readonly outer: string; readonly done: string[] }[] = [];
  let text = "";
  for (let at = start; at < glob.length; ) {
    const piece = readStars(glob, at, start, braces.length > 0) ?? readClass(glob, at) ?? readCharacter(glob, at);
    const char = piece.special ?? "";
    const brace = braces.at(-1);
    if (char === "{") {
      braces.push({ at, outer: text, done: [] });
      text = "";
    } else if (char === "}") {
      if (brace === undefined) throw new PatternError("this } closes nothing; for the character itself write \\}", at);
      braces.pop();
      // As in ripgrep, an empty alternative is none.
      const alternatives = [...brace.done, text].filter((alternative) => alternative !== "");
      text = `${brace.outer}(?:${alternatives.join("|")})`;
    } else if (char === "," && brace !== undefined) {
      brace.done.push(text);
      text = "";
    } else {
      text += piece.text;
    }
    at = piece.end;
  }
  const open = braces.at(-1);
  if (open !== undefined) throw new PatternError("this { has no }; for the character itself write \\{", open.at);
  return text;
};

interface Piece {
  readonly text: string;
  readonly end: number;
  /** A character that orders alternatives, not escaped. */
  readonly special?: string;
}

/** `**` as a whole part of the path spans directories; any other stars stay within one part. */
const readStars = (glob: string, at: number, start: number, inBraces: boolean): Piece | undefined => {
  if (glob[at] !== "*") return undefined;
  let end = at;
  while (glob[end] === "*") end++;
  const [before, after] = [glob[at - 1], glob[end]];
  const begins = at === start || before === "/" || (inBraces && (before === "{" || before === ","));
  if (end - at !== 2 || !begins) return { text: "[^/]*", end };
  if (after === "/") return { text: "(?:.*/)?", end: end + 1 };
  const ends = after === undefined || (inBraces && (after === "}" || after === ","));
  return { text: ends ? ".+" : "[^/]*", end };
};

const readCharacter = (glob: string, at: number): Piece => {
  const char = String.fromCodePoint(glob.codePointAt(at) ?? 0);
  if (char === "?") return { text: "[^/]", end: at + 1 };
  if (char === "{" || char === "}" || char === ",") return { text: quote(char), end: at + 1, special: char };
  if (char !== "\\") return { text: quote(char), end: at + char.length };
  if (at + 1 === glob.length)
    throw new PatternError("nothing follows this \\; for the character itself write \\\\", at);
  const escaped = String.fromCodePoint(glob.codePointAt(at + 1) ?? 0);
  return { text: quote(escaped), end: at + 1 + escaped.length };
};

/** `[…]`: as in git, it never matches `/`. */
const readClass = (glob: string, from: number): Piece | undefined => {
  if (glob[from] !== "[") return undefined;
  const negated = glob[from + 1] === "!" || glob[from + 1] === "^";
  const first = from + (negated ? 2 : 1);
  let at = first;
  let text = "";
  // A `]` that comes first is itself.
  while (at === first || glob[at] !== "]") {
    const low = readBound(glob, at, from);
    const isRange = glob[low.end] === "-" && glob[low.end + 1] !== "]";
    const high = isRange ? readBound(glob, low.end + 1, from) : low;
    if (high.code < low.code) throw new PatternError("this range ends before it begins", at);
    text += negated ? range(low.code, high.code) : withoutSlash(low.code, high.code);
    at = high.end;
  }
  if (negated) return { text: `[^/${text}]`, end: at + 1 };
  return { text: text === "" ? nothing : `[${text}]`, end: at + 1 };
};

const readBound = (glob: string, at: number, from: number): { readonly code: number; readonly end: number } => {
  const escaped = glob[at] === "\\" ? at + 1 : at;
  const code = glob.codePointAt(escaped);
  if (code === undefined) throw new PatternError("this [ has no ]; for the character itself write \\[", from);
  return { code, end: escaped + (code > 0xffff ? 2 : 1) };
};

const slash = 0x2f;
const nothing = "[^\\x{0}-\\x{10ffff}]";

const range = (low: number, high: number): string => `\\x{${low.toString(16)}}-\\x{${high.toString(16)}}`;

const withoutSlash = (low: number, high: number): string => {
  if (low > slash || high < slash) return range(low, high);
  return `${low < slash ? range(low, slash - 1) : ""}${high > slash ? range(slash + 1, high) : ""}`;
};

/** Literal text in RE2's syntax. */
export const quote = (text: string): string => text.replace(/[^0-9A-Za-z\u0080-\uffff]/g, "\\$&");
