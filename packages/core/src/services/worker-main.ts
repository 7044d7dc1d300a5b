/**
 * What a worker process runs: the plugin's module, named by the first argument, and its tasks. It ends when the server
 * does, however that was: the channel between them closes.
 */
import type { Log, Work, Worker } from "@portcullis/plugin-api";
import { describe } from "../answer.js";
import { systemClock } from "./clock.js";
import { Grounds } from "./ground.js";
import { loadPatterns } from "./patterns.js";
import type { Facts, FromWorker, ToWorker } from "./worker-messages.js";

const grounds = new Grounds();
const running = new Map<number, AbortController>();

process.on("disconnect", () => process.exit());
// A terminal or a service manager signals the whole group. How long calls may still take, the server decides.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

const work = load(process.argv[2] ?? "");
// Told to each task that awaits it.
work.catch(() => {});

process.on("message", (message: ToWorker) => {
  if (message.kind === "abort") running.get(message.id)?.abort();
  else void perform(message);
});

async function load(entry: string): Promise<Work<unknown, unknown, unknown>> {
  const { default: worker } = (await import(entry)) as { readonly default?: Worker<unknown, unknown, unknown> };
  if (worker?.kind !== "worker") throw new TypeError(`${entry} has no default export made by defineWorker`);
  return worker.create({ patterns: await loadPatterns(), clock: systemClock, log });
}

async function perform({ id, task, footings }: ToWorker & { readonly kind: "task" }): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const { signal } = controller;
    const tell = (news: unknown) => send({ kind: "news", id, news });
    const job = { grounds: footings.map((footing) => grounds.of(footing)), signal, tell };
    await send({ kind: "done", id, result: await (await work)(task, job) });
  } catch (thrown) {
    await send({ kind: "failed", id, thrown: describe(thrown) });
  } finally {
    running.delete(id);
  }
}

/** Resolves when the channel has taken it: a server that does not keep up holds up who tells it. */
const send = (message: FromWorker): Promise<void> =>
  new Promise((resolve) => {
    // Without a channel the process is about to end.
    if (process.connected) process.send?.(message, undefined, {}, () => resolve());
  });

const logAt =
  (level: keyof Log) =>
  (message: string, facts?: Facts): void =>
    void send({ kind: "log", level, message, facts: facts && JSON.parse(JSON.stringify(facts)) });

const log: Log = { debug: logAt("debug"), info: logAt("info"), warn: logAt("warn"), error: logAt("error") };
