/** The directories that a tool walks, each held while the tool stands in it. */
import { closeSync, type Dirent, type Stats } from "node:fs";
import type { DirectoryEntry, FileRead, OpenDirectory } from "@portcullis/plugin-api";
import { attempt, caught, type Handle, PathError, proveOnlyName } from "./handle.js";
import { ReadBuffer } from "./read-buffer.js";

const bufferSize = 64 * 1024;

/** Whether files that have other names are read. */
type Hardlinks = "deny" | "allow";

/** The directories at and below one, each before those within it. Holds one descriptor for each level. */
export function* walk(start: () => Handle, hardlinks: Hardlinks): Generator<OpenDirectory, undefined> {
  const buffer = new ReadBuffer(bufferSize);
  // A stack of our own: how deep a tree is, its maker decides.
  const levels: HeldDirectory[] = [];
  const enter = (handle: Handle): OpenDirectory => {
    const directory = new HeldDirectory(handle, buffer, hardlinks);
    levels.push(directory);
    return directory;
  };
  try {
    yield enter(start());
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const entry = level.next();
      if (entry === undefined) {
        level.handle.close();
        levels.pop();
        continue;
      }
      const child = caught(() => level.handle.child(entry.name));
      // What vanished since it was listed is not there. All else is told.
      if (child instanceof PathError) {
        if (child.code !== "missing") yield unreachable(child);
      } else {
        yield enter(child);
      }
    }
  } finally {
    for (const level of levels) level.handle.close();
  }
}

/** The directories from one down along these names, outermost first. Holds one descriptor. */
export function* wayDown(
  start: () => Handle,
  names: readonly string[],
  hardlinks: Hardlinks,
): Generator<OpenDirectory, undefined> {
  const buffer = new ReadBuffer(bufferSize);
  let handle = start();
  try {
    yield new HeldDirectory(handle, buffer, hardlinks);
    for (const name of names) {
      const child = handle.child(name);
      handle.close();
      handle = child;
      yield new HeldDirectory(handle, buffer, hardlinks);
    }
  } finally {
    handle.close();
  }
}

/** A directory's entries, in no order. */
export const entriesOf = (directory: Handle): DirectoryEntry[] =>
  directory.list().map((entry) => ({ name: entry.name, kind: kindOf(entry) }));

export const kindOf = (entry: Dirent | Stats): DirectoryEntry["kind"] => {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "symlink" : "other";
};

/** Order of UTF-16 code units, as `<` has it. */
export const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inPaths = ({ name, kind }: DirectoryEntry): string => (kind === "directory" ? `${name}/` : name);

class HeldDirectory implements OpenDirectory {
  readonly relative: string;
  readonly #buffer: ReadBuffer;
  readonly #hardlinks: Hardlinks;
  /** Read when first asked for: whoever wants one file of a parent need not list it. */
  #listing: Pick<OpenDirectory, "entries" | "unreadable"> | undefined;
  #descend: readonly DirectoryEntry[] | undefined;
  #entered = 0;

  constructor(
    readonly handle: Handle,
    buffer: ReadBuffer,
    hardlinks: Hardlinks,
  ) {
    this.relative = handle.relative;
    this.#buffer = buffer;
    this.#hardlinks = hardlinks;
  }

  get entries(): readonly DirectoryEntry[] {
    this.#listing ??= listing(this.handle);
    return this.#listing.entries;
  }

  get unreadable(): string | undefined {
    this.#listing ??= listing(this.handle);
    return this.#listing.unreadable;
  }

  get descend(): readonly DirectoryEntry[] {
    this.#descend ??= this.entries.filter(({ kind }) => kind === "directory");
    return this.#descend;
  }

  set descend(entries: readonly DirectoryEntry[]) {
    this.#descend = entries;
  }

  /** The next directory to walk. */
  next(): DirectoryEntry | undefined {
    return this.descend[this.#entered++];
  }

  read(name: string, maxBytes: number): FileRead {
    const read = caught(() => this.#read(name, maxBytes));
    return read instanceof PathError ? unread(read) : read;
  }

  #read(name: string, maxBytes: number): FileRead {
    const step = name.indexOf("/");
    if (step !== -1) return this.#readBelow(name.slice(0, step), name.slice(step + 1), maxBytes);
    const { fd, stats } = this.handle.openFile(name);
    const { size } = stats;
    try {
      if (this.#hardlinks === "deny") proveOnlyName(stats, this.relative);
      if (size > maxBytes) return { kind: "too-large", size };
      const bytes = attempt(this.relative, () => this.#buffer.read(fd, size, maxBytes));
      // Undefined: it grew while it was read.
      return bytes === undefined ? { kind: "too-large", size: maxBytes + 1 } : { kind: "bytes", bytes };
    } finally {
      closeSync(fd);
    }
  }

  #readBelow(directory: string, name: string, maxBytes: number): FileRead {
    const below = new HeldDirectory(this.handle.child(directory), this.#buffer, this.#hardlinks);
    try {
      return below.#read(name, maxBytes);
    } finally {
      below.handle.close();
    }
  }
}

const listing = (handle: Handle): Pick<OpenDirectory, "entries" | "unreadable"> => {
  const entries = caught(() => entriesOf(handle));
  if (entries instanceof PathError) return { entries: [], unreadable: reasonOf(entries) };
  return { entries: entries.sort((a, b) => inOrder(inPaths(a), inPaths(b))), unreadable: undefined };
};

/** A directory that was listed and cannot be entered. */
const unreachable = (error: PathError): OpenDirectory => ({
  relative: error.relative,
  entries: [],
  unreadable: reasonOf(error),
  descend: [],
  read: () => unread(error),
});

const unread = (error: PathError): FileRead => {
  // A link is not followed, and a file's other names are not known: nothing proves that it lies inside alone.
  if (["outside", "symlink", "hard-link"].includes(error.code)) return { kind: "outside" };
  return { kind: "unreadable", code: reasonOf(error) };
};

const reasonOf = (error: PathError): string => error.errno ?? error.code;
