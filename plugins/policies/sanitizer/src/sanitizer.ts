/**
 * Cleans everything that leaves: secrets go, known ones and those of a known format; errors tell nothing of the
 * machine; what is invisible is shown. Each answer is looked at once, whole; only one that holds something is taken
 * apart.
 */
import { definePolicy, Environment, Log, Patterns, type Probe, pass, rewrite, text } from "@portcullis/plugin-api";
import { z } from "zod";
import { activeRules } from "./active-rules.js";
import { cleanResult } from "./clean-result.js";
import { type Cleaning, cleanText } from "./clean-text.js";
import type { Counts } from "./finding.js";
import { formsOf } from "./forms.js";
import { knownSecrets } from "./known-secrets.js";
import { Places } from "./places.js";
import { Scanner } from "./scanner.js";

const options = z.strictObject({
  environment: z
    .array(z.string().min(1))
    .default([])
    .describe("Variables whose values are secret although their names do not say so."),
  values: z.array(z.string()).default([]).describe("Values that are secret, filled in from the environment."),
  rules: z
    .record(z.string(), z.enum(["redact", "withhold", "report", "off"]))
    .default({})
    .describe("What becomes of what a rule finds, by the rule's id, where it is not `redact`."),
  paths: z
    .enum(["errors", "everywhere"])
    .default("errors")
    .describe("Where absolute paths and stacks are redacted: in errors and messages, or in every answer."),
  invisible: z
    .enum(["escape", "drop", "keep"])
    .default("escape")
    .describe("What becomes of control characters and invisible Unicode."),
  maxTextBytes: z
    .int()
    .min(1)
    .max(100_000_000)
    .optional()
    .describe("Bytes of a block of text; what is longer is cut, and says so."),
});

const withCounts = <V extends object>(verdict: V, counts: Counts) =>
  Object.keys(counts).length === 0 ? verdict : { ...verdict, counts };

export default definePolicy({
  name: "sanitizer",
  description: "Redacts secrets, paths and invisible characters in every part of an answer.",
  options,
  // It mends answers and refuses none.
  codes: [],
  needs: { environment: Environment, log: Log, patterns: Patterns },

  probes({ environment: named, values, rules }, { environment }) {
    // Shorter than any secret may be: it cannot hold one.
    const probes: Probe[] = [{ name: "an answer without secrets", expect: "pass", after: text("-") }];
    const secret = knownSecrets(environment, { named, values })[0]?.value;
    if (secret !== undefined) {
      probes.push({ name: "an answer with a known secret", expect: "rewrite", after: text(`value: ${secret}`) });
    }
    const sample = activeRules(rules).find(({ action }) => action !== "report")?.rule.good[0];
    if (sample !== undefined) {
      probes.push({ name: "an answer with a secret of a known format", expect: "rewrite", after: text(sample) });
    }
    return probes;
  },

  create({ environment: named, values, rules, paths, invisible, maxTextBytes }, { environment, log, patterns }) {
    const secrets = knownSecrets(environment, { named, values });
    log.debug("values are redacted", { variables: [...new Set(secrets.map(({ variable }) => variable))] });
    const forms = new Set(secrets.flatMap(({ value }) => formsOf(value)));
    const cleaning: Cleaning = {
      scanner: new Scanner(forms, activeRules(rules), patterns),
      places: new Places(patterns),
      paths,
      invisible,
      maxTextBytes: maxTextBytes ?? Number.POSITIVE_INFINITY,
    };
    return {
      after(result) {
        const counts: Counts = {};
        const cleaned = cleanResult(result, cleaning, counts);
        return withCounts(cleaned === result ? pass : rewrite(cleaned), counts);
      },
      message(said) {
        const counts: Counts = {};
        const cleaned = cleanText(said, cleaning, true, counts);
        return withCounts(cleaned === said ? pass : rewrite(cleaned), counts);
      },
    };
  },
});
