/**
 * Finds secrets in text: the known ones in every form, and those of a known format. Both are looked for as literals, so
 * that a text without any costs two passes over it and no expression; a rule sees only the place of its own literal.
 */
import type { Patterns } from "@portcullis/plugin-api";
import type { ActiveRule } from "./active-rules.js";
import type { Finding } from "./finding.js";
import { INVISIBLE, mayHide } from "./invisible.js";
import { MIN_LENGTH } from "./known-secrets.js";
import { Literals } from "./literals.js";
import { Matcher } from "./matcher.js";
import type { Action } from "./rule.js";
import { squeeze } from "./squeeze.js";

/** A line break, as it is or as an escape, and the indentation after it. */
const LINE_BREAK = /(?:[\r\n]|\\[rn])+[ \t]*/g;
const SPACES = /(?:\s|\\[rnt])+/g;
const SPACE = /\s/;

const KNOWN_SECRET = "known-secret";

export class Scanner {
  readonly #known: Literals;
  /** What is looked for in a text without its gaps. */
  readonly #broken: readonly { readonly gap: RegExp; readonly known: Literals }[];
  readonly #marks: Literals;
  /** By the literal's place in the list: whose it is. */
  readonly #byLiteral: {
    readonly matcher: Matcher;
    readonly id: string;
    readonly action: Action;
    readonly order: number;
  }[] = [];

  /** @param known - every form of each known secret */
  constructor(known: ReadonlySet<string>, rules: readonly ActiveRule[], patterns: Patterns) {
    this.#known = new Literals([...known], { ignoreCase: false });
    // A passphrase is broken at its own spaces.
    const spaced = [...known].filter((form) => SPACE.test(form)).map((form) => form.replaceAll(SPACES, ""));
    this.#broken = [
      { gap: LINE_BREAK, known: this.#known },
      {
        gap: SPACES,
        known: new Literals(
          spaced.filter((form) => form.length >= MIN_LENGTH),
          { ignoreCase: false },
        ),
      },
    ].slice(0, spaced.length > 0 ? 2 : 1);
    for (const [order, { rule, action }] of rules.entries()) {
      const matcher = new Matcher(rule, patterns);
      for (const _ of rule.literals) this.#byLiteral.push({ matcher, id: rule.id, action, order });
    }
    const literals = rules.flatMap(({ rule }) => rule.literals);
    this.#marks = new Literals(literals, { ignoreCase: true });
  }

  /**
   * All that is found, from left to right, overlaps included. A text is also looked at without its invisible
   * characters, and for known secrets without its line breaks: neither takes a secret apart.
   */
  find(text: string): Finding[] {
    const bytes = Buffer.from(text);
    const found = this.#findIn(bytes);
    const visible = mayHide(bytes) ? squeeze(text, INVISIBLE) : undefined;
    if (visible !== undefined) found.push(...visible.spans(this.#findIn(visible.bytes)));
    for (const { gap, known } of this.#broken) {
      const whole = squeeze(text, gap);
      if (whole !== undefined) found.push(...whole.spans(this.#knownIn(whole.bytes, known)));
    }
    return found;
  }

  /** All that stands in bytes as they are. */
  #findIn(bytes: Uint8Array): Finding[] {
    const matched: (Finding & { readonly order: number })[] = [];
    /** Up to where each rule has found something: what begins in there is part of it. */
    const done = new Map<number, number>();
    for (const { start, index } of this.#marks.find(bytes)) {
      const owner = this.#byLiteral[index];
      if (owner === undefined || start < (done.get(owner.order) ?? 0)) continue;
      const span = owner.matcher.at(bytes, start);
      if (span === undefined) continue;
      matched.push({ ...span, rule: owner.id, action: owner.action, order: owner.order });
      done.set(owner.order, span.end);
    }
    return [...this.#knownIn(bytes, this.#known), ...matched.sort((a, b) => a.order - b.order)];
  }

  #knownIn(bytes: Uint8Array, known: Literals): Finding[] {
    return known.find(bytes).map(({ start, end }) => ({ start, end, rule: KNOWN_SECRET, action: "redact" }));
  }
}
