/** Keeps a long search from holding the process: it pauses, listens and tells how far it is. */
import { setImmediate } from "node:timers/promises";
import type { Call } from "@portcullis/plugin-api";

/** Milliseconds of work between two pauses, and between two messages of progress. */
const WORK = 10;
const NEWS = 100;

export class Pace {
  #paused = performance.now();
  #told = this.#paused;

  constructor(private readonly call: Call) {}

  /** Cheap enough to ask after each file and each block. */
  get due(): boolean {
    return performance.now() - this.#paused >= WORK;
  }

  /**
   * Lets other work have its turn.
   *
   * @param done - files so far
   * @throws what the call was aborted with
   */
  async pause(done: number): Promise<void> {
    await setImmediate();
    this.call.signal.throwIfAborted();
    this.#paused = performance.now();
    if (this.#paused - this.#told < NEWS) return;
    this.#told = this.#paused;
    this.call.progress(done, undefined, `${done} files searched`);
  }
}
