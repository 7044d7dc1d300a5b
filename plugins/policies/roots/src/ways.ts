/** The allowed roots, and which of them a path leads to by its text alone. */
import { isAbsolute, normalize, relative, resolve, sep } from "node:path";
import { type Files, type Root, StartRefusal } from "@portcullis/plugin-api";

/** A root under one of its names: as the operator wrote it, or its real path. */
export interface NamedRoot {
  readonly name: string;
  readonly root: Root;
}

/** A root, and the way from it: with `/`, no `.` or `..` in it; `.` is the root itself. */
export interface Way {
  readonly root: Root;
  readonly relative: string;
}

/**
 * Holds the allowed directories, in the operator's order, each under all of its names.
 *
 * @throws StartRefusal that points at the directory at fault
 */
export const holdRoots = (allow: readonly string[], files: Files): NamedRoot[] =>
  allow.flatMap((directory, index) => {
    const root = hold(directory, index, files);
    return [...new Set([resolve(directory), root.directory])].map((name) => ({ name, root }));
  });

const hold = (directory: string, index: number, files: Files): Root => {
  try {
    return files.root(directory, index);
  } catch (error) {
    throw error instanceof StartRefusal ? new StartRefusal(error.code, error.message, ["allow", index]) : error;
  }
};

/**
 * The ways that a path may mean: from the first root when it is relative, else from every root that it lies beneath,
 * in their order. None when it climbs out. No percent is decoded and no `~` expanded: they are letters of a name.
 */
export function waysTo(path: string, roots: readonly NamedRoot[]): Way[] {
  const ways = isAbsolute(path)
    ? roots.map(({ name, root }) => ({ root, relative: relative(name, path) }))
    : roots.slice(0, 1).map(({ root }) => ({ root, relative: normalize(path) }));
  return ways.filter((way) => !climbs(way.relative)).map((way) => ({ ...way, relative: plain(way.relative) }));
}

/** Whether a way leaves what it starts from. On Windows, the way to another drive is absolute. */
export const climbs = (way: string): boolean => way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);

/**
 * The directories of a root that the client's roots share with it, relative to the root: those beneath it, or all of it
 * when it lies beneath one of them. Real paths are compared as text.
 */
export const sharedWith = (client: readonly string[], root: string): string[] =>
  client.flatMap((directory) => {
    if (!climbs(relative(directory, root))) return ["."];
    const way = relative(root, directory);
    return climbs(way) ? [] : [plain(way)];
  });

const plain = (way: string): string => {
  const names = way.split(sep).filter((name) => name !== "" && name !== ".");
  return names.length === 0 ? "." : names.join("/");
};
