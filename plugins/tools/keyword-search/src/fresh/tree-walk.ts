/** Goes through the directories of a process that a call asks for, makes sure of each, and finds its files. */
import { type Chooser, IgnoreScope, type Verdict } from "@portcullis/ignore-rules";
import { type Child, Folder } from "./folder.js";
import { type OwnShare, parentOf } from "./own-share.js";
import { TrackedFile } from "./tracked-file.js";
import type { Visit } from "./visit.js";

/** How many files and folders a walk left out. */
export type LeftOut = { [K in Exclude<Verdict, "wanted" | "excluded">]: number };

/** A folder to look into. */
export interface Step {
  readonly folder: Folder;
  /** The rules of the folder above. */
  readonly above: IgnoreScope;
  /** Whether the folder above is this process's. */
  readonly mine: boolean;
}

export class TreeWalk {
  readonly leftOut: LeftOut = { ignored: 0, hidden: 0 };
  /** What is still to be done, the next at the end: a folder, or files that stand side by side in one. */
  #steps: (Step | TrackedFile[])[] = [];
  /** Where nothing has been done yet, the next at the end. */
  #starts: string[] = [];
  /** What was met already. */
  readonly #done = new Set<Child>();
  /** The folders whose rules must be read again each time. */
  readonly #repositories: Step[] = [];
  #isSure = true;

  /**
   * @param top - of the tree
   * @param unreadable - is told of what cannot be looked into
   * @param once - whether starts may lie in one another
   * @param isAlone - whether no other walk is under way: what is dropped, another would miss
   */
  constructor(
    private readonly top: Folder,
    private readonly visit: Visit,
    private readonly chooser: Chooser,
    private readonly share: OwnShare,
    private readonly unreadable: (path: string) => void,
    private readonly once: boolean,
    private readonly isAlone: () => boolean,
  ) {}

  /**
   * A file that is named outright is found, whatever ignore files, its name or globs say, as ripgrep has it.
   *
   * @param starts - beneath the root, at or below the top
   * @returns files that stand side by side, and before each directory none: those without must not hold the process
   */
  *files(starts: readonly string[]): Generator<readonly TrackedFile[]> {
    this.#starts = starts.toReversed();
    for (let start = this.#starts.pop(); start !== undefined; start = this.#starts.pop()) yield* this.#below(start);
  }

  /** The repositories that were met, if all that was met is sure; undefined when another walk may find something else. */
  get repositories(): readonly Step[] | undefined {
    return this.#isSure ? this.#repositories : undefined;
  }

  /** Gives away every other one of the directories that nobody has looked into. */
  giveAway(): string[] {
    const paths: string[] = [];
    let keep = false;
    const goes = (path: string, isAboveMine: boolean): boolean => {
      if (!this.share.holdsWholly(isAboveMine, path)) return false;
      keep = !keep;
      if (keep) paths.push(path);
      return keep;
    };
    this.#starts = this.#starts.filter((start) => !goes(start, false));
    this.#steps = this.#steps.filter(
      (step) => Array.isArray(step) || step.folder.isListed || !goes(step.folder.path, step.mine),
    );
    if (paths.length > 0) this.#isSure = false;
    return paths;
  }

  *#below(start: string): ReturnType<TreeWalk["files"]> {
    const first = this.#goTo(start);
    if (first !== undefined) this.#steps.push(first);
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      if (Array.isArray(step)) {
        yield this.once ? step.filter((file) => this.#meet(file)) : step;
        continue;
      }
      yield [];
      if (!step.folder.gone && !this.#done.has(step.folder)) this.#open(step);
    }
  }

  /** From the top down to a start. */
  #goTo(start: string): Step | TrackedFile[] | undefined {
    const aboveTop = parentOf(this.top.path);
    if (aboveTop !== undefined) this.top.identify(this.visit);
    let folder = this.top;
    let above = IgnoreScope.none;
    let mine = aboveTop !== undefined && this.share.holds(aboveTop);
    const names = start === "." ? [] : start.split("/").slice(this.top.names.length);
    for (const [index, name] of names.entries()) {
      this.#refresh({ folder, above, mine });
      mine = this.share.holdsBelow(mine, folder.path);
      const next = folder.child(name);
      if (next instanceof TrackedFile && index === names.length - 1) return mine ? [next] : undefined;
      if (!(next instanceof Folder)) {
        this.#isSure = false;
        if (this.share.holds(start)) this.unreadable(start);
        return undefined;
      }
      above = folder.scope;
      folder = next;
    }
    return { folder, above, mine };
  }

  #open({ folder, above, mine: isAboveMine }: Step): void {
    const mine = this.share.holdsBelow(isAboveMine, folder.path);
    if (!mine && !this.share.leadsToMine(folder.path)) {
      if (this.isAlone()) folder.abandon();
      return;
    }
    if (this.once) this.#done.add(folder);
    this.#refresh({ folder, above, mine });
    if (mine && folder.unreadable !== undefined) this.unreadable(folder.path);
    // In the order of paths, if that costs no step on the disk to come back for files behind a folder.
    const inOrder = folder.isSure(this.visit);
    let run: TrackedFile[] = [];
    for (const child of this.#wanted(folder, mine)) {
      if (child instanceof TrackedFile) {
        run.push(child);
        continue;
      }
      if (inOrder) run = this.#push(run);
      this.#steps.push({ folder: child, above: folder.scope, mine });
    }
    this.#push(run);
  }

  /** @param run - the last first */
  #push(run: TrackedFile[]): TrackedFile[] {
    if (run.length > 0) this.#steps.push(run.reverse());
    return [];
  }

  /** @returns whether it was not met before */
  #meet(file: TrackedFile): boolean {
    if (this.#done.has(file)) return false;
    this.#done.add(file);
    return true;
  }

  #refresh(step: Step): void {
    const { folder, above } = step;
    folder.refresh(this.visit, above);
    if (folder.isRepository) this.#repositories.push(step);
    if (!folder.isSure(this.visit)) this.#isSure = false;
  }

  /** The last first. */
  #wanted(folder: Folder, mine: boolean): Child[] {
    const chooser = this.chooser.within(folder.names);
    const wanted: Child[] = [];
    for (let index = folder.children.length - 1; index >= 0; index--) {
      const child = folder.children[index];
      if (child === undefined || (!mine && child instanceof TrackedFile)) continue;
      const verdict = chooser.verdict(child, child instanceof Folder);
      if (verdict === "wanted") wanted.push(child);
      else if (mine && verdict !== "excluded") this.leftOut[verdict] += 1;
    }
    return wanted;
  }
}
