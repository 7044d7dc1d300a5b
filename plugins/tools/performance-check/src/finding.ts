/** What a rule finds in a source file: the place, what is wrong there, what to do, and the edits that would do it. */

export const CATEGORIES = [
  "n_plus_one_query",
  "blocking_io_in_async",
  "inefficient_loop",
  "memory_inefficiency",
  "missing_async_opportunity",
  "repeated_computation",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** From the least to the most. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** From the least to the most. */
export const CONFIDENCES = ["low", "medium", "high"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Replaces the text from `start` up to `end`, in UTF-16 units of the source. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits in order that do not touch each other. Applied together they keep what the code means. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Lines and columns count from 1, columns in UTF-16 units; `end` and `endColumn` are behind the last unit. */
export interface Finding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly suggestion: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The function around it; a method as `Class.method`. */
  readonly functionName?: string;
  /** Where the loop begins that repeats it. */
  readonly loopLine?: number;
  readonly fix?: Fix;
}
