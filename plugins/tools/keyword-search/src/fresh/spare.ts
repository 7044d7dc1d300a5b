/** What a process that looks after too much can leave to another: whole directories, as few as will do. */
import { type Load, weightOf } from "../load.js";
import { Folder } from "./folder.js";
import type { OwnShare } from "./own-share.js";

/** What is left of the weight that was asked for is not worth a directory more. */
const ENOUGH = 0.05;
const MOST = 32;

const meanOf = ({ files, bytes }: Load): number => bytes / Math.max(files, 1);

/**
 * @param top - of the tree
 * @param weight - how much to leave, in bytes
 * @returns directories that are this process's with all that lies below them: where files are large, so that few move
 */
export function spare(top: Folder, share: OwnShare, weight: number): string[] {
  const loads = new Map<Folder, Load>();
  weigh(top, loads);
  const paths: string[] = [];
  let left = weight;
  const take = (folder: Folder, isAboveMine: boolean): void => {
    const mine = share.holdsBelow(isAboveMine, folder.path);
    const folders = folder.children.flatMap((child) => {
      const load = child instanceof Folder ? loads.get(child) : undefined;
      return child instanceof Folder && load !== undefined ? [{ child, load }] : [];
    });
    for (const { child, load } of folders.sort((a, b) => meanOf(b.load) - meanOf(a.load))) {
      if (left < ENOUGH * weight || paths.length === MOST) return;
      if (load.files === 0) continue;
      if (weightOf(load) <= left && share.holdsWholly(mine, child.path)) {
        paths.push(child.path);
        left -= weightOf(load);
      } else {
        take(child, mine);
      }
    }
  };
  take(top, false);
  return paths;
}

function weigh(folder: Folder, loads: Map<Folder, Load>): Load {
  let [files, bytes] = [0, 0];
  for (const child of folder.children) {
    const load = child instanceof Folder ? weigh(child, loads) : { files: 1, bytes: child.textSize };
    files += load.files;
    bytes += load.bytes;
  }
  loads.set(folder, { files, bytes });
  return { files, bytes };
}
