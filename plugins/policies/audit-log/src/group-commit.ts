/** One wait for the disk for all who need it: a flush takes milliseconds, however many records it covers. */
import { setImmediate } from "node:timers/promises";

/**
 * @param flush - forces what was written so far to the disk
 * @returns waits until what the caller has written is on the disk; rejects, for all who wait together, when it is not
 */
export function groupCommit(flush: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    await running.catch(() => {});
    await setImmediate();
    // Who comes from here on may have written too late for this flush.
    next = undefined;
    running = flush();
    await running;
  };
  return () => {
    next ??= begin();
    return next;
  };
}
