/** Keeps a long search from holding its process: it pauses, listens, looks at the time and tells how far it is. */
import { setImmediate } from "node:timers/promises";
import type { Clock, Job } from "@portcullis/plugin-api";
import type { Visit } from "../fresh/visit.js";
import type { Tally } from "../tally.js";
import type { News } from "./task.js";

/** Milliseconds of work between two pauses: where a pause costs a step on the disk, and where it does not. */
const WORK = 10;
const WORK_BETWEEN = 3;
/** Milliseconds between two messages of progress. */
const NEWS = 100;

export class TimeIsUp extends Error {
  override readonly name = "TimeIsUp";
}

export class Pace {
  #paused = performance.now();
  #told = this.#paused;
  #files = 0;

  /** @param until - in milliseconds since 1970 */
  constructor(
    private readonly job: Job<News>,
    private readonly tally: Tally,
    private readonly clock: Clock,
    private readonly until: number,
  ) {}

  /** To be asked within a directory. Cheap enough for each file and each block. */
  get isDue(): boolean {
    return performance.now() - this.#paused >= WORK;
  }

  /** To be asked between two directories. */
  get isDueBetween(): boolean {
    return performance.now() - this.#paused >= WORK_BETWEEN;
  }

  /**
   * Lets other work have its turn.
   *
   * @throws what the job was aborted with, or {@link TimeIsUp}
   */
  async pause(visit: Visit): Promise<void> {
    await setImmediate();
    visit.leave();
    this.job.signal.throwIfAborted();
    if (this.clock.now() >= this.until) throw new TimeIsUp();
    this.#paused = performance.now();
    if (this.#paused - this.#told < NEWS) return;
    this.#told = this.#paused;
    const { searched } = this.tally.counts;
    await this.job.tell(searched - this.#files);
    visit.leave();
    this.#files = searched;
  }
}
