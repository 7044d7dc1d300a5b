/** Where characters begin in UTF-8 that may hold bad bytes. */

/** Whether an offset lies within a well-formed character, not at its start. A bad byte is a character of its own. */
export const insideCharacter = (bytes: Uint8Array, offset: number): boolean => {
  if (!isContinuation(bytes[offset])) return false;
  for (let back = 1; back <= 3; back++) {
    const first = bytes[offset - back];
    if (isContinuation(first)) continue;
    return lengthAt(bytes, offset - back) > back;
  }
  return false;
};

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** The length of the well-formed character at an offset; 1 for a bad byte. Unicode 15, table 3-7. */
const lengthAt = (bytes: Uint8Array, offset: number): number => {
  const first = bytes[offset] ?? 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 1;
  const second = bytes[offset + 1] ?? 0;
  // Overlong forms, surrogates, and what lies beyond U+10FFFF
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 1;
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 1;
  for (let at = offset + 1; at < offset + length; at++) if (!isContinuation(bytes[at])) return 1;
  return length;
};
