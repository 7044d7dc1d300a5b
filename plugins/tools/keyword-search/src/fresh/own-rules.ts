/** What a folder holds that rules begin with: its ignore files, and whether a repository starts there. */
import { IGNORE_FILES, type IgnoreKind, type IgnoreScope } from "@portcullis/ignore-rules";
import type { DirectoryEntry, Standing } from "@portcullis/plugin-api";
import type { Visit } from "./visit.js";

/** A larger file is no ignore file that anybody wrote. */
const MOST_BYTES = 256 * 1024;

type Listed = Exclude<IgnoreKind, "exclude">;

export class OwnRules {
  isRepository = false;
  /** An ignore file has other names: written through one of them, no watch tells. */
  isShared = false;
  #files: readonly Listed[] = [];
  #texts: { readonly [K in IgnoreKind]?: string } = {};

  /** Finds the files among all that stands in the folder. */
  find(entries: readonly DirectoryEntry[]): void {
    const files: Listed[] = [];
    this.isRepository = false;
    for (const { name } of entries) {
      if (name === ".git") this.isRepository = true;
      if (name === IGNORE_FILES.ignore) files.push("ignore");
      if (name === IGNORE_FILES.gitignore) files.push("gitignore");
    }
    this.#files = files;
  }

  /** @returns whether they say something else than before */
  read(standing: Standing): boolean {
    const texts: { [K in IgnoreKind]?: string } = {};
    this.isShared = false;
    for (const kind of this.#files) {
      const read = standing.read(IGNORE_FILES[kind], MOST_BYTES);
      if (read.kind !== "bytes") continue;
      texts[kind] = read.bytes.toString();
      if (read.stats.nlink > 1) this.isShared = true;
    }
    const { ignore, gitignore, exclude } = this.#texts;
    this.#texts = exclude === undefined ? texts : { ...texts, exclude };
    return ignore !== texts.ignore || gitignore !== texts.gitignore;
  }

  /**
   * At each visit: nobody watches it.
   *
   * @param prefix - of the folder's path
   * @returns whether it says something else than before
   */
  readExclude(visit: Visit, prefix: string): boolean {
    const before = this.#texts.exclude;
    if (!this.isRepository && before === undefined) return false;
    const standing = this.isRepository ? visit.in(`${prefix}.git/info`) : undefined;
    const read = standing?.kind === "directory" ? standing.read("exclude", MOST_BYTES) : undefined;
    const exclude = read?.kind === "bytes" ? read.bytes.toString() : undefined;
    const { exclude: _, ...texts } = this.#texts;
    this.#texts = exclude === undefined ? texts : { ...texts, exclude };
    return exclude !== before;
  }

  /** @param names - those that lead to the folder from the root */
  within(above: IgnoreScope, names: readonly string[]): IgnoreScope {
    return above.enter(names, { repository: this.isRepository, texts: this.#texts });
  }
}
