/** Reads a class of a glob, `[…]`, as git's wildmatch does. */

/** One for each byte that is in it. */
export type ByteSet = Uint8Array;

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

const ITEM =
  /\[:(?<posix>\w*):\]|(?:\\(?<quoted>[\s\S])|(?<plain>[^\\]))(?:-(?:\\(?<quotedEnd>[\s\S])|(?<plainEnd>[^\\\]])))?/y;

/**
 * @param glob - bytes, each as one character
 * @param at - behind the `[`
 * @returns nothing when it does not end, or names a class that there is not
 */
export function readClass(glob: string, at: number): { readonly set: ByteSet; readonly end: number } | undefined {
  const set = new Uint8Array(256);
  const negated = glob[at] === "!" || glob[at] === "^";
  const first = negated ? at + 1 : at;
  let next = first;
  // A bracket that comes first stands for itself.
  while (glob[next] !== "]" || next === first) {
    ITEM.lastIndex = next;
    const groups = ITEM.exec(glob)?.groups;
    if (groups === undefined) return undefined;
    next = ITEM.lastIndex;
    const { posix, quoted, plain = "" } = groups;
    const low = quoted ?? plain;
    // Of ends that stand the wrong way round, git takes the first.
    const ranges = posix === undefined ? low + later(low, groups.quotedEnd ?? groups.plainEnd) : POSIX[posix];
    if (ranges === undefined) return undefined;
    for (let end = 0; end < ranges.length; end += 2) {
      set.fill(1, ranges.charCodeAt(end), ranges.charCodeAt(end + 1) + 1);
    }
  }
  return { set: negated ? set.map((held) => 1 - held) : set, end: next + 1 };
}

const later = (low: string, high = low): string => (high < low ? low : high);
