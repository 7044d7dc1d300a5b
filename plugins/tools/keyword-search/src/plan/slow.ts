/** Which patterns the engine may run for very long on a single line. */
import type { Patterns } from "@portcullis/plugin-api";

/**
 * What repeats a wide class so and so often makes RE2 leave its automaton for an engine that takes up to 100 ms for
 * 32 KB. Such a pattern comes to many more instructions than it has characters; a list of words does not.
 */
const MANY = 100;
const MORE = 4;

export function isSlow(pattern: string, patterns: Patterns): boolean {
  const size = patterns.size(pattern);
  return size > MANY && size > MORE * pattern.length;
}
