/** Fills the index while no call is at work: a slice, then a look whether one has come. */
import { setImmediate } from "node:timers/promises";
import { Folder } from "../fresh/folder.js";
import type { TrackedFile } from "../fresh/tracked-file.js";
import type { Visit } from "../fresh/visit.js";
import type { TrigramIndex } from "../index/trigram-index.js";
import { readText } from "./read-text.js";
import type { Trees } from "./trees.js";

const SLICE_MS = 4;
/** What the index of one process may take of memory. What comes after is searched without. */
const MOST_BYTES = 96 * 1024 * 1024;

export class IndexBuilder {
  #isBuilding = false;

  constructor(
    private readonly index: TrigramIndex,
    private readonly trees: Trees,
  ) {}

  /**
   * Indexes what is known and not indexed.
   *
   * @param isIdle - asked between slices
   */
  async build(isIdle: () => boolean): Promise<void> {
    if (this.#isBuilding) return;
    this.#isBuilding = true;
    try {
      for (const { top, visit } of this.trees.all()) {
        let began = performance.now();
        for (const file of filesOf(top)) {
          if (performance.now() - began > SLICE_MS) {
            await setImmediate();
            visit.leave();
            began = performance.now();
          }
          if (!isIdle() || this.index.bytes > MOST_BYTES) return;
          if (file !== undefined && !file.gone && !this.index.has(file.number)) this.#add(file, visit);
        }
      }
    } finally {
      this.#isBuilding = false;
    }
  }

  #add(file: TrackedFile, visit: Visit): void {
    if (file.lastContent !== "text" && file.lastContent !== "transcoded") return;
    const text = readText(file, visit);
    if (Buffer.isBuffer(text)) this.index.add(file.number, text);
  }
}

function* filesOf(folder: Folder): Generator<TrackedFile | undefined> {
  for (const child of folder.children) {
    if (child instanceof Folder) yield* filesOf(child);
    else yield child;
  }
  yield undefined;
}
