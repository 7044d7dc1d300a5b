/** The pattern service: both engines take the same patterns, find the same spans, and refuse the rest in the same words. */
import { loadPatterns } from "@portcullis/core";
import { type Pattern, PatternError, type Patterns } from "@portcullis/plugin-api";
import { expect } from "chai";
import { RE2JS } from "re2js";

type Flags = { ignoreCase?: boolean; multiline?: boolean; dotAll?: boolean };

const failing = (code?: string) => () => Promise.reject(Object.assign(new Error("broken"), { code }));
const native = await loadPatterns();
const port = await loadPatterns(failing("ERR_DLOPEN_FAILED"));

const i: Flags = { ignoreCase: true };
const m: Flags = { multiline: true };
const s: Flags = { dotAll: true };

/** Pattern, flags, text, and the spans of all matches in bytes. */
const spans: readonly (readonly [string, Flags, string, string])[] = [
  ["foo", {}, "a foo, foo", "2-5 7-10"],
  ["foo", {}, "é foo", "3-6"],
  ["日", {}, "本日😀日", "3-6 10-13"],
  [".", {}, "aé😀", "0-1 1-3 3-7"],
  ["", {}, "é", "0-0 2-2"],
  ["x*", {}, "éxx", "0-0 2-4 4-4"],
  ["\\B", {}, "a日b", ""],
  ["\\b", {}, "ab cd", "0-0 2-2 3-3 5-5"],
  ["^$", m, "a\n\nb\n", "2-2 5-5"],
  ["^b", m, "a\nb", "2-3"],
  ["^b", {}, "a\nb", ""],
  ["a$", {}, "a\n", ""],
  ["a.b", {}, "a\nb", ""],
  ["a.b", s, "a\nb", "0-3"],
  ["sk", i, "SK \u017f\u212a", "0-2 3-8"],
  ["straße", i, "STRASSE STRAßE", "8-15"],
  ["(?i)é", {}, "É", "0-2"],
  ["(?:a|ab)(?:c|bcd)", {}, "abcd", "0-4"],
  ["a+?", {}, "aa", "0-1 1-2"],
  ["(a|b)*c", {}, "abac", "0-4"],
  ["(?P<year>\\d{4})-(?<month>\\d\\d)", {}, "2026-11", "0-7"],
  ["[]a]+", {}, "]a[", "0-2"],
  ["[(?<a]+", {}, "P(?<a", "1-5"],
  ["[[:alpha:]\\d]+", {}, "ab1-", "0-3"],
  ["\\Qa/\\cA*\\E", {}, "a/\\cA*", "0-6"],
  ["\\Qab\\E+", {}, "abb", "0-3"],
  ["a/b", {}, "a/b", "0-3"],
  ["\\x41\\x{65e5}\\102", {}, "A日B", "0-5"],
  ["\\pL+", {}, "aé1", "0-3"],
  ["\\p{Greek}\\P{Greek}", {}, "λx", "0-3"],
  ["[^\\p{^Lu}]", {}, "aB", "1-2"],
  ["a\0b", {}, "a\0b", "0-3"],
  ["a{,2}b{2}", {}, "a{,2}bb", "0-7"],
  ["a(?i)*", {}, "aa", "0-2 2-2"],
];

/** Pattern, and the one that sees one line at a time; undefined where it asks for a line break. */
const inLines: readonly (readonly [string, string | undefined])[] = [
  ["a-b(c)", "a\\x{2d}b(?:c)"],
  ["\\Qa.b\\E", "a\\x{2e}b"],
  ["\\Aa.\\z", "^a.$"],
  ["\\s\\S\\d\\D", "[^\\S\\x{a}]\\S\\d[^\\d\\x{a}]"],
  ["\\pL\\P{Greek}", "[^\\p{^L}\\x{a}][^\\P{^Greek}\\x{a}]"],
  ["[^a]", "[^a\\x{a}]"],
  ["[a\\s\\d[:^alpha:]]", "(?:[a\\d]|[^\\S\\x{a}]|[^[:alpha:]\\x{a}])"],
  ["[[:space:]]", "[^[:^space:]\\x{a}]"],
  ["[\\x00-\\x20]", "[\\x{0}-\\x{9}\\x{b}-\\x{20}]"],
  ["[a\\n]", "[a]"],
  ["[\\t-\\n]", "[\\x{9}-\\x{9}]"],
  ["(?s)a*(?m)*", "(?m)a*(?m)*"],
  ["(?is-m:a)(?s-i)b", "(?i:a)(?-i)b"],
  ["a\\n", undefined],
  ["[\\n]", undefined],
  ["a|\\12", undefined],
  ["\\Qa\nb\\E", undefined],
];

/** Pattern, where it fails, and the words of the reason. */
const faults: readonly (readonly [string, number, string])[] = [
  ["foo(?=bar)", 3, "look-around"],
  ["[(?=](?!a)", 5, "look-around"],
  ["\\(?=(?<=a)", 4, "look-around"],
  ["(?<!a)b", 0, "look-around"],
  ["(a)b\\1", 4, "back-reference"],
  ["(?P<n>a)(?P=n)", 8, "back-reference"],
  ["(?<n>a)\\k<n>", 7, "back-reference"],
  ["a(b(c)", 1, "this ( has no )"],
  ["a)b", 1, "closes nothing"],
  ["ab[cd", 2, "this [ has no ]"],
  ["a|*b", 2, "nothing stands before"],
  ["(+)", 1, "nothing stands before"],
  ["a*b**", 4, "a repetition of a repetition"],
  ["a{2}{3}", 4, "a repetition of a repetition"],
  ["a++", 2, "a repetition of a repetition"],
  ["ba{1001}", 2, "at most 1000"],
  ["(a{100}){100}", 8, "at most 1000"],
  ["a{999999999}", 1, "at most 1000"],
  ["a{3,2}", 1, "ends before it begins"],
  ["é[z-a]", 2, "ends before it begins"],
  ["a\\h", 1, "no such escape"],
  ["\\u0041", 0, "write \\x{41}"],
  ["\\cA", 0, "no such escape"],
  ["\\C", 0, "no such escape"],
  ["\\x{110000}", 0, "no such escape"],
  ["[\\b]", 1, "no such escape"],
  ["a\\", 1, "nothing follows"],
  ["(?>a)", 0, "no such group"],
  ["(?#a)", 0, "no such group"],
  ["(?P<a-b>c)", 0, "a group's name"],
  ["(?P<a>b)(?P<a>c)", 8, "a second group"],
  ["a\\p{Letter}", 1, "no character class"],
  ["\\pC", 0, "no character class"],
  ["[a[:foo:]]", 2, "no character class"],
  ["a\ud800", 1, "half of a surrogate pair"],
  ["(".repeat(251), 250, "deep"],
];

/** All matches, one after the other; after an empty one, on from the next byte. */
const find = (pattern: Pattern, bytes: Uint8Array): string => {
  const found: string[] = [];
  for (let at = 0; ; ) {
    const match = pattern.find(bytes, at);
    if (match === undefined) return found.join(" ");
    found.push(`${match.start}-${match.end}`);
    at = match.end > match.start ? match.end : match.end + 1;
  }
};

const refused = (patterns: Patterns, source: string, flags: Flags = {}): PatternError => {
  try {
    patterns.compile(source, flags);
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
  throw new Error(`${patterns.engine} takes ${source}`);
};

describe("patterns", () => {
  it("run on the native engine", () => {
    expect(native.engine).to.equal("re2");
  });

  for (const code of ["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND", "ERR_DLOPEN_FAILED"]) {
    it(`run on the port when the native module fails with ${code}`, async () => {
      expect((await loadPatterns(failing(code))).engine).to.equal("re2js");
    });
  }

  it("do not run at all when the native module fails in any other way", async () => {
    const error = await loadPatterns(failing()).catch((thrown: unknown) => thrown);
    expect(error).to.be.an("error").with.property("message", "broken");
  });

  it("stay within 200 MB when 300 of them fill their automata", function () {
    this.timeout(20_000);
    const below = random(1);
    const letters = Buffer.alloc(20_000).map(() => 97 + below(26));
    const before = process.memoryUsage.rss();
    let most = 0;
    for (let n = 0; n < 300; n++) {
      native.compile(`[a-h].{14}[a-f]x${n}`).test(letters);
      most = Math.max(most, process.memoryUsage.rss() - before);
    }
    expect(most / 1e6).to.be.below(200);
  });

  it("are taken and refused alike by both engines, and find the same, for 1,500 generated patterns", function () {
    this.timeout(20_000);
    let taken = 0;
    for (const source of generated(1500)) {
      const [one, other] = [native, port].map((patterns) => outcome(patterns, source));
      expect(one, source).to.equal(other);
      if (one !== undefined && !one.startsWith("refused")) taken++;
    }
    expect(taken).to.be.above(400);
  });
});

describe("the size of a pattern", () => {
  it("is the port's own count, for what that does not make smaller", () => {
    const sources = [
      "",
      "TODO",
      "a{64}",
      "[a-z0-9-]{1,63}\\.[a-z]{2,}",
      "(?:a?){100}",
      "(?:.{1,20}){1,10}zzq",
      "x*y+?z",
    ];
    for (const source of [...sources, "\\Qa.b\\E{80}", "[^]\\]]{40}|\\x{e9}\\b", "(?s)(?:.{3,}|\\)\\(b){30}"]) {
      const size = RE2JS.compile(source).programSize();
      expect(native.size(source), source).to.be.within(size - 1, size + 3);
    }
  });

  it("is not below two thirds of the port's count for any of 5,000 generated patterns", function () {
    this.timeout(20_000);
    let compared = 0;
    for (const source of generated(5000)) {
      // What is captured costs instructions that are not in the program here.
      const plain = source
        .replaceAll("(?P<n>", "(?:")
        .replaceAll("(?<m>", "(?:")
        .replaceAll(/\((?!\?)/g, "(?:");
      if (outcome(native, plain).startsWith("refused")) continue;
      compared++;
      expect(native.size(plain) / RE2JS.compile(plain).programSize(), plain).to.be.at.least(2 / 3);
    }
    expect(compared).to.be.above(1000);
  });

  it("counts a Unicode class as eight, alone and in brackets", () => {
    expect(native.size("\\pL{10}")).to.equal(82);
    expect(native.size("[\\p{L}\\P{Greek}_]{10}")).to.equal(162);
  });

  it("is refused as the pattern itself is", () => {
    expect(() => native.size("a(?=b)"))
      .to.throw(PatternError)
      .with.property("position", 1);
  });

  it("of 10,000 characters is read in well under a second, whatever they are", () => {
    for (const part of [
      "a",
      "[",
      "[[:",
      "[[:a",
      "\\",
      "(",
      "\\Q",
      "\\p{",
      "{1",
      "{1,",
      "(?",
      "(?P<",
      "[\\",
      "[a-",
      "a|",
    ]) {
      const start = performance.now();
      outcome(native, part.repeat(Math.floor(10_000 / part.length)));
      expect(performance.now() - start, part).to.be.below(500);
    }
  });
});

for (const patterns of [native, port]) {
  describe(`patterns on ${patterns.engine}`, () => {
    for (const [source, flags, text, expected] of spans) {
      const named = Object.keys(flags).join();
      it(`find ${JSON.stringify(source)}${named && ` (${named})`} in ${JSON.stringify(text)}`, () => {
        const pattern = patterns.compile(source, flags);
        const bytes = Buffer.from(text);
        expect(find(pattern, bytes)).to.equal(expected);
        expect(pattern.test(bytes)).to.equal(expected !== "");
        expect(pattern.test(text)).to.equal(expected !== "");
      });
    }

    for (const [source, position, words] of faults) {
      it(`refuse ${JSON.stringify(source.slice(0, 20))} at ${position}`, () => {
        const error = refused(patterns, source);
        expect(error.message).to.contain(words);
        expect(error.position).to.equal(position);
      });
    }

    it("tell where matches end, as they find them", () => {
      for (const [source, flags, text, expected] of spans) {
        // An empty match is not told from one within a character.
        if (expected === "" || /\b(\d+)-\1\b/.test(expected)) continue;
        const pattern = patterns.compile(source, flags);
        const ends: number[] = [];
        for (let at = pattern.end(Buffer.from(text), 0); at !== -1; at = pattern.end(Buffer.from(text), at))
          ends.push(at);
        expect(ends, source).to.deep.equal(expected.split(" ").map((span) => Number(span.split("-")[1])));
      }
    });

    for (const [source, lines] of inLines) {
      it(`see one line at a time in ${JSON.stringify(source)}`, () => {
        expect(patterns.lines(source)).to.equal(lines);
      });
    }

    it("see no lines in what cannot be run", () => {
      expect(() => patterns.lines("a(?=b)"))
        .to.throw(PatternError)
        .with.property("position", 1);
    });

    it("tell the part that cannot be run, cut short and without control characters", () => {
      expect(refused(patterns, "a(?=\n\u202e345678901234567890").message).to.match(/: \(\?= {2}34567890123…$/);
    });

    it("refuse a program that is too large for the engine without a position", () => {
      const error = refused(patterns, "a{1000}b".repeat(1500));
      expect(error).to.include({ position: undefined });
      expect(error.message).to.contain("memory");
    });

    it("keep nothing from one test to the next", () => {
      const pattern = patterns.compile("a");
      expect([pattern.test("a"), pattern.test("a"), pattern.test("b"), pattern.test("a")]).to.eql([
        true,
        true,
        false,
        true,
      ]);
    });

    it("search a view of a larger memory, and no further", () => {
      const memory = new Uint8Array(Buffer.from("foo bar foo"));
      const view = memory.subarray(3, 8);
      expect(patterns.compile("bar").find(view, 0)).to.eql({ start: 1, end: 4 });
      expect(patterns.compile("foo").find(view, 0)).to.equal(undefined);
    });

    it("find from an offset on, with what stands before it in view", () => {
      const bytes = Buffer.from("xab");
      expect(patterns.compile("\\bab").find(bytes, 1)).to.equal(undefined);
      expect(patterns.compile("^ab").find(bytes, 1)).to.equal(undefined);
      expect(patterns.compile("ab").find(bytes, 1)).to.eql({ start: 1, end: 3 });
      expect(patterns.compile("ab").find(bytes, 2)).to.equal(undefined);
      expect(patterns.compile("$").find(bytes, 3)).to.eql({ start: 3, end: 3 });
      expect(patterns.compile("").find(bytes, 4)).to.equal(undefined);
    });

    it("find nothing within a character, not even emptiness", () => {
      expect(patterns.compile("").find(Buffer.from("日本"), 1)).to.eql({ start: 3, end: 3 });
      expect(patterns.compile("\\B").test("a日b")).to.equal(false);
    });

    it("find text between bad bytes", () => {
      expect(find(patterns.compile("foo"), Buffer.from("\xfffoo\xc3foo", "latin1"))).to.equal("1-4 5-8");
    });
  });
}

describe("a bad byte", () => {
  const spanned = (patterns: Patterns, source: string, text: string) =>
    find(patterns.compile(source), Buffer.from(text, "latin1"));

  it("is matched by nothing on re2", () => {
    for (const source of [".", "[^a]", "\\W", "\\PL", "\\x{fffd}", "ÿ"]) {
      expect(spanned(native, source, "\xff"), source).to.equal("");
    }
    expect(spanned(native, "a.b", "a\xffb")).to.equal("");
  });

  it("counts as U+FFFD on re2js, one for each byte", () => {
    expect(spanned(port, ".", "\xff\xc3")).to.equal("0-1 1-2");
    expect(spanned(port, "\\x{fffd}", "\xff")).to.equal("0-1");
    expect(spanned(port, "ÿ", "\xff")).to.equal("");
  });
});

/** Pseudo-random patterns out of RE2's syntax and what looks like it; the same ones each time. */
function* generated(count: number): Generator<string> {
  const parts =
    String.raw`a b c k s é 日 😀 . ^ $ \b \B \A \z \d \W \s [a-c] [^a] []a] [a-] [[:alpha:]] [a-\d] [z-a] \pL \p{Lu}
    \P{Greek} \p{^Han} [\p{L}\d] \p{Foo} \Qa*\E \E \x41 \x{65e5} \101 \1 \0 \n \k \/ / (?i) (?s) (?U) (?-i) (?) { }
    {1 {,3} {2} {2,} {0,2} {1,3}? {0} ] * + ? *? ?? ( ( (?: (?P<n> (?<m> (?= (?i: ) ) ) | | [ \ [(?<a] ſ K ß`.split(
      /\s+/,
    );
  const below = random(7);
  for (let n = 0; n < count; n++) {
    yield Array.from({ length: 1 + below(7) }, () => parts[below(parts.length)]).join("");
  }
}

/** Numbers below a bound: Lehmer's generator. */
function random(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state * 48_271) % 0x7fffffff;
    return state % bound;
  };
}

const texts = ["", "aab\nbca", "éa日b", "K s ſ ß SS", "a😀b", "12 ab_c", "\n\n", "x(y)?<P", "/a/b"].map((text) =>
  Buffer.from(text),
);

const outcome = (patterns: Patterns, source: string): string => {
  try {
    const pattern = patterns.compile(source, i);
    return texts.map((text) => `${find(pattern, text)} ${pattern.test(text)}`).join("; ");
  } catch (error) {
    if (error instanceof PatternError) return `refused at ${error.position}: ${error.message}`;
    throw error;
  }
};
