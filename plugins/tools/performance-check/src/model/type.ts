/** A light type: what the text itself says of a value. Most values have none, and rules must live with that. */

export interface Type {
  /** `str`, `list`, `requests.Session`: the builtin's name, or the class by the name its module gives it. */
  readonly name: string;
  /** Of what it yields when iterated. */
  readonly element?: Type;
}

export const type = (name: string, element?: Type): Type => (element === undefined ? { name } : { name, element });
