/** Finds the files to search: ignore files, hidden names and globs decide, in ripgrep's order. */
import type {
  DirectoryEntry,
  FileRead,
  OpenDirectory,
  Patterns,
  RootedPath,
  SafePattern,
} from "@portcullis/plugin-api";
import { IgnoreScope } from "./ignore-scope.js";
import type { Tally } from "./tally.js";

/** What the caller wants of a walk. */
export interface Choice {
  readonly include: readonly SafePattern[];
  readonly exclude: readonly SafePattern[];
  readonly respectIgnoreFiles: boolean;
  readonly includeHidden: boolean;
}

/** A file to search. It can be read until the walk goes on. */
export interface WalkedFile {
  readonly path: string;
  read(maxBytes: number): FileRead;
}

/**
 * A file that is named outright is searched, whatever ignore files, its name or globs say, as ripgrep has it.
 *
 * @returns files, and nothing for each entry that is none: a walk that finds no file must not hold the process either
 */
export function* filesAt(
  start: RootedPath,
  choice: Choice,
  patterns: Patterns,
  tally: Tally,
): Generator<WalkedFile | undefined> {
  if (start.kind === "missing") tally.unreadable(start.relative);
  else if (start.kind === "file") yield* namedFile(start);
  else yield* new Walk(choice, patterns, tally).files(start);
}

function* namedFile(start: RootedPath): Generator<WalkedFile> {
  const name = start.relative.slice(start.relative.lastIndexOf("/") + 1);
  for (const directory of start.parents()) {
    if (prefix(directory) + name !== start.relative) continue;
    yield { path: start.relative, read: (maxBytes) => directory.read(name, maxBytes) };
  }
}

class Walk {
  constructor(
    private readonly choice: Choice,
    private readonly patterns: Patterns,
    private readonly tally: Tally,
  ) {}

  *files(start: RootedPath): Generator<WalkedFile | undefined> {
    /** The folders from the start to the one that the walk stands in, each with what counts below it. */
    const above = [{ prefix: "", scope: this.#scopeAbove(start) }];
    for (const directory of start.walk()) {
      if (directory.unreadable !== undefined) this.tally.unreadable(directory.relative);
      while (above.length > 1 && !directory.relative.startsWith(above.at(-1)?.prefix ?? "")) above.pop();
      const outer = above.at(-1)?.scope ?? IgnoreScope.none;
      const scope = this.choice.respectIgnoreFiles ? outer.enter(directory, this.patterns) : outer;
      above.push({ prefix: prefix(directory), scope });

      const descend: DirectoryEntry[] = [];
      for (const entry of directory.entries) {
        const path = prefix(directory) + entry.name;
        const wanted = this.#wants(entry, path, scope);
        if (wanted && entry.kind === "directory") descend.push(entry);
        const found = wanted && entry.kind === "file";
        yield found ? { path, read: (maxBytes) => directory.read(entry.name, maxBytes) } : undefined;
      }
      directory.descend = descend;
    }
  }

  #scopeAbove(start: RootedPath): IgnoreScope {
    let scope = IgnoreScope.none;
    if (!this.choice.respectIgnoreFiles) return scope;
    for (const directory of start.parents()) {
      if (directory.relative !== start.relative) scope = scope.enter(directory, this.patterns);
    }
    return scope;
  }

  /** Symbolic links are not followed. */
  #wants({ name, kind }: DirectoryEntry, path: string, scope: IgnoreScope): boolean {
    if (kind !== "file" && kind !== "directory") return false;
    const directory = kind === "directory";
    if (this.#excludes(path, directory)) return false;
    const ruling = scope.ruling({ name, path, directory });
    if (ruling === "ignore") {
      this.tally.skipped.ignored += 1;
      return false;
    }
    // A rule that keeps a name, keeps it from being hidden as well; to git's own folder no rule applies.
    const kept = ruling === "keep" && name !== ".git";
    if (name.startsWith(".") && !this.choice.includeHidden && !kept) {
      this.tally.skipped.hidden += 1;
      return false;
    }
    return true;
  }

  #excludes(path: string, directory: boolean): boolean {
    const { include, exclude } = this.choice;
    // A folder's path ends in a slash: that is what a glob for folders alone looks for.
    if (exclude.some((glob) => glob.test(directory ? `${path}/` : path))) return true;
    return !directory && include.length > 0 && !include.some((glob) => glob.test(path));
  }
}

/** What stands before the names in a folder. */
const prefix = ({ relative }: OpenDirectory): string => (relative === "." ? "" : `${relative}/`);
