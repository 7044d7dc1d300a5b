/**
 * The handle of platforms where Node cannot step from a descriptor: it holds a real path. What is opened is compared
 * with what its real path leads to, which leaves an attacker who swaps directories in a tight loop a chance. Hence the
 * name: best effort, never called safe.
 */
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  type Stats,
} from "node:fs";
import { join } from "node:path";
import { attempt, below, type Handle, idOf, PathError, type Place, prove, wayFrom } from "./handle.js";

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
// Windows knows neither O_NOFOLLOW nor O_NONBLOCK; an undefined flag counts as 0 here.
const READ = O_RDONLY | O_NONBLOCK | O_NOFOLLOW;

export class BestEffortHandle implements Handle {
  private constructor(
    readonly path: string,
    readonly root: string,
    readonly relative: string,
    readonly stats: Stats,
  ) {}

  /** Holds a directory as a root, and tells its real path. Throws what the system throws. */
  static root(directory: string): { readonly handle: Handle; readonly directory: string } {
    const real = realpathSync.native(directory);
    readdirSync(real);
    return { handle: new BestEffortHandle(real, real, ".", lstatSync(real)), directory: real };
  }

  child(name: string): Handle {
    const relative = below(this.relative, name);
    const path = join(this.path, name);
    const stats = attempt(relative, () => lstatSync(path));
    prove(stats, this.stats.dev, relative);
    return new BestEffortHandle(path, this.root, relative, stats);
  }

  again(): Handle {
    return this;
  }

  link(name: string): string {
    const relative = below(this.relative, name);
    return attempt(relative, () => readlinkSync(join(this.path, name)));
  }

  list(): Dirent[] {
    return attempt(this.relative, () => {
      const entries = readdirSync(this.path, { withFileTypes: true });
      this.#realPath();
      return entries;
    });
  }

  at(name: string): string {
    const relative = below(this.relative, name);
    return attempt(relative, () => join(this.#realPath(), name));
  }

  open(): number {
    return attempt(this.relative, () => {
      const fd = openSync(this.path, READ);
      try {
        const opened = fstatSync(fd, { bigint: true });
        const real = lstatSync(this.#realPath(), { bigint: true });
        if (opened.ino !== real.ino || opened.dev !== real.dev) throw new PathError("outside", this.relative);
        return fd;
      } catch (error) {
        closeSync(fd);
        throw error;
      }
    });
  }

  openFile(name: string): { readonly fd: number; readonly stats: Stats } {
    const file = this.child(name);
    if (!file.stats.isFile()) throw new PathError("not-regular", file.relative);
    return { fd: file.open(), stats: file.stats };
  }

  place(): Place {
    return attempt(this.relative, () => {
      const directory = this.#realPath();
      return { directory, id: idOf(lstatSync(directory, { bigint: true })) };
    });
  }

  stand(): void {
    attempt(this.relative, () => process.chdir(this.#realPath()));
  }

  close(): void {}

  #realPath(): string {
    const real = realpathSync.native(this.path);
    if (wayFrom(this.root, real) === undefined) throw new PathError("outside", this.relative);
    return real;
  }
}
