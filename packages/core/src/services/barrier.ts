/**
 * Tells when the watches of this process have told all that was done before. All of them share one queue of the kernel,
 * so a change of our own, made now, arrives behind everything else.
 */
import { closeSync, constants, type FSWatcher, openSync, readFileSync, unlinkSync, watch, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const patienceMs = 50;

/**
 * When the kernel's queue is full it drops events, and libuv does not say so. But then as many as it holds are told at
 * once: half of them, since the last time that none was left, is reason to doubt.
 */
const tooMany = (): number => Number(readFileSync("/proc/sys/fs/inotify/max_queued_events", "utf8")) / 2;

export class Barrier {
  #cookie: Cookie | undefined;
  #events = 0;
  #losses = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** To be called for each event of a watch. */
  told(): void {
    this.#events++;
  }

  /**
   * Resolves when what was done before this call has been told.
   *
   * @returns how many times until now events may have been lost; undefined when nothing is known of them
   */
  pass(): Promise<number | undefined> {
    // One at a time: the kernel makes one event of two that are alike.
    const passed = this.#last.then(() => this.#pass());
    this.#last = passed;
    return passed;
  }

  async #pass(): Promise<number | undefined> {
    try {
      this.#cookie ??= new Cookie();
      if (await this.#cookie.comesBack()) {
        if (this.#events >= tooMany()) this.#losses++;
        this.#events = 0;
        return this.#losses;
      }
    } catch {
      // No watch to be had, or no room on the disk.
    }
    // A late event of this cookie is not to be taken for one of the next.
    this.#cookie?.close();
    this.#cookie = undefined;
    return undefined;
  }
}

/** A file without a name: nothing is left of it, however this process ends. */
class Cookie {
  readonly #fd: number;
  readonly #watch: FSWatcher;
  #back = () => {};

  constructor() {
    const path = join(tmpdir(), `portcullis-${process.pid}-${process.hrtime.bigint()}`);
    this.#fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      unlinkSync(path);
      this.#watch = watch(`/proc/self/fd/${this.#fd}`, { persistent: false }, () => this.#back());
      this.#watch.on("error", () => {});
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
  }

  comesBack(): Promise<boolean> {
    return new Promise((resolve) => {
      // After a pause of this process the timer is due before the event is read: hence one more look.
      const late = setTimeout(() => setImmediate(resolve, false), patienceMs);
      this.#back = () => {
        clearTimeout(late);
        resolve(true);
      };
      writeSync(this.#fd, "x", 0);
    });
  }

  close(): void {
    this.#watch.close();
    closeSync(this.#fd);
  }
}
