/** Goes through the directories of a process that a call asks for, makes sure of each, and finds its files. */
import { type Chooser, IgnoreScope, type Verdict } from "@portcullis/ignore-rules";
import { type Child, Folder } from "./folder.js";
import { type OwnShare, parentOf } from "./own-share.js";
import { TrackedFile } from "./tracked-file.js";
import type { Visit } from "./visit.js";

/** Who is told what is left out. */
export interface LeftOut {
  unreadable(path: string): void;
  leftOut(why: Exclude<Verdict, "wanted" | "excluded">): void;
}

/** A folder to look into. */
interface Step {
  readonly folder: Folder;
  /** The rules of the folder above. */
  readonly above: IgnoreScope;
  /** Whether the folder above is this process's. */
  readonly mine: boolean;
}

export class TreeWalk {
  /** What is still to be done, the next at the end. */
  #steps: (Step | TrackedFile)[] = [];
  /** What was met already. */
  readonly #done = new Set<Child>();

  /**
   * @param top - of the tree
   * @param once - whether starts may lie in one another
   */
  constructor(
    private readonly top: Folder,
    private readonly visit: Visit,
    private readonly chooser: Chooser,
    private readonly share: OwnShare,
    private readonly report: LeftOut,
    private readonly once: boolean,
  ) {}

  /**
   * A file that is named outright is found, whatever ignore files, its name or globs say, as ripgrep has it.
   *
   * @param start - beneath the root, at or below the top
   * @returns files, and nothing for each directory: one without files must not hold the process either
   */
  *files(start: string): Generator<TrackedFile | undefined> {
    const first = this.#goTo(start);
    if (first !== undefined) this.#steps.push(first);
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      const child = step instanceof TrackedFile ? step : step.folder;
      if (child.gone || (this.once && this.#done.has(child))) continue;
      if (step instanceof TrackedFile) {
        if (this.once) this.#done.add(step);
        yield step;
      } else {
        this.#open(step);
        yield undefined;
      }
    }
  }

  /** Gives away every other one of the directories that nobody has looked into. */
  giveAway(): string[] {
    const given = new Set<Step | TrackedFile>();
    const paths: string[] = [];
    let keep = false;
    for (const step of this.#steps) {
      if (step instanceof TrackedFile || step.folder.isListed) continue;
      if (!this.share.holdsWholly(step.mine, step.folder.path)) continue;
      if (!keep) {
        given.add(step);
        paths.push(step.folder.path);
      }
      keep = !keep;
    }
    this.#steps = this.#steps.filter((step) => !given.has(step));
    return paths;
  }

  /** From the top down to a start. */
  #goTo(start: string): Step | TrackedFile | undefined {
    const aboveTop = parentOf(this.top.path);
    if (aboveTop !== undefined) this.top.identify(this.visit);
    let folder = this.top;
    let above = IgnoreScope.none;
    let mine = aboveTop !== undefined && this.share.holds(aboveTop);
    const names = start === "." ? [] : start.split("/").slice(this.top.names.length);
    for (const [index, name] of names.entries()) {
      folder.refresh(this.visit, above);
      mine = this.share.holdsBelow(mine, folder.path);
      const next = folder.child(name);
      if (next instanceof TrackedFile && index === names.length - 1) return mine ? next : undefined;
      if (!(next instanceof Folder)) {
        if (this.share.holds(start)) this.report.unreadable(start);
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
      folder.abandon();
      return;
    }
    if (this.once) this.#done.add(folder);
    const isNew = !folder.isListed;
    folder.refresh(this.visit, above);
    if (mine && folder.unreadable !== undefined) this.report.unreadable(folder.path);
    const wanted = this.#wanted(folder, mine);
    // To come back for files behind a folder would cost a step on the disk.
    const files = isNew ? wanted.filter((child) => child instanceof TrackedFile) : [];
    for (const child of wanted) {
      if (child instanceof Folder) this.#steps.push({ folder: child, above: folder.scope, mine });
      else if (!isNew) this.#steps.push(child);
    }
    for (const file of files) this.#steps.push(file);
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
      else if (mine && verdict !== "excluded") this.report.leftOut(verdict);
    }
    return wanted;
  }
}
