/** What a rule says: how a secret of one format is known in text. The rules themselves are data, in rules/. */

/** What becomes of a find: replaced by a mark; the whole block replaced; counted and let through. */
export type Action = "redact" | "withhold" | "report";

/** One format of secret. Its expressions are RE2's. */
export interface Rule {
  /** Stands in the mark, in the counts and in the manifest. Rules of one id are formats of one kind of secret. */
  readonly id: string;
  /** One of these stands in each such secret, or at the start of `before`. At least 3 bytes; case does not count. */
  readonly literals: readonly string[];
  /** In bytes: how much of the secret may stand before the literal. None, unless told. */
  readonly lead?: number;
  /** In bytes: how much may follow the literal's start. 600, unless told. */
  readonly reach?: number;
  /** What stands before the secret and is left there. */
  readonly before?: string;
  readonly secret: string;
  /** What must follow it, and is left there. Otherwise: no letter or digit. */
  readonly after?: string;
  /** In bits per character (Shannon): what has less is no secret. */
  readonly entropy?: number;
  /** Letters and digits must both be there: words alone are no secret. */
  readonly mixed?: true;
  /** Values that look like one and are none. Placeholders (`xxxx`, `<token>`, `EXAMPLE`) always are. */
  readonly allow?: string;
  /** Texts in which it must find something; made up. */
  readonly good: readonly string[];
  /** Texts in which it must find nothing. */
  readonly bad: readonly string[];
}
