/** Parts of expressions that rules share. */

/** Between a name and its value, in code, JSON (escaped, too), YAML, `.env`, XML attributes, headers, URLs. */
export const IS = String.raw`["'\\\]]{0,8}[ \t]{0,8}(?::=|=>|=|:|,|%3D|%3A)[ \t]{0,8}["'\\(\x60]{0,8}`;

/** A name of a provider's key, and what stands between it and the value. */
export const assigned = (name: string): string => String.raw`(?i:${name})[\w.-]{0,40}${IS}`;

export const UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
