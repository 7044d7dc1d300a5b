/** The file system by roots: which directories are held, and which files no root may hold. */
import { realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Files, type Root, StartRefusal } from "@portcullis/plugin-api";
import { BestEffortHandle } from "./best-effort-handle.js";
import { DescriptorHandle } from "./descriptor-handle.js";
import { type Handle, wayFrom } from "./handle.js";
import { HeldRoot } from "./held-root.js";

interface Held {
  readonly handle: Handle;
  readonly directory: string;
}

/** The host's {@link Files}. One descriptor is held for each real directory, however many policies name it. */
export class HostFiles implements Files {
  readonly #held = new Map<string, Held>();
  readonly #keptOut: string[] = [];

  /** @param proof - how a path is proved: on the opened descriptor on Linux, by comparing real paths elsewhere */
  constructor(
    readonly proof: "descriptor" | "best-effort" = process.platform === "linux" ? "descriptor" : "best-effort",
  ) {}

  root(directory: string, index = 0): Root {
    const held = this.#hold(directory);
    for (const file of this.#keptOut) refuseInside(held.directory, file);
    return new HeldRoot(held.handle, held.directory, index);
  }

  keepOut(file: string): void {
    const real = realOrIntended(resolve(file));
    for (const { directory } of this.#held.values()) refuseInside(directory, real);
    this.#keptOut.push(real);
  }

  /** Ends every capability: what they do afterwards is refused. */
  close(): void {
    for (const { handle } of this.#held.values()) handle.close();
    this.#held.clear();
  }

  #hold(directory: string): Held {
    const kind = this.proof === "descriptor" ? DescriptorHandle : BestEffortHandle;
    let held: Held;
    try {
      held = kind.root(directory);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StartRefusal("ROOT_UNUSABLE", `${directory} cannot be a root: ${reason}.`);
    }
    const known = this.#held.get(held.directory);
    if (known !== undefined) {
      held.handle.close();
      return known;
    }
    this.#held.set(held.directory, held);
    return held;
  }
}

const refuseInside = (directory: string, file: string): void => {
  if (wayFrom(directory, file) === undefined) return;
  throw new StartRefusal("AUDIT_INSIDE_ROOTS", `${file} lies inside the root ${directory}: tools could read it.`);
};

/** The real path of a file that may not exist yet: that of its nearest existing parent, and the rest as it is written. */
const realOrIntended = (file: string): string => {
  try {
    return realpathSync.native(file);
  } catch {
    const parent = dirname(file);
    return parent === file ? file : join(realOrIntended(parent), basename(file));
  }
};
