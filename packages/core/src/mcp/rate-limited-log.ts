/** Warnings that a client can cause at will: the first few of a second are told, the rest counted, once a second. */
import type { Log } from "@portcullis/plugin-api";

/** Told in a second. */
const LINES = 50;
const SECOND_MS = 1000;

export class RateLimitedLog {
  #told = 0;
  #untold = 0;
  #second: NodeJS.Timeout | undefined;

  constructor(private readonly log: Log) {}

  warn(message: string, facts: Readonly<Record<string, unknown>>): void {
    this.#second ??= setTimeout(() => this.flush(), SECOND_MS).unref();
    if (this.#told < LINES) {
      this.#told += 1;
      this.log.warn(message, facts);
    } else this.#untold += 1;
  }

  /** Tells how many warnings were held back, and begins a new second. */
  flush(): void {
    clearTimeout(this.#second);
    this.#second = undefined;
    if (this.#untold > 0) this.log.warn("more of the client's messages were refused", { count: this.#untold });
    this.#told = 0;
    this.#untold = 0;
  }
}
