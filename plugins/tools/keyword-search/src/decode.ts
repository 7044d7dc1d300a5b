/** Turns a file's bytes into the text that is searched: UTF-8, without its byte order mark. */

/**
 * A file that begins with a UTF-16 mark is transcoded; every other one is taken as it is, bad bytes and all.
 *
 * @returns nothing for a binary file: one that holds a NUL anywhere
 */
export function decode(bytes: Buffer): Buffer | undefined {
  const text = unmark(bytes);
  return text.includes(0) ? undefined : text;
}

function unmark(bytes: Buffer): Buffer {
  const first = bytes[0];
  if (first === undefined || first < 0xef) return bytes;
  if (first === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  if (first === 0xff && bytes[1] === 0xfe) return fromUtf16(bytes.subarray(2));
  if (first === 0xfe && bytes[1] === 0xff) return fromUtf16(swapped(bytes.subarray(2)));
  return bytes;
}

/** Half a unit at the end becomes U+FFFD, as lone surrogates do. */
const fromUtf16 = (units: Buffer) => Buffer.from(units.toString("utf16le") + (units.length % 2 === 0 ? "" : "\ufffd"));

/** A copy: the reader's buffer stays as it is. */
function swapped(units: Buffer): Buffer {
  const even = units.length - (units.length % 2);
  return Buffer.concat([Buffer.from(units.subarray(0, even)).swap16(), units.subarray(even)]);
}
