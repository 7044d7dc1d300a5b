/** A root, and how a path beneath it becomes a capability. */
import { closeSync } from "node:fs";
import { posix, resolve } from "node:path";
import type { Located, PathRules, Root, RootedPath, WritablePath } from "@portcullis/plugin-api";
import { caught, type Handle, isBeneath, PathError, proveOnlyName, wayFrom } from "./handle.js";
import { HostRootedPath, reach } from "./rooted-path.js";
import { HostWritablePath } from "./writable-path.js";

/** As many as Linux follows. */
const mostLinks = 40;

/** Makes the capability for what was found. */
type Make<P> = new (...found: ConstructorParameters<typeof HostRootedPath>) => P;

export class HeldRoot implements Root {
  readonly #handle: Handle;

  constructor(
    handle: Handle,
    readonly directory: string,
    readonly index: number,
  ) {
    this.#handle = handle;
  }

  locate(relative: string, rules: PathRules): Located<RootedPath> {
    return this.#locate(relative, rules, HostRootedPath);
  }

  locateWritable(relative: string, rules: PathRules): Located<WritablePath> {
    return this.#locate(relative, rules, HostWritablePath);
  }

  /**
   * A link inside is followed by us, not by the kernel: what it says becomes a path, and that path is walked from the
   * root like any other. So the proof is the walk, and nothing outside is touched to find out that it is outside.
   */
  #locate<P>(relative: string, rules: PathRules, Path: Make<P>): Located<P> {
    const { symlinks, hardlinks = "allow", mustExist = true, within = ["."] } = rules;
    let path = relative;
    for (let links = 0; ; links++) {
      const top = within.find((directory) => isBeneath(path, directory));
      if (top === undefined) return { kind: "refused", why: "outside" };
      const kind = this.#kindOf(path, hardlinks);
      if (!(kind instanceof PathError) || (kind.code === "missing" && !mustExist)) {
        const stands = kind instanceof PathError ? "missing" : kind;
        return { kind: "found", path: new Path(this.#handle, path, stands, this.index, { hardlinks, top }) };
      }
      if (kind.code !== "symlink" || symlinks === "deny" || links === mostLinks) return refused(kind);
      const target = this.#targetOf(kind.relative, path);
      if (target === undefined) return { kind: "refused", why: "outside" };
      path = target;
    }
  }

  #kindOf(path: string, hardlinks: "deny" | "allow"): "file" | "directory" | PathError {
    return caught(() => {
      const handle = reach(this.#handle, path);
      try {
        if (hardlinks === "deny") proveOnlyName(handle.stats, path);
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

/** Nothing is written while a path is found. */
const refused = ({ code }: PathError): Located<never> => ({
  kind: "refused",
  why: code === "unwritable" ? "unreadable" : code,
});
