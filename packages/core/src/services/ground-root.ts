/**
 * A root as a worker process holds it. To enter a directory is to make it the process's working directory and to prove
 * where that is. From then on a name is enough to open a file of it: a proof for each directory, not for each file.
 */
import { type Stats, statfsSync, statSync } from "node:fs";
import { sep } from "node:path";
import type { Barrier } from "./barrier.js";
import { BestEffortHandle } from "./best-effort-handle.js";
import { DescriptorHandle } from "./descriptor-handle.js";
import { attempt, caught, type Handle, namesOf, PathError, type Place } from "./handle.js";
import { reach } from "./rooted-path.js";

/** The file systems of which all changes are told but those through a mapping or a name elsewhere, as `statfs` numbers them: ext, XFS, Btrfs, F2FS, tmpfs, ZFS. */
const telling: ReadonlySet<number> = new Set([0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x01021994, 0x2fc12fc1]);

export class GroundRoot {
  readonly #root: Handle;
  /** The root's path with a `/` behind it, as it was at the last walk: where to jump to, and never believed. */
  #prefix: string | undefined;
  /** How many losses of the barrier whoever keeps something of this root was told of. */
  #losses = 0;

  private constructor(
    root: Handle,
    readonly id: string,
    /** Undefined where watches do not tell of all changes. */
    readonly barrier: Barrier | undefined,
  ) {
    this.#root = root;
  }

  /** Takes hold of a root, if what stands at its place is what the server holds. */
  static at({ directory, id }: Place, barrier: Barrier): GroundRoot | PathError {
    return caught(() => {
      const { handle } = attempt(".", () => handles.root(directory));
      try {
        if (handle.place().id !== id) throw new PathError("missing", ".");
        return new GroundRoot(handle, id, isWatchable(directory) ? barrier : undefined);
      } catch (error) {
        handle.close();
        throw error;
      }
    });
  }

  /** Makes a directory the working directory of this process, and tells what it is like now. */
  enter(relative: string): Stats | PathError {
    return this.#jump(relative) ?? caught(() => this.#walk(relative));
  }

  /** Waits for the barrier. Each loss is told to each root, once. */
  async settled(): Promise<boolean> {
    const losses = await this.barrier?.pass();
    if (losses === undefined) return false;
    const lossless = losses === this.#losses;
    this.#losses = losses;
    return lossless;
  }

  /**
   * Enters by the whole path: one system call in place of two for each step. The way may have led through a link, or
   * through what took the root's name: nothing is listed or opened before the proof, which is of the directory that
   * was reached. The kernel tells that directory's own path, all of it at one moment and without links: if it is the
   * one that was asked for, the directory then stood there beneath whatever had the root's name. If the way up from it
   * leads to the root, that was the root. Undefined where this does not hold: the walk tells why, or finds the place
   * to which the root was moved.
   */
  #jump(relative: string): Stats | undefined {
    // The root has no name beneath itself. U+FFFD stands for what is no UTF-8 too: two paths would read alike.
    if (this.#prefix === undefined || relative === "." || relative.includes("\ufffd")) return undefined;
    const path = this.#prefix + relative;
    try {
      process.chdir(path);
      // Node asks the system again after each chdir.
      return process.cwd() === path ? this.#standing(relative) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Enters from the root that is held, a step at a time, no link followed. */
  #walk(relative: string): Stats {
    const directory = reach(this.#root, relative);
    try {
      directory.stand();
    } finally {
      directory.close();
    }
    return attempt(relative, () => {
      const at = process.cwd().replaceAll(sep, "/");
      const stats = relative === "." || at.endsWith(`/${relative}`) ? this.#standing(relative) : undefined;
      if (stats === undefined) throw new PathError("outside", relative);
      // Windows tells the path that was asked for, links and all: a jump would prove nothing.
      if (process.platform !== "win32") this.#prefix = relative === "." ? `${at}/` : at.slice(0, -relative.length);
      return stats;
    });
  }

  /** What the directory is like that this process stands in, if the way up from there leads to the root. */
  #standing(relative: string): Stats | undefined {
    const { dev, ino } = this.#root.stats;
    const above = statSync("../".repeat(namesOf(relative).length) || ".");
    if (above.dev !== dev || above.ino !== ino) return undefined;
    const stats = relative === "." ? above : statSync(".");
    return stats.dev === dev ? stats : undefined;
  }
}

const handles = process.platform === "linux" ? DescriptorHandle : BestEffortHandle;

const isWatchable = (directory: string): boolean =>
  process.platform === "linux" && telling.has(attempt(".", () => statfsSync(directory).type));
