/** Holds one rule against the place where one of its literals stands. */
import type { Pattern, Patterns } from "@portcullis/plugin-api";
import type { Rule } from "./rule.js";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** In bytes. Longer than nearly all secrets; rules of keys and tickets say how long theirs are. */
const REACH = 600;

/** What stands for a secret in documents and templates. */
const PLACEHOLDER =
  "(?i)example|x{5}|\\*{3}|\\.{3}|…|<[a-z_ -]*>|\\$\\{|\\$\\(|\\{\\{|%\\(|#\\{|\\byour[_-]|placeholder|change_?me|redacted";

export class Matcher {
  readonly #rule: Rule;
  readonly #patterns: Patterns;
  /** Compiled when first needed: most rules of a server never are. */
  readonly #compiled = new Map<string, Pattern>();

  constructor(rule: Rule, patterns: Patterns) {
    this.#rule = rule;
    this.#patterns = patterns;
  }

  /** The secret at a literal, if there is one. */
  at(bytes: Uint8Array, literal: number): Span | undefined {
    const { lead = 0, reach = REACH, before, secret, after } = this.#rule;
    // Asked first: a text made of nothing but literals must not cost a match for each.
    if (before === undefined && lead === 0 && !begins(bytes, literal)) return undefined;
    const from = Math.max(0, literal - lead);
    const region = bytes.subarray(from, literal + reach);
    const start = before === undefined ? 0 : this.#anchored(before, region, 0);
    if (start === undefined) return undefined;
    const span =
      lead > 0 ? this.#pattern(secret).find(region, 0) : { start, end: this.#anchored(secret, region, start) ?? start };
    if (span === undefined || span.end === span.start) return undefined;
    const found = { start: from + span.start, end: from + span.end };
    if (lead > 0 && !begins(bytes, found.start)) return undefined;
    if (after === undefined && isWord(bytes[found.end])) return undefined;
    if (after !== undefined && this.#anchored(after, region, span.end) === undefined) return undefined;
    return this.#isSecret(bytes.subarray(found.start, found.end)) ? found : undefined;
  }

  #isSecret(found: Uint8Array): boolean {
    const { entropy = 0, mixed, allow } = this.#rule;
    if (mixed && !(found.some(isDigit) && found.some((byte) => isWord(byte) && !isDigit(byte)))) return false;
    if (entropyOf(found) < entropy) return false;
    // A block of a key is none, whatever stands in it.
    if (found.length < 400 && this.#pattern(PLACEHOLDER).find(found, 0) !== undefined) return false;
    return allow === undefined || this.#anchored(`(?:${allow})\\z`, found, 0) === undefined;
  }

  /** Where the match of an expression that begins at a place ends. */
  #anchored(source: string, bytes: Uint8Array, at: number): number | undefined {
    const match = this.#pattern(`\\A(?:${source})`).find(bytes.subarray(at), 0);
    return match === undefined ? undefined : at + match.end;
  }

  #pattern(source: string): Pattern {
    let pattern = this.#compiled.get(source);
    if (pattern === undefined) {
      pattern = this.#patterns.compile(source);
      this.#compiled.set(source, pattern);
    }
    return pattern;
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isWord = (byte: number | undefined): boolean =>
  isDigit(byte) || (byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);

/** Whether a word begins there: after no letter or digit, or after the escape of one (`\n`, `%3D`, `\u003d`). */
function begins(bytes: Uint8Array, at: number): boolean {
  if (!isWord(bytes[at - 1])) return true;
  const before = Buffer.from(bytes.subarray(Math.max(0, at - 6), at)).toString("latin1");
  return /\\[abfnrtv0]$|%[0-9A-Fa-f]{2}$|\\u[0-9A-Fa-f]{4}$|\\x[0-9A-Fa-f]{2}$|[/:]bot$/.test(before);
}

/** In bits per byte: C. E. Shannon, "A Mathematical Theory of Communication" (1948). */
function entropyOf(bytes: Uint8Array): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / bytes.length) * Math.log2(count / bytes.length);
  return bits;
}
