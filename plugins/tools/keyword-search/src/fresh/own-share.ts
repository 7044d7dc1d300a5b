/**
 * Which directories of a root this process looks after: those whose nearest owner, at or above them, it is. Each
 * directory has one owner, and so each file is searched once.
 */

/** As a process is told of it: the directories that were given to it, and to others. */
export interface Share {
  readonly mine: readonly string[];
  readonly others: readonly string[];
}

export class OwnShare {
  readonly #owned = new Map<string, boolean>();
  /** The directories that lead to owned ones; true: to one of mine. */
  readonly #ways = new Map<string, boolean>();

  constructor({ mine, others }: Share) {
    for (const [paths, isMine] of [[others, false] as const, [mine, true] as const]) {
      for (const path of paths) {
        this.#owned.set(path, isMine);
        for (let above = parentOf(path); above !== undefined; above = parentOf(above)) this.#ways.set(above, isMine);
      }
    }
  }

  holds(path: string): boolean {
    const above = parentOf(path);
    return this.#owned.get(path) ?? (above !== undefined && this.holds(above));
  }

  /** @param above - whether the directory above it is mine */
  holdsBelow(above: boolean, path: string): boolean {
    return this.#owned.get(path) ?? above;
  }

  /** Whether a directory below it is mine. */
  leadsToMine(path: string): boolean {
    return this.#ways.get(path) === true;
  }

  /** Whether it is mine with all that lies below it. */
  holdsWholly(above: boolean, path: string): boolean {
    return this.holdsBelow(above, path) && !this.#ways.has(path);
  }
}

/** Of `.` nothing. */
export function parentOf(path: string): string | undefined {
  if (path === ".") return undefined;
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash);
}
