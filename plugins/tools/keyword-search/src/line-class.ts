/** Takes the line break out of a bracketed class of a pattern. */
import { characterOf, complementOf, ESCAPE, holdsNewline, type Token, tokenAt } from "./pattern-token.js";

const NEWLINE = 10;
const ITEM = new RegExp(String.raw`\[:\^?\w+:\]|${ESCAPE}|[\s\S]`, "uy");
/** What ends a range is a character, whatever it looks like. */
const END = new RegExp(String.raw`${ESCAPE}|[\s\S]`, "uy");

/**
 * @param open - where its `[` stands
 * @returns the class in the same syntax and its length in the source; nothing when it can match a line break alone
 */
export function lineClass(
  source: string,
  open: number,
): { readonly text: string; readonly length: number } | undefined {
  const negated = source[open + 1] === "^";
  const { items, end } = itemsOf(source, open + (negated ? 2 : 1));
  const length = end - open;
  if (negated) return { text: `[^${items.map(({ text }) => text).join("")}\\n]`, length };

  // A set may hold the line break: it becomes a class of its own, as what its complement and the line break leave.
  const sets = items.filter(({ set }) => set).map(({ text }) => `[^${complementOf(text)}\\n]`);
  const plain = items.filter(({ set }) => !set).flatMap(withoutNewline);
  const classes = plain.length === 0 ? sets : [`[${plain.join("")}]`, ...sets];
  if (classes.length === 0) return undefined;
  return { text: classes.length === 1 ? classes.join("") : `(?:${classes.join("|")})`, length };
}

interface Item {
  readonly text: string;
  /** A named set of characters that may hold the line break. */
  readonly set: boolean;
  /** The first and the last character; none for a set. */
  readonly range?: readonly [number, number];
}

function itemsOf(source: string, first: number): { readonly items: Item[]; readonly end: number } {
  const items: Item[] = [];
  let at = first;
  // A bracket that comes first stands for itself.
  while (at < source.length && (source[at] !== "]" || at === first)) {
    const low = tokenAt(ITEM, source, at);
    at += low.raw.length;
    const from = characterOf(low);
    if (from === undefined) {
      items.push({ text: low.raw, set: holdsNewline(low.raw) });
      continue;
    }
    let high = low;
    if (source[at] === "-" && at + 1 < source.length && source[at + 1] !== "]") {
      high = tokenAt(END, source, at + 1);
      at += 1 + high.raw.length;
    }
    const text = high === low ? shown(low) : `${shown(low)}-${shown(high)}`;
    items.push({ text, set: false, range: [from, characterOf(high) ?? from] });
  }
  return { items, end: at + 1 };
}

/** As it can stand anywhere in a class. */
const shown = ({ raw }: Token) => (/^[\]^[-]$/.test(raw) ? `\\${raw}` : raw);

function withoutNewline({ text, range }: Item): string[] {
  if (range === undefined || range[0] > NEWLINE || range[1] < NEWLINE) return [text];
  const below = range[0] < NEWLINE ? [`\\x{${range[0].toString(16)}}-\\x09`] : [];
  const above = range[1] > NEWLINE ? [`\\x0b-\\x{${range[1].toString(16)}}`] : [];
  return [...below, ...above];
}
