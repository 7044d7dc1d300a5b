/** Makes the samples of rules: no string that looks like a secret stands in the sources, where scanners would find it. */

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";

/** Always the same for the same alphabet and length (a linear congruential generator, constants of Numerical Recipes). */
const from = (alphabet: string) => (length: number) => {
  let state = 2463534242 + length;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return alphabet.charAt((state >>> 8) % alphabet.length);
  }).join("");
};

export const digits = from(DIGITS);
export const hex = from(`${DIGITS}abcdef`);
export const lower = from(LOWER + DIGITS);
export const upper = from(LOWER.toUpperCase() + DIGITS);
export const base32 = from(`${LOWER.toUpperCase()}234567`);
export const letters = from(LOWER + LOWER.toUpperCase());
export const alnum = from(DIGITS + LOWER + LOWER.toUpperCase());
export const base64 = from(`${DIGITS + LOWER + LOWER.toUpperCase()}+/`);
export const uuid = () => [8, 4, 4, 4, 12].map(hex).join("-");
