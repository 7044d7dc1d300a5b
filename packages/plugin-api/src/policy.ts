import type { z } from "zod";
import type { Call, Decision, Outcome } from "./call.js";
import type { GuardHint, GuardKind, Guards } from "./guard.js";
import type { Result } from "./result.js";
import type { Given, Needs } from "./service.js";

/**
 * What a policy answers. Data: only the pipeline acts on it.
 * A denial's `reason` goes to the client: short, no secrets, no paths outside the roots.
 */
export type Verdict<T, Code extends string = string> = (
  | { readonly kind: "pass" }
  | { readonly kind: "rewrite"; readonly value: T }
  | { readonly kind: "deny"; readonly code: Code; readonly reason: string }
) & {
  /** What was counted on the way, by name: goes into the trail, and so into the audit. Never what was found. */
  readonly counts?: Readonly<Record<string, number>>;
};

type Soon<T> = T | Promise<T>;
type Denial<Code extends string> = Extract<Verdict<never, Code>, { kind: "deny" }>;

export const pass = { kind: "pass" } as const;
export const rewrite = <T>(value: T) => ({ kind: "rewrite", value }) as const;
export const deny = <const Code extends string>(code: Code, reason: string) =>
  ({ kind: "deny", code, reason }) as const;

/** Turns a guarded string into its capability (`rewrite`), or denies. */
export type Admit<K extends GuardKind, Code extends string = string> = (
  raw: string,
  hint: GuardHint,
  call: Call,
) => Soon<Exclude<Verdict<Guards[K], Code>, { kind: "pass" }>>;

/** A policy at work. One instance serves all calls, also those in flight at once: keep nothing of a call in it. */
export interface Policy<Code extends string = string> {
  /** Once for each call, before anything else, unknown and invalid calls included: for records. */
  started?(call: Call): Soon<Denial<Code> | void>;
  /** For each guarded kind that it admits: the capability's maker. */
  readonly admit?: { readonly [K in GuardKind]?: Admit<K, Code> };
  /** In the manifest's order, before the tool. A rewrite is parsed and admitted anew. */
  before?(call: Call): Soon<Verdict<Readonly<Record<string, unknown>>, Code>>;
  /** In reverse order, on every answer that would leave, errors included. */
  after?(result: Result, call: Call): Soon<Verdict<Result, Code>>;
  /**
   * On each text that reaches the client beside the answer, as progress does. At once, without a promise; a denial
   * keeps the text back.
   */
  message?(text: string, call: Call): Verdict<string, Code>;
  /**
   * Once for each call, whatever became of it, after everything else: for records. It changes nothing; a denial, or
   * what it throws, withholds the answer.
   */
  settled?(outcome: Outcome, call: Call, trail: readonly Decision[]): Soon<Denial<Code> | void>;
}

/** An input that a policy, under the options given, must deny or must let pass. Run at each start, on the real chain. */
export type Probe = { readonly name: string; readonly expect: "pass" | "rewrite" | "deny" } & (
  | { readonly admit: GuardKind; readonly raw: string; readonly hint?: GuardHint }
  | { readonly after: Result }
);

export interface PolicyPlugin<
  Options extends z.ZodObject = z.ZodObject,
  Code extends string = string,
  N extends Needs = Needs,
> {
  readonly kind: "policy";
  readonly name: string;
  readonly description: string;
  readonly options: Options;
  /** Every code that it may deny with. Another one does not compile. */
  readonly codes: readonly Code[];
  /** The guarded kinds that it can admit; `bind` holds `create` to it. Its options may leave some of them out. */
  readonly admits?: readonly GuardKind[];
  readonly needs?: N;
  readonly probes?: (options: z.output<Options>, given: Given<N>) => readonly Probe[];
  readonly create: (options: z.output<Options>, given: Given<N>) => Soon<Policy<NoInfer<Code>>>;
}

/** A policy of any shape, as the host holds it. */
export type AnyPolicy = Omit<PolicyPlugin, "create" | "probes"> & {
  // biome-ignore lint/suspicious/noExplicitAny: `options` and `needs` beside it say what goes in; the host parses first
  readonly probes?: (options: any, given: any) => readonly Probe[];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly create: (options: any, given: any) => Soon<Policy>;
};

/** Defines a policy. */
export const definePolicy = <
  Options extends z.ZodObject,
  const Code extends string,
  // biome-ignore lint/complexity/noBannedTypes: no needs are an empty record
  const N extends Needs = {},
>(
  policy: Omit<PolicyPlugin<Options, Code, N>, "kind">,
): PolicyPlugin<Options, Code, N> => ({ kind: "policy", ...policy });
