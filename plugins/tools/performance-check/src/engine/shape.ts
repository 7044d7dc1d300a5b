/** What is known of a kind of node before one is met, so that the walk over a tree need not ask for it. */

export interface Kind {
  readonly name: string;
  readonly isNamed: boolean;
}

/** Questions that need not be asked of a kind's nodes; each costs a step into WebAssembly. */
export interface Shape {
  readonly isComment: boolean;
  /** Brackets, commas, a backslash before a line's end and the like, which no tree keeps. */
  readonly isPunctuation: boolean;
  /** The length of a keyword or an operator, else 0. */
  readonly tokenLength: number;
  /** A name: mostly ASCII letters, digits and underscores. */
  readonly isIdentifier: boolean;
  /** Has no children, or none that matter. */
  readonly isLeaf: boolean;
  /** A string: its children matter only where something is interpolated. */
  readonly isString: boolean;
  /** Its children may stand in fields. */
  readonly hasFields: boolean;
  /** The fields of its named children, in order, where they are always the same. */
  readonly childFields: readonly number[] | undefined;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));
const LEAVES = words(
  "identifier property_identifier private_property_identifier shorthand_property_identifier type_identifier " +
    "shorthand_property_identifier_pattern statement_identifier predefined_type integer float number true false none " +
    "null undefined this super comment pass_statement string_start string_content string_end string_fragment " +
    "escape_sequence regex",
);
const IDENTIFIERS = words("identifier property_identifier type_identifier shorthand_property_identifier");
const FIELDLESS = words(
  "module program block statement_block expression_statement argument_list arguments expression_list list tuple set " +
    "array dictionary object parenthesized_expression return_statement dotted_name string template_string type " +
    "parameters pattern_list",
);
const CHILD_FIELDS: Readonly<Record<string, readonly string[]>> = {
  attribute: ["object", "attribute"],
  call: ["function", "arguments"],
  keyword_argument: ["name", "value"],
  binary_operator: ["left", "right"],
  pair: ["key", "value"],
};
const PUNCTUATION = new Set(["(", ")", "[", "]", "{", "}", ",", ":", ";", ".", '"', "'", "`"]);

export function shapeOf({ name, isNamed }: Kind, fields: readonly (string | null)[]): Shape {
  const childFields = isNamed && Object.hasOwn(CHILD_FIELDS, name) ? CHILD_FIELDS[name] : undefined;
  return {
    isComment: name === "comment",
    isPunctuation: name === "line_continuation" || (!isNamed && PUNCTUATION.has(name)),
    tokenLength: isNamed ? 0 : name.length,
    isIdentifier: isNamed && IDENTIFIERS.has(name),
    isLeaf: !isNamed || LEAVES.has(name),
    isString: name === "string",
    hasFields: !FIELDLESS.has(name),
    childFields: childFields?.map((field) => fields.indexOf(field)),
  };
}
