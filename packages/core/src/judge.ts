/** How a policy's verdict is got and noted. What fails closed, fails closed here. */
import type { Decision, Phase, Verdict } from "@portcullis/plugin-api";
import { describe } from "./answer.js";
import type { CallInFlight, Trail } from "./call-in-flight.js";
import type { BoundPolicy } from "./route.js";

export const PASS = { kind: "pass" } as const;
export const POLICY_FAILED = {
  kind: "deny",
  code: "POLICY_FAILED",
  reason: "A policy could not do its work. The log has the cause.",
} as const;

type Soon<T> = T | Promise<T>;

/**
 * Gets a policy's verdict; one that throws, or that answers with what is no verdict, denies. A verdict that is at hand
 * is given at once: an await for each hook of each policy would cost more than the hooks.
 *
 * @param silence - what no answer means
 */
export function judge<T>(
  call: CallInFlight,
  entry: BoundPolicy,
  hook: () => Soon<Verdict<T> | undefined | void>,
  silence: Verdict<T> = POLICY_FAILED,
): Soon<Verdict<T>> {
  const failed = (error: unknown) => {
    call.log.error("a policy failed", { policy: entry.name, error: describe(error) });
    return POLICY_FAILED;
  };
  const heard = (verdict: Verdict<T> | undefined | void): Verdict<T> => {
    if (verdict === undefined) return silence;
    return VERDICTS.has(verdict?.kind) ? verdict : failed(verdict);
  };
  try {
    const verdict = hook();
    return verdict instanceof Promise ? verdict.then(heard).catch(failed) : heard(verdict);
  } catch (error) {
    return failed(error);
  }
}

const VERDICTS: ReadonlySet<unknown> = new Set(["pass", "rewrite", "deny"]);

/** Notes a verdict that is not a pass. Whether it counts is the manifest's word. */
export function obeyed(entry: BoundPolicy, verdict: Verdict<unknown>, phase: Phase, trail: Trail): boolean {
  const enforced = entry.mode === "enforce";
  if (verdict.kind === "deny") {
    const told = { code: verdict.code, at: entry.at, ...counted(verdict) };
    trail.add(entry.name, phase, enforced ? "deny" : "would-deny", told);
  } else {
    trail.add(entry.name, phase, enforced ? "rewrite" : "would-rewrite", counted(verdict));
  }
  return enforced;
}

export const counted = ({ counts }: Verdict<unknown>): Pick<Decision, "counts"> =>
  counts === undefined ? {} : { counts };

/** How long a policy may take to record a call. The answer waits for it. */
const RECORD_MS = 5000;

export function inTime<T>(soon: Promise<Verdict<T>>): Promise<Verdict<T>> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(POLICY_FAILED), RECORD_MS);
    void soon.then((verdict) => {
      clearTimeout(late);
      resolve(verdict);
    });
  });
}
