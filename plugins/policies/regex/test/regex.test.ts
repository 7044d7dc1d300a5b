/** What the policy admits and denies, case by case, and what it says. */
import { loadPatterns } from "@portcullis/core";
import type { GuardHint, SafePattern } from "@portcullis/plugin-api";
import regex from "@portcullis/policy-regex";
import { testPolicy } from "@portcullis/testing";
import { expect } from "chai";
import { admitter } from "./admitter.js";

const admit = "pattern" as const;
const glob = { syntax: "glob" };

/** Checks what a capability says of itself, what it matches, and what it does not. */
const is =
  (expected: Partial<SafePattern>, matches: readonly string[], others: readonly string[]) => (value: unknown) => {
    const pattern = value as SafePattern;
    expect(pattern).to.include(expected);
    expect(pattern).to.be.frozen;
    for (const text of matches) expect(pattern.test(text), text).to.equal(true);
    for (const text of others) expect(pattern.test(text), text).to.equal(false);
  };

testPolicy(regex, {
  pass: [
    { name: "a word", admit, raw: "TODO", check: is({ source: "TODO", syntax: "regex" }, ["a TODO b"], ["todo"]) },
    {
      name: "an expression where the hint asks for one",
      admit,
      raw: "foo.*bar",
      hint: { syntax: "regex" },
      check: is({ syntax: "regex", ignoreCase: false }, ["foo, bar"], ["bar foo", "foo\nbar"]),
    },
    {
      name: "a glob",
      admit,
      raw: "**/*.ts",
      hint: glob,
      check: is({ source: "**/*.ts", syntax: "glob" }, ["a.ts", "b/c/a.ts"], ["a.tsx", "ts"]),
    },
    { name: "a pattern of as many characters as are allowed", admit, raw: "a".repeat(1000) },
    { name: "a pattern of as many instructions as are allowed", admit, raw: "a{1000}b{198}" },
    {
      name: "bytes",
      admit,
      raw: "é",
      check: (value) => expect((value as SafePattern).test(Buffer.from("é"))).to.be.true,
    },
  ],
  deny: [
    { name: "a pattern of one character too many", admit, raw: "a".repeat(1001), code: "PATTERN_TOO_LONG" },
    { name: "a glob of one character too many", admit, raw: "a".repeat(1001), hint: glob, code: "PATTERN_TOO_LONG" },
    {
      name: "a pattern over the length that the operator set",
      with: { maxLength: 16 },
      admit,
      raw: "a".repeat(17),
      code: "PATTERN_TOO_LONG",
    },
    { name: "a pattern of one instruction too many", admit, raw: "a{1000}b{199}", code: "PATTERN_TOO_LARGE" },
    { name: "repetitions in each other over the size", admit, raw: "(?:a{20}[b-d]{5}){50}", code: "PATTERN_TOO_LARGE" },
    { name: "repetitions in each other over RE2's limit", admit, raw: "((a{100}){100}){100}", code: "PATTERN_INVALID" },
    { name: "size hidden behind a class", admit, raw: "[:-[:a]a{1000}b{1000}]", code: "PATTERN_TOO_LARGE" },
    { name: "size hidden behind braces", admit, raw: "{04}{1000}{04}{1000}", code: "PATTERN_TOO_LARGE" },
    { name: "a large choice, repeated", admit, raw: "(?:abc|def|[g-i]{3}){200}", code: "PATTERN_TOO_LARGE" },
    { name: "many Unicode classes", admit, raw: "\\pL{200}", code: "PATTERN_TOO_LARGE" },
    {
      name: "a pattern over the size that the operator set",
      with: { maxProgramSize: 64 },
      admit,
      raw: "[ab]{63}",
      code: "PATTERN_TOO_LARGE",
    },
    { name: "a look-ahead", admit, raw: "a(?=b)", code: "PATTERN_INVALID" },
    { name: "a look-behind", admit, raw: "(?<!a)b", code: "PATTERN_INVALID" },
    { name: "a back-reference", admit, raw: "(a+)\\1", code: "PATTERN_INVALID" },
    { name: "an open group", admit, raw: "(a", code: "PATTERN_INVALID" },
    { name: "half of a surrogate pair", admit, raw: "ab\ud800", code: "PATTERN_INVALID" },
    { name: "a negated glob", admit, raw: "!*.ts", hint: glob, code: "PATTERN_INVALID" },
    { name: "an empty glob", admit, raw: "", hint: glob, code: "PATTERN_INVALID" },
    { name: "the top as a glob", admit, raw: "/", hint: glob, code: "PATTERN_INVALID" },
    { name: "an open brace", admit, raw: "*.{ts,js", hint: glob, code: "PATTERN_INVALID" },
    { name: "a brace that closes nothing", admit, raw: "*.ts}", hint: glob, code: "PATTERN_INVALID" },
    { name: "an open class in a glob", admit, raw: "a[b", hint: glob, code: "PATTERN_INVALID" },
    { name: "a reversed range in a glob", admit, raw: "[z-a]", hint: glob, code: "PATTERN_INVALID" },
    { name: "a \\ at the end of a glob", admit, raw: "a\\", hint: glob, code: "PATTERN_INVALID" },
  ],
  refuse: [
    { name: "a length of nothing", with: { maxLength: 0 } },
    { name: "a size without end", with: { maxProgramSize: 1e9 } },
    { name: "an option that it has not", with: { engine: "v8" } },
  ],
});

describe("a pattern whose hint names other arguments", () => {
  const hint = { regexWhen: "use_regex", ignoreCaseWhen: "case_insensitive" };
  const admitted = async (raw: string, args: object) => (await admitter({}, await loadPatterns()))(raw, hint, args);

  it("is text when the argument that would make it an expression is false or missing", async () => {
    const check = is({ source: "a.b*(", syntax: "literal", ignoreCase: false }, ["xa.b*(y"], ["aab", "A.B*("]);
    check(await admitted("a.b*(", { use_regex: false }));
    check(await admitted("a.b*(", {}));
    is({ syntax: "literal" }, ["(?=é/\n\0)"], ["é"])(await admitted("(?=é/\n\0)", {}));
  });

  it("is an expression when that argument is true", async () => {
    is({ syntax: "regex" }, ["axb"], ["ab", "AXB"])(await admitted("a.b", { use_regex: true }));
  });

  it("matches any case when the argument for that is true", async () => {
    const check = is({ ignoreCase: true }, ["STRAßE.", "\u017ftraße."], ["straße", "STRASSE."]);
    check(await admitted("Straße.", { case_insensitive: true }));
    check(await admitted("Straße\\.", { use_regex: true, case_insensitive: true }));
  });

  it("is text of as many characters as are allowed, and no more", async () => {
    expect(await admitted("*".repeat(1000), {})).to.include({ syntax: "literal" });
    expect(await admitted("*".repeat(1001), {})).to.contain("1001 characters");
  });
});

describe("what regex says of a denial", () => {
  const says = async (raw: string, hint: GuardHint = {}) => (await admitter({}, await loadPatterns()))(raw, hint);

  it("names the place, the reason and the way out", async () => {
    expect(await says("foo(?=bar)")).to.equal(
      "The regex cannot be run at character 4: look-around cannot be matched in linear time; " +
        "search for the wider text, then check around it: (?=bar).",
    );
    expect(await says("!dist", glob)).to.equal(
      "The glob cannot be run at character 1: leave the ! out and exclude the glob instead (or write \\!).",
    );
    expect(await says("ab\ud800", { regexWhen: "use_regex" })).to.equal(
      "The literal cannot be run at character 3: half of a surrogate pair is no character.",
    );
  });

  it("names the length and the size that are allowed", async () => {
    expect(await says("a".repeat(1001))).to.equal("The pattern has 1001 characters; 1000 are allowed.");
    expect(await says("(a{25}){40}(b{30}){30}")).to.equal(
      "The pattern comes to some 1902 instructions; 1200 are allowed. Repeat less.",
    );
  });

  it("stays within 200 characters, whatever the pattern", async () => {
    const faults = ["(?=", "(?<!", "\\1", "(?P=n)", "(", ")", "[", "*", "a**", "\\q", "[z-a]", "\\p{X}", "(?P<", "\\"];
    for (const fault of faults) {
      for (const tail of ["", "x".repeat(900), "😀".repeat(400)]) {
        const reason = await says(`${fault === "*" ? "" : "y".repeat(50)}${fault}${tail}`);
        expect(reason, fault).to.be.a("string");
        expect(String(reason).length, String(reason)).to.be.at.most(200);
      }
    }
  });
});
