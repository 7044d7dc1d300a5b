/** Takes out of a value what its own names call secret, before it is hashed or written. */

/** Names whose values are left out. Rather one too many: a record that lacks a value still has its digest. */
const SECRET_NAME =
  /passw|passphrase|^pass$|pwd|secret|token|credential|cookie|authorization|^auth$|bearer|jwt|(?:api|access|private|signing)[-_ ]?key/i;

const REDACTED = "[redacted]";

/** A copy whose keys are sorted, so that equal values are equal as JSON, with a mark in the place of each secret. */
export function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, held]) => [key, SECRET_NAME.test(key) ? REDACTED : redacted(held)]));
}
