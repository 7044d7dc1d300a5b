import type { Lifetime, Log } from "@portcullis/plugin-api";

/** Closes in reverse order of asking, each awaited; one that fails is logged and does not stop the rest. */
export class OrderedLifetime implements Lifetime {
  readonly #closers: (() => void | Promise<void>)[] = [];

  onClose(close: () => void | Promise<void>): void {
    this.#closers.push(close);
  }

  async close(log: Log): Promise<void> {
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop()) {
      try {
        await close();
      } catch (error) {
        log.error("a plugin did not close", { error: String(error) });
      }
    }
  }
}
