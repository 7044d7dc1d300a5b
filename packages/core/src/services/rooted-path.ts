/** The capability that a tool receives for a path. It holds no descriptor: each use walks from the root and proves anew. */
import { closeSync } from "node:fs";
import type { DirectoryEntry, OpenDirectory, RootedPath } from "@portcullis/plugin-api";
import { attempt, type Handle, namesOf, PathError, type Place, proveOnlyName } from "./handle.js";
import { entriesOf, inOrder, walk, wayDown } from "./open-directory.js";
import { ReadBuffer } from "./read-buffer.js";

/** What `read` takes when it is not told: a tool that forgets the limit must not fill the memory. */
const defaultMaxBytes = 64 * 1024 * 1024;

/** Walks from the root to a path, a step at a time. The caller closes what it gets. */
export function reach(root: Handle, relative: string): Handle {
  let handle: Handle | undefined;
  for (const name of namesOf(relative)) {
    const from = handle;
    try {
      handle = (from ?? root).child(name);
    } finally {
      from?.close();
    }
  }
  return handle ?? root.again();
}

/** What every use of a path is held to. */
export interface Bounds {
  readonly hardlinks: "deny" | "allow";
  /** The directory, relative, above which nothing is shown. */
  readonly top: string;
}

/** What another process must know to stand on a path itself. */
export interface Footing extends Pick<RootedPath, "relative" | "kind" | "rootIndex"> {
  readonly root: Place;
  readonly bounds: Bounds;
}

export class HostRootedPath implements RootedPath {
  readonly #root: Handle;
  readonly #bounds: Bounds;

  constructor(
    root: Handle,
    readonly relative: string,
    readonly kind: RootedPath["kind"],
    readonly rootIndex: number,
    bounds: Bounds,
  ) {
    this.#root = root;
    this.#bounds = bounds;
  }

  /** Undefined when the path is not one of the host's. No method: a tool is not to learn where its root lies. */
  static footing(path: RootedPath): Footing | undefined {
    if (!(#root in path)) return undefined;
    const { relative, kind, rootIndex } = path;
    return { relative, kind, rootIndex, root: path.#root.place(), bounds: path.#bounds };
  }

  async read({ maxBytes = defaultMaxBytes }: { readonly maxBytes?: number } = {}): Promise<Buffer> {
    return this.#with((file) => {
      if (!file.stats.isFile()) throw this.#refusal("EISDIR");
      const { size } = file.stats;
      if (size > maxBytes) throw this.#refusal("EFBIG");
      const fd = file.open();
      try {
        const bytes = attempt(this.relative, () => new ReadBuffer(size + 1).read(fd, size, maxBytes));
        if (bytes === undefined) throw this.#refusal("EFBIG");
        return bytes;
      } finally {
        closeSync(fd);
      }
    });
  }

  async readText(limit?: { readonly maxBytes?: number }): Promise<string> {
    return (await this.read(limit)).toString("utf8");
  }

  async stat(): ReturnType<RootedPath["stat"]> {
    return this.#with(({ stats }) => ({
      kind: stats.isDirectory() ? "directory" : "file",
      size: stats.size,
      modified: stats.mtime,
    }));
  }

  async entries(): Promise<DirectoryEntry[]> {
    return this.#with((directory) => {
      if (!directory.stats.isDirectory()) throw this.#refusal("ENOTDIR");
      return entriesOf(directory).sort((a, b) => inOrder(a.name, b.name));
    });
  }

  walk(): Iterable<OpenDirectory> {
    return walk(() => reach(this.#root, this.relative), this.#bounds.hardlinks);
  }

  parents(): Iterable<OpenDirectory> {
    const { hardlinks, top } = this.#bounds;
    const names = namesOf(this.relative).slice(namesOf(top).length);
    const directories = this.kind === "directory" ? names : names.slice(0, -1);
    return wayDown(() => reach(this.#root, top), directories, hardlinks);
  }

  /** Does the whole work of a use while the handle is held: nothing of it stays open. */
  #with<T>(use: (handle: Handle) => T): T {
    const handle = reach(this.#root, this.relative);
    try {
      if (this.#bounds.hardlinks === "deny") proveOnlyName(handle.stats, this.relative);
      return use(handle);
    } finally {
      handle.close();
    }
  }

  #refusal(errno: string): PathError {
    return new PathError("unreadable", this.relative, errno);
  }
}
