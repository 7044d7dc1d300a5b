/** The directory trees that a process looks after, one for each root and what is shown of it. */
import type { Clock, Ground } from "@portcullis/plugin-api";
import { Folder } from "../fresh/folder.js";
import { Visit } from "../fresh/visit.js";

/** A tree that no call has asked for so long is forgotten, with its watches. */
const UNUSED_MS = 30 * 60 * 1000;

/** Names the tree that a ground lies in. */
export const keyOf = ({ id, top }: Ground): string => `${id} ${top}`;

interface Tree {
  readonly top: Folder;
  ground: Ground;
  usedAt: number;
}

export class Trees {
  readonly #trees = new Map<string, Tree>();
  #epoch = 0;

  constructor(
    private readonly clock: Clock,
    private readonly forget: (file: number) => void,
  ) {}

  /** The tree that a ground lies in. */
  at(ground: Ground): Folder {
    const key = keyOf(ground);
    let tree = this.#trees.get(key);
    if (tree === undefined) {
      const name = ground.top.slice(ground.top.lastIndexOf("/") + 1);
      tree = { top: new Folder(ground.top, name, this.forget), ground, usedAt: 0 };
      this.#trees.set(key, tree);
    }
    tree.ground = ground;
    tree.usedAt = this.clock.elapsed();
    return tree.top;
  }

  /**
   * Makes sure that the watches have told what was done before.
   *
   * @param strict - take nothing on trust
   */
  async visit(ground: Ground, strict: boolean): Promise<Visit> {
    const settled = await ground.settled();
    if (!settled) this.#epoch += 1;
    return new Visit(ground, settled && !strict, this.#epoch, () => this.clock.now());
  }

  /** Each tree, with a visit for work that no call waits for. */
  *all(): Generator<{ readonly top: Folder; readonly visit: Visit }> {
    for (const { top, ground } of this.#trees.values()) {
      yield { top, visit: new Visit(ground, true, this.#epoch, () => this.clock.now()) };
    }
  }

  dropUnused(): void {
    for (const [key, { top, usedAt }] of this.#trees) {
      if (this.clock.elapsed() - usedAt < UNUSED_MS) continue;
      top.drop();
      this.#trees.delete(key);
    }
  }
}
