/** A directory as a process knows it: its children, their ignore rules, and what makes sure that this is so now. */

import { IgnoreScope } from "@portcullis/ignore-rules";
import type { DirectoryEntry, FileVersion, Watch } from "@portcullis/plugin-api";
import { isUnchanged } from "./file-version.js";
import type { Listener } from "./listener.js";
import { OwnRules } from "./own-rules.js";
import { TrackedFile } from "./tracked-file.js";
import type { Visit } from "./visit.js";

export type Child = TrackedFile | Folder;

/** No epoch: to be looked at. */
const NEVER = -1;

export class Folder {
  /** In the order of whole paths. */
  children: readonly Child[] = [];
  scope = IgnoreScope.none;
  ignored = false;
  kept = false;
  gone = false;
  /** As full paths sort: a directory counts as its name followed by `/`. */
  readonly key: string;
  /** Why it could not be entered or listed, as in `EACCES`. */
  unreadable: string | undefined;
  readonly prefix: string;
  /** The names that lead to it from the root. */
  readonly names: readonly string[];

  /** As it was when it was listed last, and when that was. */
  #seen: FileVersion | undefined;
  #listedAt = 0;
  #checkedIn = NEVER;
  /** The last one: a call need not look twice. */
  #visit: Visit | undefined;
  #watch: Watch | undefined;
  #isUnwatchable = false;
  /** What the watch told since it was looked at last. */
  #told = new Set<string | undefined>();
  #above: IgnoreScope | undefined;
  readonly #rules = new OwnRules();

  /** @param path - beneath the root */
  constructor(
    readonly path: string,
    readonly name: string,
    readonly listener: Listener,
  ) {
    this.key = `${name}/`;
    this.prefix = path === "." ? "" : `${path}/`;
    this.names = path === "." ? [] : path.split("/");
  }

  get isListed(): boolean {
    return this.#seen !== undefined;
  }

  child(name: string): Child | undefined {
    return this.children.find((child) => child.name === name);
  }

  /** Whether its children and their rules are known to be those of now. */
  isSure(visit: Visit): boolean {
    return visit.trusted && this.#watch !== undefined && this.#checkedIn === visit.epoch && this.#told.size === 0;
  }

  /** Whether rules of its own lie where nobody watches. */
  get isRepository(): boolean {
    return this.#rules.isRepository;
  }

  /** It may have been changed, or replaced by another. */
  doubt(): void {
    this.#checkedIn = NEVER;
    this.#visit = undefined;
  }

  /**
   * Makes sure that its children and their rules are those of now.
   *
   * @param above - the rules of the folder above
   */
  refresh(visit: Visit, above: IgnoreScope): void {
    const hasLooked = this.#visit === visit && this.#told.size === 0;
    const changed = !hasLooked && !this.isSure(visit) && this.#look(visit);
    this.#visit = visit;
    if (this.unreadable !== undefined) return;
    const hasOtherExclude = this.#rules.readExclude(visit, this.prefix);
    if (!changed && above === this.#above && !hasOtherExclude) return;
    this.#above = above;
    this.#judge(above);
    this.listener.changed();
  }

  /**
   * Has it watched from now on, if it is not: work that no call waits for. What it was before is looked at once more.
   *
   * @returns whether it was not: all its children are in doubt now
   */
  guard(visit: Visit): boolean {
    if (this.#watch !== undefined || this.#isUnwatchable || this.#above === undefined) return false;
    // What changes from now on, the watch tells; what changed until now, the look after it.
    visit.leave();
    const standing = visit.in(this.path);
    if (standing.kind === "refused") return false;
    this.#watch = standing.watch((name) => {
      this.#told.add(name);
      this.listener.changed();
    });
    this.#isUnwatchable = this.#watch === undefined;
    visit.leave();
    this.doubt();
    this.refresh(visit, this.#above);
    return true;
  }

  /** Makes sure that it is the same directory, where nobody watches the ones above it. */
  identify(visit: Visit): void {
    const standing = visit.in(this.path);
    if (standing.kind === "refused" || standing.stats.ino !== this.#seen?.ino) this.#clear();
  }

  /** Another process looks after it. */
  abandon(): void {
    if (this.isListed) this.#clear();
  }

  drop(): void {
    this.gone = true;
    this.#clear();
  }

  /** @returns whether its children or its ignore files are others than before */
  #look(visit: Visit): boolean {
    const sure = visit.trusted && this.#watch !== undefined && this.#checkedIn === visit.epoch;
    const told = this.#told;
    this.#told = new Set();
    const standing = visit.in(this.path);
    if (standing.kind === "refused") return this.#fail(standing.errno ?? standing.why);
    // Another one took its place.
    if (this.#seen !== undefined && this.#seen.ino !== standing.stats.ino) this.#clear();
    this.#checkedIn = visit.epoch;
    const wholly = !sure || told.has(undefined);
    for (const child of this.children) if (wholly || told.has(child.name)) child.doubt();

    const listing =
      told.size === 0 && this.#seen !== undefined && isUnchanged(this.#seen, this.#listedAt, standing.stats);
    if (!listing) {
      this.#seen = standing.stats;
      this.#listedAt = visit.now();
      const listed = standing.list();
      if (listed.kind === "refused") return this.#fail(listed.errno ?? listed.why);
      this.#fill(listed.entries);
    }
    this.unreadable = undefined;
    const hasOtherRules = this.#rules.read(standing);
    if (this.#rules.isShared) this.doubt();
    return !listing || hasOtherRules;
  }

  #fail(why: string): boolean {
    if (this.isListed) this.#clear();
    this.unreadable = why;
    return true;
  }

  #clear(): void {
    if (this.isListed) this.listener.changed();
    this.#watch?.close();
    this.#watch = undefined;
    this.#isUnwatchable = false;
    this.#seen = undefined;
    this.#visit = undefined;
    this.#above = undefined;
    for (const child of this.children) child.drop();
    this.children = [];
  }

  #fill(entries: readonly DirectoryEntry[]): void {
    const known = new Map(this.children.map((child) => [child.name, child]));
    const children: Child[] = [];
    this.#rules.find(entries);
    for (const { name, kind } of entries) {
      if (kind !== "file" && kind !== "directory") continue;
      const before = known.get(name);
      if (before instanceof (kind === "file" ? TrackedFile : Folder)) {
        known.delete(name);
        children.push(before);
      } else if (kind === "directory") {
        children.push(new Folder(this.prefix + name, name, this.listener));
      } else {
        children.push(new TrackedFile(this, name));
      }
    }
    for (const child of known.values()) child.drop();
    this.children = children.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  }

  #judge(above: IgnoreScope): void {
    this.scope = this.#rules.within(above, this.names);
    for (const child of this.children) {
      const ruling = this.scope.ruling(child.name, child instanceof Folder);
      child.ignored = ruling === "ignore";
      // To git's own folder no rule applies.
      child.kept = ruling === "keep" && child.name !== ".git";
    }
  }
}
