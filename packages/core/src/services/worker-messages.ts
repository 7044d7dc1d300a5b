/** What the server and a worker process tell each other. */
import type { Log } from "@portcullis/plugin-api";
import type { Footing } from "./rooted-path.js";

export type ToWorker =
  | { readonly kind: "task"; readonly id: number; readonly task: unknown; readonly footings: readonly Footing[] }
  | { readonly kind: "abort"; readonly id: number };

export type FromWorker =
  | { readonly kind: "news"; readonly id: number; readonly news: unknown }
  | { readonly kind: "done"; readonly id: number; readonly result: unknown }
  /** With what was thrown, for the log. */
  | { readonly kind: "failed"; readonly id: number; readonly thrown: string }
  | { readonly kind: "log"; readonly level: keyof Log; readonly message: string; readonly facts: Facts };

export type Facts = Readonly<Record<string, unknown>> | undefined;
