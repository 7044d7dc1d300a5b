/** Makes the next call quick while no call is at work: a slice, then a look whether one has come. */
import { setImmediate } from "node:timers/promises";
import { Folder } from "../fresh/folder.js";
import type { TrackedFile } from "../fresh/tracked-file.js";
import type { Visit } from "../fresh/visit.js";
import type { TrigramIndex } from "../index/trigram-index.js";
import { readText } from "./read-text.js";
import type { Texts } from "./texts.js";
import type { Tree, Trees } from "./trees.js";

const SLICE_MS = 4;
/** What the index of one process may take of memory. What comes after is searched without. */
const MOST_BYTES = 96 * 1024 * 1024;

export class IndexBuilder {
  #isBuilding = false;
  /** Of each tree the news until which all is done. */
  readonly #done = new WeakMap<Tree, number>();

  constructor(
    private readonly index: TrigramIndex,
    private readonly texts: Texts,
    private readonly trees: Trees,
  ) {}

  /**
   * Has each folder watched, and indexes what is known and not indexed.
   *
   * @param isIdle - asked between slices
   */
  async build(isIdle: () => boolean): Promise<void> {
    if (this.#isBuilding) return;
    this.#isBuilding = true;
    try {
      for (const tree of this.trees.all()) {
        // What is learned here is news as well: the second round finds nothing to do.
        for (let round = 0; round < 2 && this.#done.get(tree) !== tree.surveys.news; round++) {
          const { news } = tree.surveys;
          if (!(await this.#go(tree, isIdle))) return;
          this.#done.set(tree, news);
        }
      }
    } finally {
      this.#isBuilding = false;
    }
  }

  /** @returns whether it went through all of it */
  async #go(tree: Tree, isIdle: () => boolean): Promise<boolean> {
    const visit = this.trees.idleVisit(tree);
    let began = performance.now();
    for (const text of texts(tree.top, visit)) {
      if (performance.now() - began > SLICE_MS) {
        await setImmediate();
        visit.leave();
        began = performance.now();
      }
      if (!isIdle()) return false;
      if (text !== undefined && !text.gone && !this.index.has(text.number)) this.#add(text, visit);
    }
    return true;
  }

  #add(file: TrackedFile, visit: Visit): void {
    if (this.index.bytes > MOST_BYTES) return;
    const text = readText(file, visit);
    if (!Buffer.isBuffer(text)) return;
    this.index.add(file.number, text);
    this.texts.keep(file.number, text);
  }
}

/** Makes sure of all files. Finds those that held a text when they were read, and nothing for each folder. */
function* texts(folder: Folder, visit: Visit): Generator<TrackedFile | undefined> {
  yield undefined;
  const isNew = folder.guard(visit);
  for (const child of folder.children) {
    if (child instanceof Folder) continue;
    const heldText = child.holdsText;
    if (isNew) child.content(visit);
    if (heldText) yield child;
  }
  for (const child of folder.children) if (child instanceof Folder) yield* texts(child, visit);
}
