/** What a process that looks after too much can leave to another: whole directories, as few as will do. */
import { Folder } from "./folder.js";
import type { OwnShare } from "./own-share.js";

/** What a file costs beside its bytes, as if it were so much longer. */
export const FILE_BYTES = 2048;
/** What is left of the weight that was asked for is not worth a directory more. */
const ENOUGH = 0.05;
const MOST = 32;

/**
 * @param top - of the tree
 * @param weight - how much to leave, in bytes
 * @returns directories that are this process's with all that lies below them
 */
export function spare(top: Folder, share: OwnShare, weight: number): string[] {
  const weights = new Map<Folder, number>();
  weigh(top, weights);
  const paths: string[] = [];
  let left = weight;
  const take = (folder: Folder, isAboveMine: boolean): void => {
    const mine = share.holdsBelow(isAboveMine, folder.path);
    const folders = folder.children.filter((child) => child instanceof Folder);
    const weightOf = (child: Folder) => weights.get(child) ?? 0;
    for (const child of folders.sort((a, b) => weightOf(b) - weightOf(a))) {
      if (left < ENOUGH * weight || paths.length === MOST) return;
      if (weightOf(child) <= left && share.holdsWholly(mine, child.path)) {
        paths.push(child.path);
        left -= weightOf(child);
      } else {
        take(child, mine);
      }
    }
  };
  take(top, false);
  return paths;
}

function weigh(folder: Folder, weights: Map<Folder, number>): number {
  let weight = 0;
  for (const child of folder.children) {
    weight += child instanceof Folder ? weigh(child, weights) : FILE_BYTES + child.textSize;
  }
  weights.set(folder, weight);
  return weight;
}
