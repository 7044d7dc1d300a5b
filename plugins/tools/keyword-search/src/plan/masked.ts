/** Bytes to look for, of each so much as its mask says: a text, or what a class has in common. */

/** Byte n is one of those when `(byte & masks[n]) === bytes[n]`. */
export interface Masked {
  readonly bytes: readonly number[];
  readonly masks: readonly number[];
}

export const NO_BYTES: Masked = { bytes: [], masks: [] };

/** @param anyCase - takes ASCII letters in both cases */
export function maskedText(text: string, anyCase = false): Masked {
  const bytes = [...Buffer.from(text)];
  const masks = bytes.map((byte) => (anyCase && isLetter(byte) ? 0xdf : 0xff));
  return { bytes: bytes.map((byte, at) => byte & (masks[at] ?? 0)), masks };
}

/**
 * One byte of which all members of a class have the same bits: there may be others.
 *
 * @param members - one at least
 */
export function maskedClass(members: readonly number[]): Masked {
  const [first = 0] = members;
  const mask = members.reduce((same, byte) => same & ~(byte ^ first), 0xff);
  return { bytes: [first & mask], masks: [mask] };
}

export const joinedBytes = (one: Masked, other: Masked): Masked => ({
  bytes: [...one.bytes, ...other.bytes],
  masks: [...one.masks, ...other.masks],
});

export const repeated = ({ bytes, masks }: Masked, times: number): Masked => ({
  bytes: Array.from({ length: times }, () => bytes).flat(),
  masks: Array.from({ length: times }, () => masks).flat(),
});

/** How many bits are known. */
export const bitsOf = ({ masks }: Masked): number => masks.reduce((sum, mask) => sum + bitsIn(mask), 0);

export function bitsIn(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}

const isLetter = (byte: number): boolean => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
