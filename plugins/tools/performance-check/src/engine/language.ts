/** The languages we read. Apart from the grammars, so that naming one loads no parser. */

export const LANGUAGES = ["python", "javascript", "typescript", "tsx"] as const;
/** A grammar's name. JSX is part of `javascript`. */
export type Language = (typeof LANGUAGES)[number];

/** UTF-16 units of a source that is looked at. */
export const MAX_SOURCE = 2 * 1024 * 1024;
