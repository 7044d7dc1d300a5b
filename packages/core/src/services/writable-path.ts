/**
 * The capability for changing what stands at a path. The directory is walked to and held; the change is made to a name
 * of it, by a system call that does not follow that name. So nothing is made, moved or removed elsewhere.
 */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fchmodSync,
  fsync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { posix } from "node:path";
import { promisify } from "node:util";
import type { RootedPath, WritablePath } from "@portcullis/plugin-api";
import { caught, type Handle, PathError, pathErrorOf, proveOnlyName } from "./handle.js";
import { type Bounds, HostRootedPath, reach } from "./rooted-path.js";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
// Windows does not know O_NOFOLLOW; O_EXCL alone already refuses a link.
const MAKE = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;

const onDisk = promisify(fsync);

export class HostWritablePath extends HostRootedPath implements WritablePath {
  readonly #root: Handle;
  readonly #hardlinks: Bounds["hardlinks"];

  constructor(root: Handle, relative: string, kind: RootedPath["kind"], rootIndex: number, bounds: Bounds) {
    super(root, relative, kind, rootIndex, bounds);
    this.#root = root;
    this.#hardlinks = bounds.hardlinks;
  }

  async write(data: string | Uint8Array, { overwrite = false }: { readonly overwrite?: boolean } = {}): Promise<void> {
    await this.#change(async (parent, name) => {
      const replaced = this.#standing(parent, name);
      if (replaced !== undefined && !overwrite) throw this.#refusal("EEXIST");
      if (replaced?.isDirectory()) throw this.#refusal("EISDIR");
      const unfinished = `.${randomBytes(8).toString("hex")}.unfinished`;
      // Not the bits that lend the owner's rights: what they vouched for is gone.
      const mode = replaced && replaced.mode & 0o777;
      // From the start: what only its owner may read is at no moment anybody's.
      const fd = openSync(parent.at(unfinished), MAKE, mode ?? 0o666);
      try {
        await filled(fd, data, mode);
        // A link, unlike a rename, does not take the place of what was made there meanwhile.
        if (overwrite) renameSync(parent.at(unfinished), parent.at(name));
        else linkSync(parent.at(unfinished), parent.at(name));
      } finally {
        rmSync(parent.at(unfinished), { force: true });
      }
    });
  }

  async mkdir(): Promise<void> {
    await this.#change((parent, name) => mkdirSync(parent.at(name)));
  }

  async rename(to: WritablePath): Promise<void> {
    if (!(to instanceof HostWritablePath)) throw new PathError("outside", to.relative);
    await this.#change((from, name) =>
      to.#change((into, newName) => {
        this.#standing(from, name);
        to.#standing(into, newName);
        renameSync(from.at(name), into.at(newName));
      }),
    );
  }

  async remove(): Promise<void> {
    await this.#change((parent, name) => {
      if (this.#standing(parent, name)?.isDirectory()) rmdirSync(parent.at(name));
      else unlinkSync(parent.at(name));
    });
  }

  /** Holds the directory that has this name while it is changed. */
  async #change(change: (parent: Handle, name: string) => void | Promise<void>): Promise<void> {
    const parent = reach(this.#root, posix.dirname(this.relative));
    try {
      await change(parent, posix.basename(this.relative));
    } catch (error) {
      throw pathErrorOf(error, this.relative, "unwritable");
    } finally {
      parent.close();
    }
  }

  /** What stands at the name; undefined when nothing does. Refuses what may not be changed. */
  #standing(parent: Handle, name: string): Stats | undefined {
    const standing = caught(() => parent.child(name));
    if (standing instanceof PathError) {
      if (standing.code === "missing") return undefined;
      throw standing;
    }
    standing.close();
    if (this.#hardlinks === "deny") proveOnlyName(standing.stats, this.relative);
    return standing.stats;
  }

  #refusal(errno: string): PathError {
    return new PathError("unwritable", this.relative, errno);
  }
}

/** Writes a new file whole, gives it the mode that it takes over, and closes it. */
async function filled(fd: number, data: string | Uint8Array, mode: number | undefined): Promise<void> {
  try {
    writeFileSync(fd, data);
    // The umask may have taken some of it.
    if (mode !== undefined) fchmodSync(fd, mode);
    await onDisk(fd);
  } finally {
    closeSync(fd);
  }
}
