/** Counts of the files that were not checked, by reason. */
import type { Skipped } from "../output.js";

export const nothingSkipped = (): Skipped => ({
  too_large: 0,
  binary: 0,
  unreadable: 0,
  outside_roots: 0,
  ignored: 0,
  hidden: 0,
  other: 0,
  minified: 0,
});
