/** A file, and what is known of its content as long as it has not changed. */
import type { FileStats, FileVersion } from "@portcullis/plugin-api";
import { isUnchanged } from "./file-version.js";
import type { Folder } from "./folder.js";
import type { Visit } from "./visit.js";

/** What a file holds: text as it is, or text that is transcoded or without its byte order mark. */
export type Content = "text" | "transcoded" | "binary" | "too-large";

let files = 0;

export class TrackedFile {
  /** Names it as long as the process lives. */
  readonly number = files++;
  ignored = false;
  /** An ignore file's rule keeps it, from being hidden too. */
  kept = false;
  gone = false;
  #content: Content | undefined;
  /** Of the content, and since when that was so, in milliseconds since 1970. */
  #stats: FileStats | undefined;
  #at = 0;
  #doubted = false;

  constructor(
    readonly folder: Folder,
    readonly name: string,
  ) {}

  get path(): string {
    return this.folder.prefix + this.name;
  }

  /** What is known, whether that still holds or not. */
  get lastContent(): Content | undefined {
    return this.#content;
  }

  /** Of the content that is known. */
  get version(): FileVersion | undefined {
    return this.#stats;
  }

  /** It may have changed. */
  doubt(): void {
    this.#doubted = true;
  }

  /** What it holds now; undefined when that is not known. */
  content(visit: Visit): Content | undefined {
    if (this.#stats === undefined || !this.#doubted) return this.#content;
    const standing = visit.in(this.folder.path);
    const stats = standing.kind === "directory" ? standing.stat(this.name) : standing;
    if (stats.kind === "refused" || !isUnchanged(this.#stats, this.#at, stats)) this.forget();
    else this.#doubted = stats.nlink > 1;
    return this.#content;
  }

  /**
   * @param stats - of before the content was read
   * @param at - of before that
   */
  learn(content: Content, stats: FileStats, at: number): void {
    // Read twice within one tick, two contents have one version.
    if (this.#stats !== undefined && !isUnchanged(this.#stats, this.#at, stats)) this.forget();
    this.#content = content;
    this.#stats = stats;
    this.#at = at;
    // Written through another name of it, no watch tells.
    this.#doubted = stats.nlink > 1;
  }

  forget(): void {
    if (this.#stats !== undefined) this.folder.forget(this.number);
    this.#content = undefined;
    this.#stats = undefined;
  }

  drop(): void {
    this.gone = true;
    this.forget();
  }
}
