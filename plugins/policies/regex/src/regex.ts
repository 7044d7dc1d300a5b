/** Admits `pattern` parameters: what RE2 runs in linear time, within caps on length and size. Nothing else is a pattern. */

import {
  type Call,
  definePolicy,
  deny,
  type GuardHint,
  PatternError,
  Patterns,
  rewrite,
  type SafePattern,
} from "@portcullis/plugin-api";
import { z } from "zod";
import { globToRegex, quote } from "./glob.js";

/** The pattern in RE2's syntax. */
const translate: Readonly<Record<SafePattern["syntax"], (raw: string) => string>> = {
  literal: quote,
  regex: (raw) => raw,
  glob: globToRegex,
};

export default definePolicy({
  name: "regex",
  description: "Admits patterns that RE2 matches in linear time, capped in length and size.",
  options: z
    .strictObject({
      maxLength: z.int().min(16).max(10_000).default(1000).describe("Characters of a pattern, in UTF-16 units."),
      maxProgramSize: z
        .int()
        .min(64)
        .max(20_000)
        .default(1200)
        .describe(
          "Instructions of a compiled pattern, estimated; the time that a byte of text may cost grows with it.",
        ),
    })
    .meta({ examples: [{}] }),
  codes: ["PATTERN_TOO_LONG", "PATTERN_TOO_LARGE", "PATTERN_INVALID"],
  admits: ["pattern"],
  needs: { patterns: Patterns },
  probes: ({ maxLength, maxProgramSize }) => [
    { name: "a word", expect: "pass", admit: "pattern", raw: "TODO" },
    { name: "an expression", expect: "pass", admit: "pattern", raw: "foo.*bar" },
    { name: "a glob", expect: "pass", admit: "pattern", raw: "**/*.ts", hint: { syntax: "glob" } },
    { name: "a look-ahead", expect: "deny", admit: "pattern", raw: "(?=a)b" },
    { name: "a back-reference", expect: "deny", admit: "pattern", raw: "(a)\\1" },
    { name: "a pattern over the length", expect: "deny", admit: "pattern", raw: "a".repeat(maxLength + 1) },
    { name: "repetitions in each other", expect: "deny", admit: "pattern", raw: "((a{100}){100}){100}" },
    { name: "a pattern over the size", expect: "deny", admit: "pattern", raw: overSize(maxProgramSize) },
  ],
  create: ({ maxLength, maxProgramSize }, { patterns }) => ({
    admit: {
      pattern(raw, hint, call) {
        if (raw.length > maxLength) {
          return deny("PATTERN_TOO_LONG", `The pattern has ${raw.length} characters; ${maxLength} are allowed.`);
        }
        const syntax = syntaxOf(hint, call);
        const ignoreCase = isSet(hint.ignoreCaseWhen, call);
        try {
          const half = raw.search(/\p{Surrogate}/u);
          if (half >= 0) throw new PatternError("half of a surrogate pair is no character", half);
          const regex = translate[syntax](raw);
          const size = patterns.size(regex);
          if (size > maxProgramSize) {
            const told = `The pattern comes to some ${size} instructions; ${maxProgramSize} are allowed. Repeat less.`;
            return deny("PATTERN_TOO_LARGE", told);
          }
          const compiled = patterns.compile(regex, { ignoreCase });
          const test = (text: string | Uint8Array) => compiled.test(text);
          return rewrite(Object.freeze({ source: raw, syntax, ignoreCase, test }));
        } catch (error) {
          if (!(error instanceof PatternError)) throw error;
          const place = error.position === undefined ? "" : ` at character ${error.position + 1}`;
          return deny("PATTERN_INVALID", `The ${syntax} cannot be run${place}: ${error.message}.`);
        }
      },
    },
  }),
});

/** A pattern of more instructions than that. */
const overSize = (size: number): string => "a{1000}".repeat(Math.ceil(size / 1000));

const syntaxOf = (hint: GuardHint, call: Call): SafePattern["syntax"] => {
  if (hint.syntax === "glob") return "glob";
  return hint.regexWhen === undefined || isSet(hint.regexWhen, call) ? "regex" : "literal";
};

/** Whether the boolean argument that a hint names is true. */
const isSet = (name: unknown, call: Call): boolean => typeof name === "string" && call.args[name] === true;
