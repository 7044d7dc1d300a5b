import type { Log } from "./services.js";

/** One call of a tool, as policies and the tool see it. */
export interface Call {
  /** Unique; the client's error, the log and the audit share it. */
  readonly id: string;
  readonly tool: string;
  /** As parsed by the tool's schema: guarded parameters are still strings here. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Who calls. `local` over stdio: the process that started the server. */
  readonly principal: string;
  /** Aborted when the client cancels, the time is up, or the server stops. */
  readonly signal: AbortSignal;
  /** Tells the client how far the work is, when it asked to know. */
  progress(done: number, total?: number, message?: string): void;
  /** Goes to the server's log, under the call's id. */
  readonly log: Log;
}

/** The step of a call at which a decision fell. */
export type Phase = "started" | "check" | "limit" | "admit" | "before" | "tool" | "message" | "after" | "settled";

/** One line of a call's trail. Never holds arguments or results. */
export interface Decision {
  /** The policy's name; `portcullis` for the host's own steps. */
  readonly policy: string;
  readonly phase: Phase;
  /** `would-…` is what an entry in `mode: audit` would have done. */
  readonly verdict: "pass" | "rewrite" | "deny" | "would-rewrite" | "would-deny" | "failed";
  readonly code?: string;
  /** Of a denial: `file:line:column` of the policy's entry in the manifest. */
  readonly at?: string;
  /** What the policy counted, by name. */
  readonly counts?: Readonly<Record<string, number>>;
  /** Since the decision before. */
  readonly ms: number;
}

/** What a call came to. `code` and `reason` are what the client is told; `error` goes to the log alone. */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "invalid"; readonly code: string; readonly reason: string }
  | { readonly kind: "denied"; readonly policy: string; readonly code: string; readonly reason: string }
  | { readonly kind: "failed"; readonly code: string; readonly reason: string; readonly error?: unknown }
  | { readonly kind: "timeout"; readonly code: string; readonly reason: string }
  | { readonly kind: "cancelled"; readonly code: string; readonly reason: string };
