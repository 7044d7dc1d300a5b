/**
 * Characters that a person does not see and a model reads: controls, escape sequences, bidirectional overrides, tags,
 * characters of no width. Those that writing needs are kept: in emoji, in Persian and Indic words, beside
 * right-to-left letters.
 */

/** What becomes of them: written as `\u{202e}`, left out, or let through. */
export type Invisible = "escape" | "drop" | "keep";

/** All of them, wherever they stand; tab, LF and CR are not among them. */
export const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is for
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each stands alone
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

/** A terminal's sequence, whole: what follows ESC means nothing without it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const SEQUENCE = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g;

/** The only tags in use: the flags of England, Scotland and Wales. */
const FLAGS = ["gbeng", "gbsct", "gbwls"].map(
  (place) =>
    `\u{1f3f4}${[...place].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join("")}\u{e007f}`,
);

const JOINED_SCRIPTS =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Of each byte: whether one of them may begin with it in UTF-8. */
const SUSPECT = Uint8Array.from({ length: 256 }, (_, byte) => {
  const control = (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f;
  return control || [0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf0, 0xf3].includes(byte) ? 1 : 0;
});

/** Whether there may be one of them: a look at the bytes costs a tenth of the expression. */
export function mayHide(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (SUSPECT[byte] === 0) continue;
    if (byte !== 0xe2) return true;
    // Dashes, quotes and lines of boxes begin with the same byte.
    const [next, last = 0] = [bytes[at + 1], bytes[at + 2]];
    if (next === 0x80 && ((last >= 0x8b && last <= 0x8f) || (last >= 0xaa && last <= 0xae))) return true;
    if (next === 0x81 && last >= 0xa0 && last <= 0xaf) return true;
  }
  return false;
}

/** The text with what is invisible in it written out, or left out. */
export function showInvisible(text: string, how: Invisible, count: () => void): string {
  if (how === "keep" || !mayHide(Buffer.from(text))) return text;
  const dropped = () => {
    count();
    return "";
  };
  const bare = how === "drop" ? text.replace(SEQUENCE, dropped) : text;
  const kept = flagsIn(bare);
  return bare.replace(INVISIBLE, (char, at: number) => {
    if (kept.has(at) || isWriting(bare, char, at)) return char;
    count();
    return how === "drop" ? "" : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** Where the tags of real flags stand. */
function flagsIn(text: string): Set<number> {
  const places = new Set<number>();
  for (const flag of FLAGS) {
    for (let at = text.indexOf(flag); at >= 0; at = text.indexOf(flag, at + 1)) {
      for (let tag = at + 2; tag < at + flag.length; tag += 2) places.add(tag);
    }
  }
  return places;
}

/** Whether the character does what it is there for, between its neighbours. */
function isWriting(text: string, char: string, at: number): boolean {
  const before = codePointBefore(text, at);
  const after = String.fromCodePoint(text.codePointAt(at + char.length) ?? 0);
  const code = char.codePointAt(0) ?? 0;
  if (code === 0xfeff) return at === 0;
  if (code === 0xfe0e || code === 0xfe0f) return /\p{Emoji}|\p{Ideographic}/u.test(before);
  if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef))
    return /\p{Ideographic}/u.test(before);
  if (code >= 0x180b && code <= 0x180f) return /\p{Script=Mongolian}/u.test(before);
  if (code === 0x200e || code === 0x200f || code === 0x61c)
    return RIGHT_TO_LEFT.test(before) || RIGHT_TO_LEFT.test(after);
  if (code !== 0x200c && code !== 0x200d) return false;
  const emoji = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u.test(before);
  if (code === 0x200d && emoji) return /\p{Extended_Pictographic}/u.test(after);
  return JOINED_SCRIPTS.test(before) && (JOINED_SCRIPTS.test(after) || !/[\p{L}\p{N}\p{Cf}]/u.test(after));
}

const codePointBefore = (text: string, at: number): string => {
  const low = text.charCodeAt(at - 1);
  const paired = low >= 0xdc00 && low <= 0xdfff && at >= 2;
  return at === 0 ? "" : text.slice(paired ? at - 2 : at - 1, at);
};
