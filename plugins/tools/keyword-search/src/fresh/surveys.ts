/** What walks found, kept as long as nothing in their tree changes: the next call need not walk. */
import type { Folder } from "./folder.js";
import type { TrackedFile } from "./tracked-file.js";
import type { LeftOut, Step, TreeWalk } from "./tree-walk.js";
import type { Visit } from "./visit.js";

/** Of one tree. */
const MOST = 8;

/** In each batch, so many files. */
const BATCH = 8192;

export interface Survey {
  readonly leftOut: LeftOut;
  /** Of what is known to be texts. */
  readonly batches: readonly Batch[];
  /** All other files. */
  readonly others: readonly TrackedFile[];
}

/** Texts, laid out so that most of them need not be looked at one by one: it is memory that takes time there. */
export interface Batch {
  readonly texts: readonly TrackedFile[];
  readonly numbers: Int32Array;
  /** Of all together. */
  readonly bytes: number;
}

interface Kept {
  readonly files: readonly TrackedFile[];
  readonly leftOut: LeftOut;
  readonly epoch: number;
  /** The files sorted out, and what was known when that was done. */
  survey?: { readonly news: number; readonly is: Survey };
  readonly repositories: readonly Step[];
}

export class Surveys {
  /** By what was asked for. All of them are of now. */
  readonly #kept = new Map<string, Kept>();
  #changes = 0;
  /** Grows with all that happens to the tree, and to what is known of its files. */
  news = 0;

  /** Something in the tree has changed. */
  changed(): void {
    this.news += 1;
    this.#changes += 1;
    this.#kept.clear();
  }

  learned(): void {
    this.news += 1;
  }

  /** What a walk would find now. */
  recall(key: string, top: Folder, visit: Visit): Survey | undefined {
    if (!visit.trusted || !this.#kept.has(key)) return undefined;
    // Nobody watches these.
    top.identify(visit);
    for (const { folder, above } of this.#kept.get(key)?.repositories ?? []) folder.refresh(visit, above);
    const kept = this.#kept.get(key);
    if (kept === undefined || kept.epoch !== visit.epoch) return undefined;
    if (kept.survey?.news !== this.news) kept.survey = { news: this.news, is: sorted(kept) };
    return kept.survey.is;
  }

  /** Keeps what a walk finds, if it is sure. */
  *record(key: string, walk: TreeWalk, start: string, visit: Visit): ReturnType<TreeWalk["files"]> {
    const changes = this.#changes;
    const files: TrackedFile[] = [];
    for (const run of walk.files([start])) {
      for (const file of run) files.push(file);
      yield run;
    }
    const { repositories, leftOut } = walk;
    if (repositories === undefined || changes !== this.#changes) return;
    if (this.#kept.size === MOST) this.#kept.clear();
    this.#kept.set(key, { files, leftOut, epoch: visit.epoch, repositories });
  }
}

function sorted({ files, leftOut }: Kept): Survey {
  const texts = files.filter((file) => file.isSureText);
  const batches: Batch[] = [];
  for (let at = 0; at < texts.length; at += BATCH) batches.push(batchOf(texts.slice(at, at + BATCH)));
  return { leftOut, batches, others: files.filter((file) => !file.isSureText) };
}

const batchOf = (texts: readonly TrackedFile[]): Batch => ({
  texts,
  numbers: Int32Array.from(texts, ({ number }) => number),
  bytes: texts.reduce((sum, { textSize }) => sum + textSize, 0),
});
