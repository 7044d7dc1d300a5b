/** Three bytes of a line, as one number. Case, digits and white space may be folded, each to one of them. */

/** `A`-`Z` to `a`-`z`, `1`-`9` to `0`, `\t`, `\v`, `\f` and `\r` to a space. */
export const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x41 && byte <= 0x5a) return byte + 32;
  if (byte >= 0x31 && byte <= 0x39) return 0x30;
  return byte === 9 || (byte >= 11 && byte <= 13) ? 32 : byte;
});

export const foldedTrigram = (trigram: number): number =>
  [trigram >>> 16, (trigram >>> 8) & 0xff, trigram & 0xff].reduce((all, byte) => (all << 8) | (FOLD[byte] ?? 0), 0);

/** What is added to a folded byte: it stands for all bytes that fold to it. */
const FOLDED = 0x100;

export const foldedSymbol = (byte: number): string => String.fromCharCode(FOLDED + (FOLD[byte] ?? 0));

/**
 * The trigrams of a string of symbols: bytes, or folded bytes. One folded symbol folds a trigram.
 *
 * @returns none of a string that is shorter than three
 */
export function trigramsOf(symbols: string): number[] {
  const trigrams = new Set<number>();
  for (let at = 2; at < symbols.length; at++) {
    const three = [symbols.charCodeAt(at - 2), symbols.charCodeAt(at - 1), symbols.charCodeAt(at)];
    const folded = three.some((symbol) => symbol >= FOLDED);
    trigrams.add(three.reduce((trigram, symbol) => (trigram << 8) | (folded ? (FOLD[symbol & 0xff] ?? 0) : symbol), 0));
  }
  return [...trigrams];
}
