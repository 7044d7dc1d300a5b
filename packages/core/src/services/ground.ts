/** An admitted path as a worker has it: which directories of a root it may enter. */
import type { Ground, Refusal, Standing } from "@portcullis/plugin-api";
import { Barrier } from "./barrier.js";
import { GroundRoot } from "./ground-root.js";
import { isBeneath, PathError } from "./handle.js";
import type { Footing } from "./rooted-path.js";
import { HeldStanding, type Terms } from "./standing.js";

/** The grounds of a worker process. A root is held from the first time that it is named. */
export class Grounds {
  readonly #roots = new Map<string, GroundRoot>();
  readonly #barrier = new Barrier();

  of(footing: Footing): Ground {
    // By what it is, not by its path: a root that was moved is the same root.
    const root = this.#roots.get(footing.root.id) ?? GroundRoot.at(footing.root, this.#barrier);
    if (root instanceof GroundRoot) this.#roots.set(root.id, root);
    return new HeldGround(footing, root);
  }
}

class HeldGround implements Ground {
  readonly id: string;
  readonly relative: string;
  readonly kind: Ground["kind"];
  readonly rootIndex: number;
  readonly top: string;
  readonly #root: GroundRoot | PathError;
  readonly #terms: Terms;

  constructor({ root: { id }, relative, kind, rootIndex, bounds }: Footing, root: GroundRoot | PathError) {
    this.id = id;
    this.relative = relative;
    this.kind = kind;
    this.rootIndex = rootIndex;
    this.top = bounds.top;
    this.#root = root;
    this.#terms = { hardlinks: bounds.hardlinks, barrier: root instanceof PathError ? undefined : root.barrier };
  }

  enter(relative: string): Standing | Refusal {
    return HeldStanding.in(relative, this.#terms, () => {
      if (this.#root instanceof PathError) return this.#root;
      return isBeneath(relative, this.top) ? this.#root.enter(relative) : new PathError("outside", relative);
    });
  }

  async settled(): Promise<boolean> {
    return this.#root instanceof GroundRoot && this.#root.settled();
  }
}
