/** The policy at work, with plain objects for what it needs. */
import type { Call, Decision, Log, Outcome, Policy, ServerFacts } from "@portcullis/plugin-api";
import auditLog from "@portcullis/policy-audit-log";
import type { z } from "zod";

/** What the server says of itself. */
export const server: ServerFacts = {
  name: "test",
  version: "1.2.3",
  boot: "boot-1",
  manifest: "a".repeat(64),
  policySet: "b".repeat(64),
  plugins: [{ name: "@portcullis/policy-audit-log", version: "1.2.3" }],
  patterns: "re2",
  paths: "descriptor",
};

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

export const calling = (id: string, args: Call["args"] = {}, tool = "keyword_search"): Call => ({
  id,
  tool,
  args,
  principal: "local",
  signal: new AbortController().signal,
  progress() {},
  log: quiet,
});

export interface AuditServer {
  readonly policy: Policy;
  /** What it logged, with its level in front. */
  readonly logged: string[];
  /** Which files may lie in no root. */
  readonly keptOut: string[];
  /** Without `durability: power` it is closed when this returns. */
  close(): Promise<void>;
}

/** Starts the policy. Its clock stands at one moment, and each look at it takes 1.5 ms. */
export function startAudit(options: z.input<typeof auditLog.options>): AuditServer {
  const logged: string[] = [];
  const note = (level: string) => (message: string) => void logged.push(`${level}: ${message}`);
  const log: Log = { debug: note("debug"), info: note("info"), warn: note("warn"), error: note("error") };
  const keptOut: string[] = [];
  const closers: (() => void | Promise<void>)[] = [];
  let elapsed = 0;
  const clock = {
    now: () => Date.UTC(2026, 10, 21, 10, 30, 0, 7),
    elapsed: () => {
      elapsed += 1.5;
      return elapsed;
    },
  };
  const files = {
    keepOut: (file: string) => void keptOut.push(file),
    root: () => {
      throw new Error("the audit needs no root");
    },
  };
  const policy = auditLog.create(auditLog.options.parse(options), {
    clock,
    files,
    log,
    lifetime: { onClose: (close) => void closers.push(close) },
    server,
  });
  if (policy instanceof Promise) throw new Error("the policy is made at once");
  return {
    policy,
    logged,
    keptOut,
    close: async () => {
      for (const close of closers.splice(0).toReversed()) await close();
    },
  };
}

/** One call from start to end, and the codes of its denials; without `durability: power`. */
export function runCall(
  { policy }: AuditServer,
  call: Call,
  outcome: Outcome = { kind: "done" },
  trail: Decision[] = [],
) {
  const codeOf = (denial: unknown) =>
    typeof denial === "object" && denial !== null && "code" in denial ? String(denial.code) : "ok";
  const started = codeOf(policy.started?.(call));
  return { started, settled: codeOf(policy.settled?.(outcome, call, trail)) };
}
