import type { AnyTool, Outcome, Policy, Probe, Result } from "@portcullis/plugin-api";
import type { z } from "zod";
import type { Gate } from "./gate.js";
import type { GuardedInput } from "./guarded-parameters.js";
import type { Limits } from "./manifest.js";

/** A policy at its place around a tool. */
export interface BoundPolicy {
  readonly name: string;
  readonly policy: Policy;
  /** `audit`: its denials are noted, not obeyed, and it may not rewrite. Entries that are `off` are not bound. */
  readonly mode: "enforce" | "audit";
  /** What becomes of a call whose record this policy cannot keep. */
  readonly onFailure: "deny" | "continue";
  readonly probes: readonly Probe[];
  /** `file:line:column` of its entry. */
  readonly at: string;
}

/** A tool with all that stands around it: what a call passes through. */
export interface Route {
  readonly name: string;
  readonly tool: AnyTool;
  /** Outermost first: the way in. */
  readonly policies: readonly BoundPolicy[];
  /** Innermost first: the way out. */
  readonly outward: readonly BoundPolicy[];
  readonly input: z.ZodObject;
  readonly guards: GuardedInput;
  readonly output: z.ZodObject | undefined;
  readonly handle: ReturnType<AnyTool["create"]>;
  readonly limits: Limits;
  readonly gate: Gate;
}

/** Where a call of no tool goes: it settles, so that the audit sees it, and that is all. */
export interface NoRoute {
  readonly name: string;
  readonly policies: readonly BoundPolicy[];
  readonly outward: readonly BoundPolicy[];
  readonly limits: Pick<Limits, "timeout">;
  readonly input: undefined;
}

/** What a call gave: what the client gets, and what it came to. */
export interface Answer {
  readonly result: Result;
  readonly outcome: Outcome;
}
