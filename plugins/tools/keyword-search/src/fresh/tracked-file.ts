/** A file, and what is known of its content as long as it has not changed. */
import type { FileStats, FileVersion } from "@portcullis/plugin-api";
import { isUnchanged } from "./file-version.js";
import type { Folder } from "./folder.js";
import type { Visit } from "./visit.js";

/** What a file holds: text as it is, or text that is transcoded or without its byte order mark. */
export type Content = "text" | "transcoded" | "binary" | "too-large";

let files = 0;
/** Of files that are gone: what is kept for each file lies at its number. */
const free: number[] = [];

/** How many files this process keeps. */
export const keptFiles = (): number => files - free.length;

/** Above all numbers of files. */
export const numbers = (): number => files;

export class TrackedFile {
  /** Names it until it is gone. */
  readonly number = free.pop() ?? files++;
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

  /** As full paths sort. */
  get key(): string {
    return this.name;
  }

  get path(): string {
    return this.folder.prefix + this.name;
  }

  /** Of the text that is known, in bytes: of what is no text, 0. */
  get textSize(): number {
    return this.holdsText ? (this.#stats?.size ?? 0) : 0;
  }

  /** As far as is known. */
  get holdsText(): boolean {
    return this.#content === "text" || this.#content === "transcoded";
  }

  /** Whether it holds a text, as long as nobody says that it may have changed. */
  get isSureText(): boolean {
    return this.holdsText && !this.#doubted;
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
    const isSame = this.#stats !== undefined && isUnchanged(this.#stats, this.#at, stats);
    if (!isSame) this.forget();
    this.#content = content;
    this.#stats = stats;
    this.#at = at;
    // Written through another name of it, no watch tells.
    this.#doubted = stats.nlink > 1;
    if (!isSame) this.folder.listener.learned();
  }

  forget(): void {
    if (this.#stats !== undefined) this.folder.listener.forgotten(this.number);
    this.#content = undefined;
    this.#stats = undefined;
  }

  drop(): void {
    if (this.gone) return;
    this.gone = true;
    this.forget();
    free.push(this.number);
  }
}
