/**
 * Linux's handle: an O_PATH descriptor. Each step is one `open` of `/proc/self/fd/N/name` with O_NOFOLLOW, which is
 * `openat(2)` by other means: whatever is renamed meanwhile, the kernel starts at the directory that is held.
 */
import { closeSync, constants, type Dirent, fstatSync, openSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import { attempt, below, type Handle, idOf, PathError, type Place, prove } from "./handle.js";
import { openRegular } from "./open-regular.js";

// Node does not name it. The value on every architecture that Node is built for.
const O_PATH = 0o10000000;
const { O_DIRECTORY, O_NOCTTY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
// Without O_NONBLOCK, opening a FIFO waits for a writer.
const READ = O_RDONLY | O_NONBLOCK | O_NOCTTY;

export class DescriptorHandle implements Handle {
  #fd: number | undefined;

  private constructor(
    fd: number,
    readonly relative: string,
    readonly stats: Stats,
  ) {
    this.#fd = fd;
  }

  /** Holds a directory as a root, and tells its real path. Throws what the system throws. */
  static root(directory: string): { readonly handle: Handle; readonly directory: string } {
    const fd = openSync(directory, O_PATH | O_DIRECTORY);
    const handle = new DescriptorHandle(fd, ".", fstatSync(fd));
    try {
      // Reading and searching must both be allowed: found out now, not at the first call.
      closeSync(openSync(`${handle.#path}/.`, O_RDONLY | O_DIRECTORY));
      return { handle, directory: readlinkSync(handle.#path) };
    } catch (error) {
      handle.close();
      throw error;
    }
  }

  child(name: string): Handle {
    const relative = below(this.relative, name);
    return this.#hold(`${this.#path}/${name}`, O_PATH | O_NOFOLLOW, relative);
  }

  again(): Handle {
    return this.#hold(this.#path, O_PATH, this.relative);
  }

  link(name: string): string {
    const relative = below(this.relative, name);
    return attempt(relative, () => readlinkSync(`${this.#path}/${name}`));
  }

  list(): Dirent[] {
    return attempt(this.relative, () => readdirSync(this.#path, { withFileTypes: true }));
  }

  at(name: string): string {
    below(this.relative, name);
    return `${this.#path}/${name}`;
  }

  open(): number {
    return attempt(this.relative, () => openSync(this.#path, READ));
  }

  openFile(name: string): { readonly fd: number; readonly stats: Stats } {
    const relative = below(this.relative, name);
    return openRegular(`${this.#path}/${name}`, this.stats.dev, relative);
  }

  place(): Place {
    return attempt(this.relative, () => {
      const directory = readlinkSync(this.#path);
      return { directory, id: idOf(fstatSync(this.#held, { bigint: true })) };
    });
  }

  stand(): void {
    attempt(this.relative, () => process.chdir(this.#path));
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  /** Once closed, the number may be another file's: using it would be the escape. */
  get #held(): number {
    if (this.#fd === undefined) throw new PathError("unreadable", this.relative, "EBADF");
    return this.#fd;
  }

  get #path(): string {
    return `/proc/self/fd/${this.#held}`;
  }

  #hold(path: string, flags: number, relative: string): Handle {
    return attempt(relative, () => {
      const fd = openSync(path, flags);
      try {
        const stats = fstatSync(fd);
        prove(stats, this.stats.dev, relative);
        return new DescriptorHandle(fd, relative, stats);
      } catch (error) {
        closeSync(fd);
        throw error;
      }
    });
  }
}
