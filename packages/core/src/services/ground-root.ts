/**
 * A root as a worker process holds it. To enter a directory is to walk to it from the root, a step at a time, no link
 * followed, to make it the process's working directory, and to prove where that is. From then on a name is enough to
 * open a file of it: a proof for each directory, not for each file.
 */
import { type Stats, statfsSync, statSync } from "node:fs";
import { sep } from "node:path";
import type { Barrier } from "./barrier.js";
import { BestEffortHandle } from "./best-effort-handle.js";
import { DescriptorHandle } from "./descriptor-handle.js";
import { attempt, caught, type Handle, isBeneath, namesOf, PathError, type Place } from "./handle.js";

/** The file systems of which all changes are told but those through a mapping or a name elsewhere, as `statfs` numbers them: ext, XFS, Btrfs, F2FS, tmpfs, ZFS. */
const telling: ReadonlySet<number> = new Set([0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x01021994, 0x2fc12fc1]);

export class GroundRoot {
  readonly #root: Handle;
  /**
   * The directories below the root, down to the one that was entered last, each held: the next one is often near. The
   * one that is entered is taken hold of anew each time, so that its stats are of now.
   */
  readonly #way: Handle[] = [];
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
    this.#leave((held) => held.relative !== relative && isBeneath(relative, held.relative));
    const entered = caught(() => this.#enter(relative));
    if (!(entered instanceof PathError) || this.#way.length === 0) return entered;
    // What was held on the way may have been moved since: from the root again.
    this.#leave(() => false);
    return caught(() => this.#enter(relative));
  }

  /** Waits for the barrier. Each loss is told to each root, once. */
  async settled(): Promise<boolean> {
    const losses = await this.barrier?.pass();
    if (losses === undefined) return false;
    const lossless = losses === this.#losses;
    this.#losses = losses;
    return lossless;
  }

  #enter(relative: string): Stats {
    for (const name of namesOf(relative).slice(this.#way.length)) {
      this.#way.push((this.#way.at(-1) ?? this.#root).child(name));
    }
    const directory = this.#way.at(-1) ?? this.#root;
    directory.stand();
    const root = attempt(relative, () => this.#wayBack(relative));
    if (root === undefined) throw new PathError("outside", relative);
    return directory === this.#root ? root : directory.stats;
  }

  /** Lets go of the end of the way, up to what is to stay. */
  #leave(stays: (held: Handle) => boolean): void {
    for (let last = this.#way.at(-1); last !== undefined && !stays(last); last = this.#way.at(-1)) {
      last.close();
      this.#way.pop();
    }
  }

  /**
   * What the root is like, if the way up from where this process stands leads there, and the way down has the names
   * that were asked for. The kernel tells both of the directory itself, so nothing that was renamed is believed.
   */
  #wayBack(relative: string): Stats | undefined {
    // Node asks the system again after each chdir.
    const at = process.cwd().replaceAll(sep, "/");
    const above = statSync("../".repeat(namesOf(relative).length) || ".");
    const { dev, ino } = this.#root.stats;
    if (above.dev !== dev || above.ino !== ino) return undefined;
    return relative === "." || at.endsWith(`/${relative}`) ? above : undefined;
  }
}

const handles = process.platform === "linux" ? DescriptorHandle : BestEffortHandle;

const isWatchable = (directory: string): boolean =>
  process.platform === "linux" && telling.has(attempt(".", () => statfsSync(directory).type));
