/** Which entries of a folder a walk leaves out: what ignore files say, as git reads them, and what a call's globs do. */

export { type Choice, Chooser, type Verdict } from "./choice.js";
export { globLines } from "./glob-lines.js";
export type { IgnoreLine } from "./ignore-lines.js";
export { IGNORE_FILES, type IgnoreKind, IgnoreScope } from "./ignore-scope.js";
