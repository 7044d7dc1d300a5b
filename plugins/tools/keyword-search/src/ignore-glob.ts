/** Translates one glob of an ignore file, as git's wildmatch reads it, to RE2. */

/** POSIX's classes, as git has them: ASCII. Each two characters are the ends of a range. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: "09AZaz",
  alpha: "AZaz",
  blank: "\t\t  ",
  cntrl: "\0\x1f\x7f\x7f",
  digit: "09",
  graph: "!~",
  lower: "az",
  print: " ~",
  punct: "!/:@[`{~",
  space: "\t\r  ",
  upper: "AZ",
  xdigit: "09AFaf",
};

const TOKEN = /(?<stars>\*+)|(?<any>\?)|(?<open>\[)|\\(?<quoted>[\s\S])|(?<plain>[^\\])/uy;
const ITEM =
  /\[:(?<posix>\w*):\]|(?:\\(?<quoted>[\s\S])|(?<plain>[^\\]))(?:-(?:\\(?<quotedEnd>[\s\S])|(?<plainEnd>[^\\\]])))?/uy;

/**
 * @param glob - no `!` before it, no `/` at its ends
 * @returns nothing for a glob that matches nothing
 */
export function globPattern(glob: string): string | undefined {
  let pattern = "";
  let at = 0;
  while (at < glob.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(glob);
    // A backslash at the end quotes nothing.
    if (found === null) return undefined;
    const { stars, any, open, quoted, plain } = found.groups ?? {};
    at = TOKEN.lastIndex;
    if (stars !== undefined) {
      const whole = stars.length > 1 && (at === stars.length || glob[at - stars.length - 1] === "/");
      if (whole && at === glob.length) pattern += ".+";
      else if (whole && glob[at] === "/") {
        pattern += "(?:.*/)?";
        at += 1;
      } else pattern += "[^/]*";
    } else if (any !== undefined) pattern += "[^/]";
    else if (open !== undefined) {
      const set = classPattern(glob, at);
      if (set === undefined) return undefined;
      pattern += set.pattern;
      at = set.end;
    } else pattern += literal(quoted ?? plain ?? "");
  }
  return pattern;
}

/** @param at - behind the `[` */
function classPattern(glob: string, at: number): { readonly pattern: string; readonly end: number } | undefined {
  const negated = glob[at] === "!" || glob[at] === "^";
  const first = negated ? at + 1 : at;
  let ranges = "";
  let next = first;
  // A bracket that comes first stands for itself.
  while (glob[next] !== "]" || next === first) {
    ITEM.lastIndex = next;
    const groups = ITEM.exec(glob)?.groups;
    if (groups === undefined) return undefined;
    next = ITEM.lastIndex;
    if (groups.posix !== undefined) {
      const named = POSIX[groups.posix];
      if (named === undefined) return undefined;
      for (let end = 0; end < named.length; end += 2) ranges += range(named.charAt(end), named.charAt(end + 1));
      continue;
    }
    const low = groups.quoted ?? groups.plain ?? "";
    ranges += range(low, groups.quotedEnd ?? groups.plainEnd ?? low);
  }
  const end = next + 1;
  if (negated) return { pattern: `[^/${ranges}]`, end };
  return ranges === "" ? undefined : { pattern: `[${ranges}]`, end };
}

/** Without `/`, which no class matches. Of ends that stand the wrong way round, git takes the first. */
function range(low: string, high: string): string {
  const from = low.codePointAt(0) ?? 0;
  const to = Math.max(from, high.codePointAt(0) ?? 0);
  const slash = 0x2f;
  if (slash < from || slash > to) return `${hex(from)}-${hex(to)}`;
  return (from < slash ? `${hex(from)}-${hex(slash - 1)}` : "") + (to > slash ? `${hex(slash + 1)}-${hex(to)}` : "");
}

const hex = (code: number) => `\\x{${code.toString(16)}}`;
const literal = (character: string) =>
  /^[A-Za-z0-9_/-]$/.test(character) ? character : hex(character.codePointAt(0) ?? 0);
