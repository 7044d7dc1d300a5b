/** Which process looks after which directories: what the server keeps, so that a file is searched by one alone. */
import type { RootedPath } from "@portcullis/plugin-api";
import { parentOf, type Share } from "../fresh/own-share.js";

/** Of one root. With so many owned directories, it is better to begin anew. */
const MOST = 1000;

export class Ownership {
  readonly #roots: Map<number, Map<string, number>>;
  #next = 0;

  /** @param size - how many processes there are */
  constructor(
    private readonly size: number,
    roots: ReadonlyMap<number, ReadonlyMap<string, number>> = new Map(),
  ) {
    this.#roots = new Map([...roots].map(([root, owners]) => [root, new Map(owners)]));
  }

  /** As it is now, for one call: to it, what other calls change meanwhile must not matter. */
  copy(): Ownership {
    return new Ownership(this.size, this.#roots);
  }

  /**
   * Finds an owner for a start, if there is none.
   *
   * @returns whether there was none
   */
  settle(start: RootedPath): boolean {
    const path = directoryOf(start);
    const owners = this.#owners(start.rootIndex);
    if (ownerOf(owners, path) !== undefined) return false;
    if (owners.size >= MOST) owners.clear();
    owners.set(path, this.#next);
    this.#next = (this.#next + 1) % this.size;
    return true;
  }

  give(rootIndex: number, paths: readonly string[], worker: number): void {
    for (const path of paths) this.#owners(rootIndex).set(path, worker);
  }

  /** What a process has to know for a start; nothing when it owns none of it. */
  share(start: RootedPath, worker: number): Share | undefined {
    const path = directoryOf(start);
    const owners = this.#owners(start.rootIndex);
    const own = [...owners].filter(([, owner]) => owner === worker).map(([owned]) => owned);
    const below = path === "." ? "" : `${path}/`;
    if (ownerOf(owners, path) !== worker && !own.some((owned) => owned.startsWith(below))) return undefined;
    return { mine: own, others: [...owners].filter(([, owner]) => owner !== worker).map(([owned]) => owned) };
  }

  #owners(rootIndex: number): Map<string, number> {
    const owners = this.#roots.get(rootIndex) ?? new Map<string, number>();
    this.#roots.set(rootIndex, owners);
    return owners;
  }
}

const directoryOf = ({ kind, relative }: RootedPath): string =>
  kind === "directory" ? relative : (parentOf(relative) ?? relative);

/** The nearest, at or above. */
function ownerOf(owners: ReadonlyMap<string, number>, path: string): number | undefined {
  for (let at: string | undefined = path; at !== undefined; at = parentOf(at)) {
    const owner = owners.get(at);
    if (owner !== undefined) return owner;
  }
  return undefined;
}
