/** Keeps long work from holding its thread: it pauses, so that news of a cancelled call can come in. */
import { setImmediate } from "node:timers/promises";

/** Milliseconds of work between two pauses. */
const WORK = 10;

export class Pace {
  #paused = performance.now();

  constructor(private readonly signal: AbortSignal) {}

  /** Cheap enough to ask after each file. */
  get isDue(): boolean {
    return performance.now() - this.#paused >= WORK;
  }

  /** @throws what the call was aborted with */
  async pause(): Promise<void> {
    await setImmediate();
    this.signal.throwIfAborted();
    this.#paused = performance.now();
  }
}
