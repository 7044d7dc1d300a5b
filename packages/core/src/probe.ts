/** Runs each policy's probes through the chain that will serve calls: a policy that does not do what it says stops the start. */
import type { Probe } from "@portcullis/plugin-api";
import { describe } from "./answer.js";
import type { Bound } from "./bind.js";
import { CallInFlight, Trail } from "./call-in-flight.js";
import { type Fault, StartError } from "./fault.js";
import { admit, leave } from "./pipeline.js";
import type { BoundPolicy, Route } from "./route.js";
import type { Services } from "./services.js";

/** One probe, and what came of it. */
export interface Probed {
  readonly tool: string;
  readonly policy: string;
  readonly name: string;
  readonly expected: Probe["expect"];
  readonly got: string;
}

/** @throws {@link StartError} with a fault for each probe that came out otherwise */
export async function runProbes({ routes }: Bound, { log, facts }: Services): Promise<Probed[]> {
  const probed: Probed[] = [];
  const faults: Fault[] = [];
  for (const route of routes.values()) {
    for (const entry of route.policies) {
      // In mode audit a policy may do nothing that could be seen from outside.
      if (entry.mode === "audit") continue;
      for (const probe of entry.probes) {
        const call = new CallInFlight(`${facts.boot}-probe`, route.name, {}, "probe", log, () => {});
        const got = await outcomeOf(probe, route, entry, call).catch((error: unknown) => describe(error));
        probed.push({ tool: route.name, policy: entry.name, name: probe.name, expected: probe.expect, got });
        if (got === probe.expect) continue;
        const message = `${entry.name} around ${route.name}: the probe "${probe.name}" came to ${got}; ${probe.expect} was expected.`;
        faults.push({ code: "PROBE_FAILED", at: entry.at, message, mend: "Mend the policy, or its options." });
      }
    }
  }
  if (faults.length > 0) throw new StartError(faults);
  return probed;
}

async function outcomeOf(probe: Probe, route: Route, entry: BoundPolicy, call: CallInFlight): Promise<string> {
  const trail = new Trail();
  if ("admit" in probe) {
    const parameter = { name: "probe", kind: probe.admit, hint: probe.hint ?? {} };
    let admitted = false;
    const put = () => {
      admitted = true;
    };
    const step = await admit(entry, call, [{ parameter, raw: probe.raw, put }], trail);
    if (step.kind === "denied") return step.code === "POLICY_FAILED" ? "failed" : "deny";
    return admitted ? "pass" : "nothing";
  }
  // This policy alone: another one's denial must not pass for its own.
  const alone = { ...route, outward: [entry] };
  const { result, outcome } = await leave(alone, call, { outcome: { kind: "done" }, result: probe.after }, trail);
  if (outcome.kind === "denied") return outcome.code === "POLICY_FAILED" ? "failed" : "deny";
  return result === probe.after ? "pass" : "rewrite";
}
