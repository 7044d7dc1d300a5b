/**
 * Fail closed: a policy that does not do what it says stops the start. Each of these promises something in its probes
 * and does something else; the same policy, honest, starts.
 */
import { deny, type Policy, type Probe, rewrite, text } from "@portcullis/plugin-api";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import { z } from "zod";
import { badge, faultsOf, policyOf, startWith, toolOf } from "../../packages/core/test/in-memory.js";

const secret = text("the password is hunter2");
const redacted = text("the password is [redacted]");
const refusal = deny("NO", "It is forged.");
const fail = (): never => {
  throw new Error("broken");
};

const withheld: Probe = { name: "a secret", expect: "deny", after: secret };
const redaction: Probe = { name: "a secret", expect: "rewrite", after: secret };
const harmless: Probe = { name: "a word", expect: "pass", after: text("word") };
const forgery: Probe = { name: "a forgery", expect: "deny", admit: "badge", raw: "forged" };
const genuine: Probe = { name: "a badge", expect: "pass", admit: "badge", raw: "true" };

const honest = {
  withholder: { after: () => refusal },
  redactor: { after: () => rewrite(redacted) },
  bystander: { after: () => ({ kind: "pass" }) },
  guard: { admit: { badge: (raw, hint) => (raw === "forged" ? refusal : rewrite({ raw, hint })) } },
} satisfies Record<string, Policy>;

interface Broken {
  readonly name: string;
  readonly probe: Probe;
  readonly hooks: Policy;
  readonly honest: Policy;
  /** What the start tells of the probe. */
  readonly came: string;
}

const broken: readonly Broken[] = [
  {
    name: "says that it withholds a secret, and lets it pass",
    probe: withheld,
    hooks: honest.bystander,
    honest: honest.withholder,
    came: "came to pass; deny was expected",
  },
  {
    name: "says that it redacts a secret, and lets it pass",
    probe: redaction,
    hooks: honest.bystander,
    honest: honest.redactor,
    came: "came to pass; rewrite was expected",
  },
  {
    name: "says that it redacts a secret, and has no hook that could",
    probe: redaction,
    hooks: {},
    honest: honest.redactor,
    came: "came to pass; rewrite was expected",
  },
  {
    name: "says that it redacts a secret, and throws",
    probe: redaction,
    hooks: { after: fail },
    honest: honest.redactor,
    came: "came to failed; rewrite was expected",
  },
  {
    name: "says that it lets a word pass, and throws",
    probe: harmless,
    hooks: { after: fail },
    honest: honest.bystander,
    came: "came to failed; pass was expected",
  },
  {
    name: "says that it lets a word pass, and changes it",
    probe: harmless,
    hooks: honest.redactor,
    honest: honest.bystander,
    came: "came to rewrite; pass was expected",
  },
  {
    name: "says that it denies a forgery, and admits it",
    probe: forgery,
    hooks: { admit: { badge: (raw, hint) => rewrite({ raw, hint }) } },
    honest: honest.guard,
    came: "came to pass; deny was expected",
  },
  {
    name: "says that it withholds a secret, and throws",
    probe: withheld,
    hooks: { after: fail },
    honest: honest.withholder,
    came: "came to failed; deny was expected",
  },
  {
    name: "says that it denies a forgery, and throws",
    probe: forgery,
    hooks: { admit: { badge: fail } },
    honest: honest.guard,
    came: "came to failed; deny was expected",
  },
  {
    name: "says that it admits a badge, and denies it",
    probe: genuine,
    hooks: { admit: { badge: () => refusal } },
    honest: honest.guard,
    came: "came to deny; pass was expected",
  },
];

describe("a policy stops the start when it", () => {
  let started = 0;
  after(() => console.log(`      ${broken.length} attempts, ${started} started`));

  for (const { name, probe, hooks, honest, came } of broken) {
    const guards = "admit" in probe;
    const tool = toolOf(guards ? z.strictObject({ badge: badge() }) : z.strictObject({}));
    const manifest = { tools: { tool: { policies: [{ use: "sworn" }] } } };
    const startWithHooks = (its: Policy) =>
      startWith(
        manifest,
        tool,
        policyOf("sworn", its, { probes: () => [probe], ...(guards && { admits: ["badge"] }) }),
      );

    it(name, async () => {
      const faults = await faultsOf(async () => {
        const server = await startWithHooks(hooks);
        started += 1;
        await server.close();
      });
      expect(faults.map(({ code }) => code)).to.deep.equal(["PROBE_FAILED"]);
      expect(faults[0]?.message).to.contain(came);

      const server = await startWithHooks(honest);
      expect(server.probed).to.have.length(1);
      await server.close();
    });
  }
});
