/**
 * Takes known secrets out of everything that leaves: each answer, an error's too, is looked at once as the JSON that
 * it will be sent as; only one that holds something is taken apart.
 */
import { definePolicy, Environment, Log, type Probe, pass, rewrite, text } from "@portcullis/plugin-api";
import { z } from "zod";
import { formsOf } from "./forms.js";
import { knownSecrets } from "./known-secrets.js";
import { redactResult } from "./redact-result.js";
import { Redactor } from "./redactor.js";

const options = z.strictObject({
  environment: z
    .array(z.string().min(1))
    .default([])
    .describe("Variables whose values are secret although their names do not say so."),
});

export default definePolicy({
  name: "sanitizer",
  description: "Redacts known secret values, plain and encoded, in every part of an answer.",
  options,
  // It mends answers and refuses none.
  codes: [],
  needs: { environment: Environment, log: Log },

  probes({ environment: named }, { environment }) {
    // Shorter than any secret may be: it cannot hold one.
    const clean: Probe = { name: "an answer without secrets", expect: "pass", after: text("-") };
    const secret = knownSecrets(environment, named)[0]?.value;
    return secret === undefined
      ? [clean]
      : [clean, { name: "an answer with a known secret", expect: "rewrite", after: text(`value: ${secret}`) }];
  },

  create({ environment: named }, { environment, log }) {
    const secrets = knownSecrets(environment, named);
    log.debug("values are redacted", { variables: [...new Set(secrets.map(({ variable }) => variable))] });
    if (secrets.length === 0) return {};

    const redactor = new Redactor(new Set(secrets.flatMap(({ value }) => formsOf(value))));
    return {
      after(result) {
        const redacted = redactResult(result, redactor);
        return redacted === result ? pass : rewrite(redacted);
      },
    };
  },
});
