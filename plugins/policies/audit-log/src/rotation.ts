/**
 * Puts a full file aside and a new one in its place, so that a process that dies between two steps leaves nothing that
 * the next start cannot finish, and no file is ever overwritten.
 */
import { closeSync, constants, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, format, join, parse } from "node:path";

/** Reads and writes; adds at the end; never through a link, and never waiting for the other end of a pipe. */
const APPENDING = constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Opens an audit file, or makes it. Finishes a rotation that was cut short. */
export function openFile(path: string): number {
  if (!existsSync(path) && existsSync(nextOf(path))) renameSync(nextOf(path), path);
  return openSync(path, APPENDING | constants.O_CREAT, 0o600);
}

/**
 * A name for a full file that no other has: `audit.20261121T103000.007Z.jsonl`.
 *
 * @param time - ISO 8601
 */
export function nameAside(path: string, time: string): string {
  const { dir, name, ext } = parse(path);
  const stamp = time.replaceAll(/[-:]/g, "");
  for (let number = 1; ; number += 1) {
    const aside = format({ dir, name: `${name}.${stamp}${number === 1 ? "" : `-${number}`}`, ext });
    if (!existsSync(aside)) return basename(aside);
  }
}

/**
 * Begins the new file and gives the full one its name.
 *
 * @param line - the new file's first, which says where its chain comes from
 * @returns the new file's descriptor
 */
export function putAside(path: string, aside: string, line: Uint8Array): number {
  const next = nextOf(path);
  rmSync(next, { force: true });
  const descriptor = openSync(next, APPENDING | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    for (let written = 0; written < line.length; ) written += writeSync(descriptor, line, written);
    fsyncSync(descriptor);
    const full = join(dirname(path), aside);
    // A rename overwrites: an empty file of ours first, which is refused where there is another.
    closeSync(openSync(full, "wx", 0o600));
    renameSync(path, full);
    renameSync(next, path);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    // Once the full file has its name, the new one is what the next start goes on with.
    if (existsSync(path)) rmSync(next);
    throw error;
  }
}

/** Forces a file's name to the disk. Windows opens no folders, and does so by itself. */
export function flushFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

const nextOf = (path: string): string => `${path}.next`;
