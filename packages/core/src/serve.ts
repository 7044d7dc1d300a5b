/** Serves one client over stdio until it goes or the operator ends it. */
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "./answer.js";
import { atWork } from "./call-in-flight.js";
import { Session } from "./mcp/session.js";
import { StdioTransport } from "./mcp/stdio-transport.js";
import type { Output } from "./mcp/stdout.js";
import type { Started } from "./start.js";

/** A client that is gone waits for no answer, but what it asked last may still be on its way (`echo … | serve`). */
const CLIENT_GONE_MS = 500;
/** A closing policy or service that hangs does not keep the process. */
const CLOSE_MS = 2000;

/**
 * Serves until stdin ends, the pipe breaks or a signal comes, and resolves when everything is closed. The caller then
 * ends the process: a plugin's timer must not keep it.
 *
 * @throws when something was thrown where nobody could catch it, in a plugin's timer, say. Everything is closed then
 * too, the calls in flight cut short.
 */
export async function serve(
  { bound, services, maxMessageBytes, close }: Started,
  streams: { readonly input: Readable; readonly output: Output },
  options: { readonly showTrail?: boolean } = {},
): Promise<void> {
  const { log } = services;
  const transport = new StdioTransport(streams.input, streams.output, log, maxMessageBytes);
  const session = new Session(bound, services, options.showTrail);
  const longest = Math.max(0, ...[...bound.routes.values()].map(({ limits }) => limits.timeout));

  process.on("unhandledRejection", (reason) => {
    const call = atWork.getStore();
    (call?.log ?? log).error("a promise was rejected unseen", { error: describe(reason) });
    call?.end("broken");
  });
  // A client that is killed takes the log's reader with it: that must not end the process before the audit is closed.
  process.stderr.on("error", () => {});
  const stopped = new Promise<"stopped" | "failed">((resolve) => {
    // Whose it was cannot be told, nor what it left half done.
    process.on("uncaughtException", (error) => {
      log.error("an exception was thrown where nobody catches it", { error: describe(error) });
      resolve("failed");
    });
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => resolve("stopped"));
  });

  await session.connect(transport);
  const why = await Promise.race([transport.gone, stopped]);
  log.info("the server ends", { why });
  const unheard = transport.gone.then((gone) => sleep(gone === "ended" ? CLIENT_GONE_MS : 0));
  // Told to stop, calls have until their own deadlines, as long as the client is there to hear of them.
  await session.drain(why === "failed" ? Promise.resolve() : Promise.race([unheard, sleep(longest)]));
  const late = sleep(CLOSE_MS);
  if (why !== "broken") await Promise.race([transport.flushed(), late]);
  await Promise.race([close(), late]);
  if (why === "failed") throw new Error("The server ended because of an exception that nobody caught: see its log.");
}
