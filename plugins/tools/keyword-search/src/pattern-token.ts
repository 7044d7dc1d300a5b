/** The tokens of RE2's syntax that matter to lines: characters, and named sets of characters. */

export interface Token {
  readonly raw: string;
  readonly groups: Readonly<Record<string, string | undefined>>;
}

/** One escape. The `u` flag makes its last alternative a whole character. */
export const ESCAPE = String.raw`\\[pP](?:\{[^}]*\}|.)|\\x\{(?<braced>[0-9A-Fa-f]+)\}|\\x(?<hex>[0-9A-Fa-f]{2})|\\(?<octal>[0-7]{1,3})|\\[\s\S]`;

/** @param tokens - sticky, matches any character at least */
export function tokenAt(tokens: RegExp, source: string, at: number): Token {
  tokens.lastIndex = at;
  const found = tokens.exec(source);
  return { raw: found?.[0] ?? source.slice(at), groups: found?.groups ?? {} };
}

const CONTROLS: Readonly<Record<string, number>> = { a: 7, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** The character that a token stands for; nothing for a set or an assertion. */
export function characterOf({ raw, groups: { braced, hex, octal } }: Token): number | undefined {
  const digits = braced ?? hex;
  if (digits !== undefined) return Number.parseInt(digits, 16);
  if (octal !== undefined) return Number.parseInt(octal, 8);
  if (raw.startsWith("[:")) return undefined;
  if (!raw.startsWith("\\")) return raw.codePointAt(0);
  const name = raw.slice(1);
  return CONTROLS[name] ?? (/^[0-9A-Za-z]/.test(name) ? undefined : name.codePointAt(0));
}

/** Whether a token is a set that holds the line break, or may hold it. */
export const holdsNewline = (raw: string): boolean => /^(?:\\[sDWpP]|\[:(?:\^|space|cntrl|ascii))/.test(raw);

/** The set of all other characters. */
export function complementOf(raw: string): string {
  if (raw.startsWith("[:")) return raw.startsWith("[:^") ? `[:${raw.slice(3)}` : `[:^${raw.slice(2)}`;
  const name = raw.charAt(1);
  return `\\${name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase()}${raw.slice(2)}`;
}
