/**
 * Records each call in a chained file: a start before anything else is done, an end before the answer leaves. What
 * cannot be recorded does not happen: the call, or its answer, is denied.
 */
import { isAbsolute } from "node:path";
import { Clock, definePolicy, deny, Files, Lifetime, Log, ServerFacts } from "@portcullis/plugin-api";
import { z } from "zod";
import { claim } from "./claim.js";
import { callEnd, callStart, type Fields } from "./records.js";

const options = z.strictObject({
  file: z
    .string()
    .refine(isAbsolute, "must be an absolute path")
    .describe("The file, made with its folder when it is not there. May not lie inside a root."),
  arguments: z
    .boolean()
    .default(false)
    .describe("Whether the values of the arguments are recorded, up to 16 KB a call."),
});

export default definePolicy({
  name: "audit-log",
  description: "Records the start and the end of every call in a chained file of JSON lines.",
  options,
  codes: ["AUDIT_UNAVAILABLE"],
  needs: { clock: Clock, files: Files, lifetime: Lifetime, server: ServerFacts, log: Log },
  // No probes: it judges neither a parameter nor an answer, and its own first record is the proof that it can write.

  create({ file: asked, arguments: withValues }, { clock, files, lifetime, server, log }) {
    files.keepOut(asked);
    const { file, release } = claim(asked);
    const write = (event: string, fields: Fields) =>
      file.append({ time: new Date(clock.now()).toISOString(), boot: server.boot, event, ...fields });
    lifetime.onClose(() => {
      try {
        write("server.stop", {});
      } finally {
        release();
      }
    });

    if (file.path !== asked)
      log.info("another server writes the audit file; this one has its own", { file: file.path });
    write("server.start", { name: server.name, version: server.version, pid: process.pid });
    if (file.repaired !== undefined) {
      log.warn("the audit file ended in a torn line, which was cut off", { file: file.path, ...file.repaired });
      write("chain.repaired", { ...file.repaired });
    }

    let unavailable = false;
    /** Writes a record, or denies. Says in the log when that changes. */
    const record = (event: string, fields: Fields) => {
      try {
        write(event, fields);
      } catch (error) {
        if (!unavailable) log.error("the audit cannot be written; every call is denied", { error: String(error) });
        unavailable = true;
        return deny("AUDIT_UNAVAILABLE", "The call cannot be recorded.");
      }
      if (unavailable) log.info("the audit is written again", { file: file.path });
      unavailable = false;
      return undefined;
    };

    const begun = new Map<string, number>();
    return {
      started(call) {
        begun.set(call.id, clock.elapsed());
        return record("call.start", callStart(call, withValues));
      },
      settled(outcome, call, trail) {
        const now = clock.elapsed();
        const ms = now - (begun.get(call.id) ?? now);
        begun.delete(call.id);
        return record("call.end", callEnd(outcome, call, trail, ms));
      },
    };
  },
});
