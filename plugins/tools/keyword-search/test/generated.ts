/** Pseudo-random patterns and texts that often match each other; the same ones for the same seed. */

/** Numbers below a bound (mulberry32). */
export function randomFrom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

const WORDS = "foo bar task Kiss sky Error ERR x1 2026 11 abc _ops ſk K1 é Éa 日本 😀 a.b [x] a-b {2} ß aaa".split(" ");
/** What RE2 and JavaScript read alike, and what they read in two ways or one of them not at all. */
const PARTS =
  String.raw`. ^ $ \b \B \A \z \d \D \w \W \s \S \v \a \t \x20 \x{20} \x{e9} \x{17f} \x{d800} \101 \60 \, \/ \- /
  [a-c] [^a] [^o]] []a] [^]a] [a-] [-k] [K-s] [Z-a] [ks] [sS] [0-9] [1-3] [\d_] [^\d] [\s_] [^\S] [^\x00-\x60b-\x7f] [\w.] [\x{212a}] [éa]
  [[:alpha:]] [[:^alpha:]] [[:space:]x] [^[:digit:]k] \pL \PL \p{Lu} \p{^Lu} \P{Greek} [\pLk] [^\PL] \Qa.b\E \Q[x]\E*
  \Qf\E (?i) (?-i) (?s) (?m) (?U) (?is) (?m-s) {,2} { } {2 ] - \C \h (?=a)`.split(/\s+/);
const REPEATS = "* + ? {2} {0,1} {1,3} {2,} {9} *? +? ?? {1,2}?".split(" ");
const GROUPS = ["(", "(", "(?:", "(?P<n>", "(?<m>", "(?i:", "(?-i:", "(?s-m:", "(?U:"];

export type Pick = <T>(from: readonly T[]) => T;
export const pickWith =
  (below: (bound: number) => number): Pick =>
  (from) => {
    const one = from[below(from.length)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  };

/** A pattern, most of them valid. */
export function patternFrom(below: (bound: number) => number): string {
  const pick = pickWith(below);
  const atom = (depth: number): string => {
    const kind = below(10);
    if (kind < 6) return pick(WORDS.slice(0, 21));
    if (kind < 9 || depth === 0) return pick(PARTS);
    return `${pick(GROUPS)}${choice(depth - 1)})`;
  };
  const sequence = (depth: number): string =>
    Array.from({ length: 1 + below(3) }, () => atom(depth) + (below(4) === 0 ? pick(REPEATS) : "")).join("");
  const choice = (depth: number): string =>
    Array.from({ length: below(4) === 0 ? 2 + below(2) : 1 }, () => sequence(depth)).join("|");
  return choice(2);
}

const AROUND =
  String.raw`[a-z] [A-Z] [^a-z] [^é] [é日] é a 1 _ . \d \w \W \s \S \b \B ^ $ (?:a|é) (?:b|) (?:\w\b|-)`.split(" ");
const TIMES = ["", "", "?", "*", ...REPEATS, "{0}", "{0,}"];

/** A valid pattern of which each match holds a text, with anything around it. */
export function surroundedFrom(below: (bound: number) => number): string {
  const pick = pickWith(below);
  const around = (): string => {
    const parts = Array.from({ length: below(3) }, () => pick(AROUND));
    return parts.map((part) => (/^(?:\^|\$|\\b|\\B)$/.test(part) ? part : part + pick(TIMES))).join("");
  };
  const surrounded = (depth: number): string => {
    if (depth === 0 || below(3) > 0) return around() + pick(["foo", "Error", "aaa", "_ops", "日本"]) + around();
    const choices = Array.from({ length: 1 + below(3) }, () => surrounded(depth - 1));
    return `${around()}(?:${choices.join("|")})${pick(["", "", "+", "{2}", "{1,3}", "+?"])}${around()}`;
  };
  return surrounded(2);
}

/** Some lines, many with words of the pattern, some with bad bytes, some without a line break at the end. */
export function textFrom(below: (bound: number) => number, pattern: string): Buffer {
  const pick = pickWith(below);
  const wanted = WORDS.filter((word) => pattern.includes(word));
  const piece = (): string => {
    if (wanted.length > 0 && below(2) === 0) return pick(wanted);
    const word = pick([...WORDS, " ", "  ", "\t", "\r", "\v", "-", "_", "a", "k", "0", "o", "7", ",", "/", "]"]);
    return below(4) > 0 ? word : below(2) === 0 ? word.toUpperCase() : word.toLowerCase();
  };
  const line = () => Array.from({ length: below(7) }, piece).join("");
  const lines = Array.from({ length: 1 + below(3) }, line).join("\n") + (below(2) === 0 ? "\n" : "") || "\n";
  return below(8) > 0 ? Buffer.from(lines) : Buffer.concat([Buffer.from([0xe9]), Buffer.from(lines)]);
}
