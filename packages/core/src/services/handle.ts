/**
 * A handle holds what stands beneath a root, so that no name has to be trusted twice. What the file service is built
 * on: `descriptor-handle.ts` is Linux's kind, `best-effort-handle.ts` that of the other platforms.
 */
import type { BigIntStats, Dirent, Stats } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";
import type { Refused } from "@portcullis/plugin-api";

/** A regular file or a directory, held until it is closed. Every method throws {@link PathError}. */
export interface Handle {
  /** Beneath the root, with `/`; `.` is the root itself. */
  readonly relative: string;
  /** As they were when it was taken hold of. */
  readonly stats: Stats;
  /** Takes hold of what stands at a name of this directory: one step, links are not followed. */
  child(name: string): Handle;
  /** Takes hold of the same thing once more. */
  again(): Handle;
  /** What a symbolic link of this directory says. */
  link(name: string): string;
  /** The names of this directory, in no order. */
  list(): Dirent[];
  /**
   * A path for system calls that change a name of this directory and do not follow it as a link. Good as long as the
   * handle is held.
   */
  at(name: string): string;
  /** Opens it for reading. The caller closes the descriptor. */
  open(): number;
  /** Opens a regular file of this directory for reading, at the least cost. The caller closes the descriptor. */
  openFile(name: string): { readonly fd: number; readonly stats: Stats };
  /** Where it stands now, and what it is. */
  place(): Place;
  /** Makes it the working directory of this process. */
  stand(): void;
  close(): void;
}

export interface Place {
  /** Its real path. */
  readonly directory: string;
  /** Device and inode: the same in every process. */
  readonly id: string;
}

export const idOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

/** Why something beneath a root could not be reached or read. Holds no absolute path. */
export class PathError extends Error {
  override readonly name = "PathError";
  constructor(
    readonly code: Refused | "unwritable",
    /** Beneath the root: the step that failed. */
    readonly relative: string,
    /** In the system's words, as in `EACCES`; undefined when it said nothing. */
    readonly errno?: string | undefined,
  ) {
    super(`${code}${errno === undefined ? "" : ` (${errno})`}: ${relative}`);
  }
}

const refusals: Readonly<Record<string, Refused>> = {
  ELOOP: "symlink",
  ENAMETOOLONG: "missing",
  ENOENT: "missing",
  ENOTDIR: "missing",
  // A socket, or a device node without a device.
  ENXIO: "not-regular",
};

/** Runs a system call: what it throws names the absolute path, and must not go further. */
export function attempt<T>(relative: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw pathErrorOf(error, relative, "unreadable");
  }
}

/** What a system call threw, told without absolute paths. */
export function pathErrorOf(error: unknown, relative: string, otherwise: PathError["code"]): PathError {
  if (error instanceof PathError) return error;
  const errno = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return new PathError(refusals[errno] ?? otherwise, relative, errno);
}

/** Runs what may be refused: the refusal comes back as a value. */
export function caught<T>(call: () => T): T | PathError {
  try {
    return call();
  } catch (error) {
    if (error instanceof PathError) return error;
    throw error;
  }
}

const separators = process.platform === "win32" ? ["/", "\\", ":", "\0"] : ["/", "\0"];

/** The path of a child. Refuses what is no name, before any system call. */
export function below(parent: string, name: string): string {
  if (name === "" || name === "." || name === ".." || separators.some((one) => name.includes(one))) {
    throw new PathError("outside", parent);
  }
  return parent === "." ? name : `${parent}/${name}`;
}

/** Refuses what is neither a regular file nor a directory of the root's own device. */
export function prove(stats: Stats, device: number, path: string): void {
  if (stats.isSymbolicLink()) throw new PathError("symlink", path);
  if (stats.dev !== device) throw new PathError("outside", path);
  if (!stats.isFile() && !stats.isDirectory()) throw new PathError("not-regular", path);
}

/** Refuses a file that has other names: one of them may lie outside. A directory's count is that of its children. */
export function proveOnlyName(stats: Stats, path: string): void {
  if (stats.isFile() && stats.nlink > 1) throw new PathError("hard-link", path);
}

/** The way from a directory to a path at or beneath it, undefined when the path is elsewhere. Compares text alone. */
export function wayFrom(directory: string, path: string): string | undefined {
  const way = relative(directory, path);
  if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) return undefined;
  return way === "" ? "." : way.split(sep).join("/");
}

/** The names of a path beneath a root, from the root on. */
export const namesOf = (relative: string): string[] => (relative === "." ? [] : relative.split("/"));

export const isBeneath = (path: string, directory: string): boolean =>
  directory === "." || path === directory || path.startsWith(`${directory}/`);
