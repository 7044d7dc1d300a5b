/**
 * Records each call in a chained file: a start before anything else is done, an end before the answer leaves. What
 * cannot be recorded does not happen: the call, or its answer, is denied.
 */
import { createSecretKey, randomBytes } from "node:crypto";
import { isAbsolute } from "node:path";
import { Clock, definePolicy, deny, Files, Lifetime, Log, pass, ServerFacts } from "@portcullis/plugin-api";
import { z } from "zod";
import { readCheckpointKey } from "./checkpoint-key.js";
import { claim } from "./claim.js";
import { groupCommit } from "./group-commit.js";
import { RecordWriter } from "./record-writer.js";
import { answerOf, callEnd, callStart, type Fields } from "./records.js";

/** How long a record stays without a checkpoint, when there is a key. */
const CHECKPOINT_MS = 60_000;

const path = () => z.string().refine(isAbsolute, "must be an absolute path");

const options = z.strictObject({
  file: path().describe("The file, made with its folder when it is not there. May not lie inside a root."),
  level: z
    .enum(["metadata", "request", "response"])
    .default("metadata")
    .describe("Whether the values of the arguments, and those of the answer too, are recorded, up to 4 KB each."),
  maxBytes: z
    .int()
    .min(65_536)
    .max(10_000_000_000)
    .default(100_000_000)
    .describe("A file that has reached this size is put aside under a name with the time in it."),
  durability: z
    .enum(["process", "power"])
    .default("process")
    .describe("What an answered call's records outlive: the death of the process, or a power cut too."),
  checkpointKey: path()
    .optional()
    .describe("An Ed25519 private key in PEM, which signs checkpoints. May not lie inside a root."),
  digestKey: z
    .string()
    .min(32)
    .optional()
    .describe("Keys the digests of arguments, so that those of several runs compare. Else each run has its own key."),
});

/** A call between its two records. */
interface Begun {
  readonly at: number;
  answer?: Fields;
  /** Whether a record of it could not be written. */
  missed: boolean;
}

export default definePolicy({
  name: "audit-log",
  description: "Records the start and the end of every call in a chained file of JSON lines.",
  options,
  codes: ["AUDIT_UNAVAILABLE"],
  needs: { clock: Clock, files: Files, lifetime: Lifetime, server: ServerFacts, log: Log },
  // No probes: it judges neither a parameter nor an answer, and its own first record is the proof that it can write.

  create(asked, { clock, files, lifetime, server, log }) {
    files.keepOut(asked.file);
    if (asked.checkpointKey !== undefined) files.keepOut(asked.checkpointKey);
    const key = asked.checkpointKey === undefined ? undefined : readCheckpointKey(asked.checkpointKey);
    const digestKey = createSecretKey(asked.digestKey === undefined ? randomBytes(32) : Buffer.from(asked.digestKey));

    const { file, release } = claim(asked.file);
    const onDisk = groupCommit(() => file.flush());
    const writer = new RecordWriter(file, clock, server, { maxBytes: asked.maxBytes, key });
    const timer = setInterval(() => {
      try {
        writer.checkpoint();
      } catch (error) {
        log.error("a checkpoint of the audit cannot be written", { error: String(error) });
      }
    }, CHECKPOINT_MS).unref();
    lifetime.onClose(async () => {
      clearInterval(timer);
      try {
        writer.write("server.stop");
        writer.checkpoint();
        if (asked.durability === "power") await onDisk();
      } finally {
        release();
      }
    });

    if (file.path !== asked.file)
      log.info("another server writes the audit file; this one has its own", { file: file.path });
    const { boot: _, ...facts } = server;
    writer.write("server.start", { ...facts, pid: process.pid });
    if (file.repaired !== undefined) {
      log.warn("the audit file ended in a torn line, which was cut off", { file: file.path, ...file.repaired });
      writer.write("chain.repaired", { ...file.repaired });
    }

    /** While the audit cannot be written: since when, and how many calls it has lost. */
    let fault: { readonly since: string; calls: number } | undefined;
    const unavailable = (call: Begun | undefined, error: unknown) => {
      if (fault === undefined) log.error("the audit cannot be written; every call is denied", { error: String(error) });
      fault ??= { since: new Date(clock.now()).toISOString(), calls: 0 };
      if (call?.missed !== true) fault.calls += 1;
      if (call !== undefined) call.missed = true;
      return deny("AUDIT_UNAVAILABLE", "The call cannot be recorded.");
    };
    /** Writes a record, or denies. What was missed is recorded first. */
    const record = (call: Begun | undefined, event: string, fields: Fields) => {
      try {
        if (fault !== undefined) {
          writer.write("audit.fault", { ...fault });
          log.info("the audit is written again", { file: file.path, calls: fault.calls });
          fault = undefined;
        }
        writer.write(event, fields);
        return undefined;
      } catch (error) {
        return unavailable(call, error);
      }
    };

    const calls = new Map<string, Begun>();
    return {
      started(call) {
        const begun: Begun = { at: clock.elapsed(), missed: false };
        calls.set(call.id, begun);
        return record(begun, "call.start", callStart(call, asked.level, digestKey));
      },
      after(result, call) {
        // A call whose time was up is settled already, whatever its tool still answers.
        const begun = calls.get(call.id);
        if (begun !== undefined) begun.answer = answerOf(result, asked.level);
        return pass;
      },
      settled(outcome, call, trail) {
        const now = clock.elapsed();
        const begun = calls.get(call.id);
        calls.delete(call.id);
        const more = { policySet: server.policySet, answer: begun?.answer, ms: now - (begun?.at ?? now) };
        const denial = record(begun, "call.end", callEnd(outcome, call, trail, more));
        if (denial !== undefined || asked.durability === "process") return denial;
        return onDisk().catch((error: unknown) => unavailable(begun, error));
      },
    };
  },
});
