/** The directory trees that a process looks after, one for each root and what is shown of it. */
import type { Clock, Ground } from "@portcullis/plugin-api";
import { Folder } from "../fresh/folder.js";
import { Surveys } from "../fresh/surveys.js";
import { keptFiles } from "../fresh/tracked-file.js";
import { Visit } from "../fresh/visit.js";

/** A tree that no call has asked for so long is forgotten, with its watches. */
const UNUSED_MS = 30 * 60 * 1000;

/** Of all trees together. Each file takes some 1 KB. */
const MOST_FILES = 250_000;

/** Names the tree that a ground lies in. */
export const keyOf = ({ id, top }: Ground): string => `${id} ${top}`;

export interface Tree {
  readonly top: Folder;
  readonly surveys: Surveys;
  ground: Ground;
  usedAt: number;
}

export class Trees {
  readonly #trees = new Map<string, Tree>();
  #epoch = 0;

  constructor(
    private readonly clock: Clock,
    private readonly forgotten: (file: number) => void,
    /** With more, those go first that were used least recently, were it the only one. */
    private readonly mostFiles = MOST_FILES,
  ) {}

  /** The tree that a ground lies in. */
  at(ground: Ground): Tree {
    const key = keyOf(ground);
    const tree = this.#trees.get(key) ?? this.#planted(ground);
    this.#trees.set(key, tree);
    tree.ground = ground;
    tree.usedAt = this.clock.elapsed();
    return tree;
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

  all(): Iterable<Tree> {
    return this.#trees.values();
  }

  /** For work that no call waits for. */
  idleVisit({ ground }: Tree): Visit {
    return new Visit(ground, true, this.#epoch, () => this.clock.now());
  }

  /** To be called when no call is at work. */
  dropUnused(): void {
    const now = this.clock.elapsed();
    for (const [key, { top, usedAt }] of [...this.#trees].sort(([, a], [, b]) => a.usedAt - b.usedAt)) {
      if (now - usedAt < UNUSED_MS && keptFiles() <= this.mostFiles) return;
      top.drop();
      this.#trees.delete(key);
    }
  }

  #planted(ground: Ground): Tree {
    const surveys = new Surveys();
    const listener = {
      changed: () => surveys.changed(),
      learned: () => surveys.learned(),
      forgotten: (file: number) => {
        surveys.learned();
        this.forgotten(file);
      },
    };
    const name = ground.top.slice(ground.top.lastIndexOf("/") + 1);
    return { top: new Folder(ground.top, name, listener), surveys, ground, usedAt: 0 };
  }
}
