/** A folder of files for one test, gone after it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface Tree {
  readonly root: string;
  remove(): void;
}

/** @param files - contents by path */
export function treeOf(files: Readonly<Record<string, string | Buffer>>): Tree {
  const root = mkdtempSync(path.join(tmpdir(), "portcullis-search-"));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return { root, remove: () => rmSync(root, { recursive: true }) };
}
