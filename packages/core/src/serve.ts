/** Serves one client over stdio until it goes or the operator ends it. */
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "./answer.js";
import { Session } from "./mcp/session.js";
import { StdioTransport } from "./mcp/stdio-transport.js";
import type { Output } from "./mcp/stdout.js";
import type { Started } from "./start.js";

/** A client that is gone waits for no answer, but what it asked last may still be on its way (`echo … | serve`). */
const CLIENT_GONE_MS = 800;
/** A closing policy or service that hangs does not keep the process. */
const CLOSE_MS = 2000;

/**
 * Serves until stdin ends, the pipe breaks or a signal comes, and resolves when everything is closed. The caller then
 * ends the process: a plugin's timer must not keep it.
 */
export async function serve(
  { bound, services, close }: Started,
  streams: { readonly input: Readable; readonly output: Output },
  options: { readonly showTrail?: boolean } = {},
): Promise<void> {
  const { log } = services;
  const transport = new StdioTransport(streams.input, streams.output, log);
  const session = new Session(bound, services, options.showTrail);
  const longest = Math.max(0, ...[...bound.routes.values()].map(({ limits }) => limits.timeout));

  process.on("unhandledRejection", (reason) => log.error("a promise was rejected unseen", { error: describe(reason) }));
  // A client that is killed takes the log's reader with it: that must not end the process before the audit is closed.
  process.stderr.on("error", () => {});
  const stopped = new Promise<"stopped">((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => resolve("stopped"));
  });

  await session.connect(transport);
  const why = await Promise.race([transport.gone, stopped]);
  log.info("the server ends", { why });
  const unheard = transport.gone.then((gone) => sleep(gone === "ended" ? CLIENT_GONE_MS : 0));
  // Told to stop, calls have until their own deadlines, as long as the client is there to hear of them.
  await session.drain(Promise.race([unheard, sleep(longest)]));
  const late = sleep(CLOSE_MS);
  if (why !== "broken") await Promise.race([transport.flushed(), late]);
  await Promise.race([close(), late]);
}
