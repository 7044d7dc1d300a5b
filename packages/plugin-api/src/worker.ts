/** Work beside the files: child processes that run a module of a plugin, and what such a module sees of a root. */
import type { DirectoryEntry, RootedPath } from "./capability.js";
import { token } from "./service.js";
import type { Clock, Log, Patterns, Refused } from "./services.js";

/** Child processes that run a plugin's module beside the files. They end with the server, whatever ends it. */
export interface Workers {
  /**
   * Makes a pool. It has no process until its first task.
   *
   * @param entry - a module whose default export is made by {@link defineWorker}: `new URL("./shard.js", import.meta.url)`
   */
  pool<Task, Result, News = never>(
    entry: URL,
    options?: {
      /** How many processes. Unless told: one for each core, 4 at most. */
      readonly size?: number;
    },
  ): WorkerPool<Task, Result, News>;
}
export const Workers = token<Workers>("portcullis:workers");

/** What goes to and fro is copied as by `structuredClone`. Keep it below some 100 KB: the server's thread reads it. */
export interface WorkerPool<Task, Result, News = never> {
  readonly size: number;
  /**
   * Has one process do a task, beside other tasks that it may have. A process remembers what its module keeps.
   *
   * When the signal aborts, this rejects with the signal's reason at once, and the worker's own signal aborts. A
   * process that has not ended the task 250 ms later is killed, and another begins at the next task.
   *
   * @param worker - which process: 0 to `size` - 1
   * @throws {@link WorkerLost} when the process died or was killed on another task's behalf; what the task threw, as an
   * Error for the log
   */
  run(
    worker: number,
    task: Task,
    how: {
      /** What the call's policies admitted: the worker receives a {@link Ground} for each. */
      readonly paths?: readonly RootedPath[];
      readonly signal: AbortSignal;
      readonly onNews?: (news: News) => void;
    },
  ): Promise<Result>;
}

/** The process that had the task is gone, with all that it remembered. The task may be given to `run` again. */
export class WorkerLost extends Error {
  override readonly name = "WorkerLost";
}

/** What runs in the process: called once for each task. What is kept between tasks stays until the process ends. */
export type Work<Task, Result, News = never> = (task: Task, job: Job<News>) => Result | Promise<Result>;

/** A worker's module, as the host holds it. */
export interface Worker<Task, Result, News = never> {
  readonly kind: "worker";
  readonly create: (given: WorkerGiven) => Work<Task, Result, News> | Promise<Work<Task, Result, News>>;
}

/** What a worker may use of the host. Its log is the server's. */
export interface WorkerGiven {
  readonly patterns: Patterns;
  readonly clock: Clock;
  readonly log: Log;
}

/** Defines what a pool's processes do: the default export of the pool's entry. `create` runs at a process's start. */
export const defineWorker = <Task, Result, News = never>(
  create: Worker<Task, Result, News>["create"],
): Worker<Task, Result, News> => ({ kind: "worker", create });

/** One task, as the worker has it. */
export interface Job<News = never> {
  /** In the order of `paths`. */
  readonly grounds: readonly Ground[];
  /** Aborts when the call ends. It is seen only by a worker that yields its thread (`setImmediate`) now and then. */
  readonly signal: AbortSignal;
  /** Tells the server something before the result. Resolves when there is room for more. */
  tell(news: News): Promise<void>;
}

/** An admitted path as a worker has it. Nothing outside of `top` is listed, read or told. Calls are synchronous. */
export interface Ground {
  /** Names the root as long as the process lives: equal for equal roots. */
  readonly id: string;
  /** As in {@link RootedPath}: what was admitted, beneath the root. */
  readonly relative: string;
  readonly kind: RootedPath["kind"];
  readonly rootIndex: number;
  /** The directory, beneath the root, above which nothing is shown: settings of parents are found from there down. */
  readonly top: string;
  /**
   * Goes to a directory and proves where it stands. What was stood in before, in any ground, is left: a
   * {@link Standing} is used until the next `enter`, and so never across an `await`. Costs some 10 µs.
   *
   * @param relative - beneath the root, normal, with `/`; `.` alone is the root
   */
  enter(relative: string): Standing | Refusal;
  /**
   * Waits until the watches of this process have told all that other processes had done before this call. Takes some
   * 0.1 ms, 50 ms at most.
   *
   * @returns false when watches cannot be trusted, or may have missed something since this was last asked of this root,
   * which is said once: look at everything again
   */
  settled(): Promise<boolean>;
}

/** The directory that a worker stands in. Names are single names of it; links are never followed. */
export interface Standing {
  readonly kind: "directory";
  readonly relative: string;
  /** The directory's own, as it was entered. */
  readonly stats: FileStats;
  /** In no order. */
  list(): { readonly kind: "listed"; readonly entries: readonly DirectoryEntry[] } | Refusal;
  stat(name: string): FileStats | Refusal;
  /**
   * Reads a regular file into memory that the next read of this process overwrites. `stats` are of before the reading.
   *
   * @param maxBytes - a larger file is not read
   */
  read(name: string, maxBytes: number): FileBytes | { readonly kind: "too-large"; readonly stats: FileStats } | Refusal;
  /** Reads a part of a regular file, in the same way, if it still is the same version. */
  readPart(
    name: string,
    part: { readonly version: FileVersion; readonly offset: number; readonly length: number },
  ): FileBytes | { readonly kind: "changed"; readonly stats: FileStats } | Refusal;
  /**
   * Watches this directory, not those in it, until the watch is closed.
   *
   * @param changed - is told a name of the directory, or undefined: the directory itself
   * @returns undefined when no watch can be had, or none that could be trusted
   */
  watch(changed: (name: string | undefined) => void): Watch | undefined;
}

export interface FileBytes {
  readonly kind: "bytes";
  readonly bytes: Buffer;
  readonly stats: FileStats;
}

/** Changes whenever the file does, but for writes within one tick of the file system's clock. */
export interface FileVersion {
  readonly ino: number;
  /** In bytes. */
  readonly size: number;
  /** Milliseconds since 1970, with a fraction of some 0.25 µs. */
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

export interface FileStats extends FileVersion {
  readonly kind: DirectoryEntry["kind"];
  /** A file's other names may lie where nobody watches. */
  readonly nlink: number;
}

/** What cannot be entered, listed or read. */
export interface Refusal {
  readonly kind: "refused";
  readonly why: Refused;
  /** In the system's words, as in `EACCES`, where it said one. */
  readonly errno?: string;
}

export interface Watch {
  close(): void;
}
