/** One name in a directory, as it was when the directory was listed. Symbolic links are not followed. */
export interface DirectoryEntry {
  readonly name: string;
  readonly kind: "file" | "directory" | "symlink" | "other";
}

/**
 * A path that a policy admitted: a tool's only way to the disk. Every access starts at the root's own descriptor and
 * is proved on the descriptor that it opened, never on a name that was checked before.
 *
 * Each method rejects when what stands there now is not what was admitted (gone, swapped, outside, not regular).
 */
export interface RootedPath {
  /** Beneath the root, with `/` on every platform; `.` is the root itself. */
  readonly relative: string;
  /** What stood there when the path was admitted. */
  readonly kind: "file" | "directory" | "missing";
  /** Tells roots apart when a server has several: 0 is the first that the operator allowed. */
  readonly rootIndex: number;

  /** A file's bytes. Rejects above `maxBytes`, 64 MiB unless told. */
  read(limit?: { readonly maxBytes?: number }): Promise<Buffer>;
  /** A file's text, from UTF-8. */
  readText(limit?: { readonly maxBytes?: number }): Promise<string>;
  stat(): Promise<{ readonly kind: DirectoryEntry["kind"]; readonly size: number; readonly modified: Date }>;
  /** A directory's entries, sorted by name. */
  entries(): Promise<DirectoryEntry[]>;
  /**
   * The directories at and below this one, each open while it is visited. A consumer chooses where to go by setting
   * `descend`; nothing else is opened.
   */
  walk(): Iterable<OpenDirectory>;
  /**
   * The directories from the root down to this one, or to the one that holds this file, outermost first, each open
   * while it is visited: where settings of parents are found.
   */
  parents(): Iterable<OpenDirectory>;
}

/**
 * A path that a policy admitted for writing too. A change is made in the directory that was opened on the way from the
 * root, to a name that is never followed as a link.
 *
 * Each method rejects as those of {@link RootedPath} do. What the system refused, as `EEXIST`, is the error's `errno`.
 */
export interface WritablePath extends RootedPath {
  /**
   * Makes the file whole or not at all: under another name first, which takes its place when all is on the disk. A file
   * that is replaced keeps its mode, not its owner.
   *
   * @param how - `overwrite: true` replaces a file that stands there; it is refused with `EEXIST` otherwise
   */
  write(data: string | Uint8Array, how?: { readonly overwrite?: boolean }): Promise<void>;
  /** Makes a directory. Its parent must be there. */
  mkdir(): Promise<void>;
  /** Moves what stands here. A file takes the place of a file that stands there, a directory that of an empty one. */
  rename(to: WritablePath): Promise<void>;
  /** Removes a file or an empty directory. */
  remove(): Promise<void>;
}

/** A directory that is held open while a walk stands in it. */
export interface OpenDirectory {
  /** Beneath the root, with `/`; `.` is the root itself. */
  readonly relative: string;
  /** In the order in which full paths sort: a directory counts as its name followed by `/`. */
  readonly entries: readonly DirectoryEntry[];
  /** Why it could not be entered or listed, as in `EACCES`: it has no entries then. */
  readonly unreadable?: string | undefined;
  /** The directories to walk next. All of them, unless the consumer says otherwise. */
  descend: readonly DirectoryEntry[];
  /**
   * Reads a regular file of this directory into memory that the next `read` overwrites.
   *
   * @param name - or names with `/` between them, for a file further below
   * @param maxBytes - a larger file is not read
   */
  read(name: string, maxBytes: number): FileRead;
}

/** What came of reading one file of a walk. */
export type FileRead =
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly kind: "too-large"; readonly size: number }
  | { readonly kind: "unreadable"; readonly code: string }
  | { readonly kind: "outside" };

export interface PatternFlags {
  readonly ignoreCase?: boolean;
}

/** A pattern that a policy admitted: valid, within its caps, and matched in time linear in the text. */
export interface SafePattern {
  /** As the caller wrote it. */
  readonly source: string;
  readonly syntax: "literal" | "regex" | "glob";
  readonly ignoreCase: boolean;
  /** Whether it occurs in the text. A glob is held against a whole relative path; a directory's ends in `/`. */
  test(text: string | Uint8Array): boolean;
}
