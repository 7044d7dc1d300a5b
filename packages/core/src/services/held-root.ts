/** A root, and how a path beneath it becomes a capability. */
import { closeSync } from "node:fs";
import { posix, resolve } from "node:path";
import type { Refused, Root, RootedPath } from "@portcullis/plugin-api";
import { caught, type Handle, PathError, wayFrom } from "./handle.js";
import { HostRootedPath, reach } from "./rooted-path.js";

/** As many as Linux follows. */
const mostLinks = 40;

type Located = ReturnType<Root["locate"]>;

export class HeldRoot implements Root {
  readonly #handle: Handle;

  constructor(
    handle: Handle,
    readonly directory: string,
    readonly index: number,
  ) {
    this.#handle = handle;
  }

  /**
   * A link inside is followed by us, not by the kernel: what it says becomes a path, and that path is walked from the
   * root like any other. So the proof is the walk, and nothing outside is touched to find out that it is outside.
   */
  locate(relative: string, { symlinks, mustExist = true }: Parameters<Root["locate"]>[1]): Located {
    let path = relative;
    for (let links = 0; ; links++) {
      const kind = this.#kindOf(path);
      if (!(kind instanceof PathError)) return this.#found(path, kind);
      if (kind.code === "missing" && !mustExist) return this.#found(path, "missing");
      if (kind.code !== "symlink" || symlinks === "deny" || links === mostLinks) return refused(kind.code);
      const target = this.#targetOf(kind.relative, path);
      if (target === undefined) return refused("outside");
      path = target;
    }
  }

  #found(path: string, kind: RootedPath["kind"]): Located {
    return { kind: "found", path: new HostRootedPath(this.#handle, path, kind, this.index) };
  }

  #kindOf(path: string): "file" | "directory" | PathError {
    return caught(() => {
      const handle = reach(this.#handle, path);
      try {
        closeSync(handle.open());
        return handle.stats.isDirectory() ? "directory" : "file";
      } finally {
        handle.close();
      }
    });
  }

  /** Where a path leads when its first link is followed; undefined when that is outside. */
  #targetOf(link: string, path: string): string | undefined {
    const said = caught(() => {
      const parent = reach(this.#handle, posix.dirname(link));
      try {
        return parent.link(posix.basename(link));
      } finally {
        parent.close();
      }
    });
    // No longer a link: swapped since. There is nothing to prove.
    if (said instanceof PathError) return undefined;
    const rest = path.slice(link.length + 1);
    return wayFrom(this.directory, resolve(this.directory, posix.dirname(link), said, rest));
  }
}

const refused = (why: Refused): Located => ({ kind: "refused", why });
