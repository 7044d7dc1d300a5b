/**
 * Lines of an ignore file, or other globs, made ready to be asked about many names: most of them are looked up by the
 * name or by its extension, few are matched.
 */
import type { IgnoreLine } from "./ignore-lines.js";
import { bytesOf, NameGlob } from "./name-glob.js";
import { PathGlob } from "./path-glob.js";

/** The lines that a name leads to, in the file's order. */
type Found = Map<string, IgnoreLine[]>;

interface Matched {
  readonly line: IgnoreLine;
  /** Nothing: every name. */
  readonly glob: NameGlob | undefined;
}

export class GlobRules {
  /** In any folder. */
  readonly #names: Found = new Map();
  readonly #extensions = new Map<string, Matched[]>();
  readonly #globs: Matched[] = [];
  /** In one folder: by its path. */
  readonly #paths = new Map<string, Found>();
  readonly #pathGlobs: { readonly line: IgnoreLine; readonly glob: PathGlob }[] = [];
  /** Those that hold in every folder. */
  readonly #anywhere: FolderRules | undefined;

  constructor(lines: readonly IgnoreLine[]) {
    for (const line of lines) {
      if (line.anchored) this.#addPath(line);
      else this.#addName(line);
    }
    const some = this.#names.size + this.#extensions.size + this.#globs.length > 0;
    this.#anywhere = some ? new FolderRules(this.#names, this.#extensions, this.#globs, undefined) : undefined;
  }

  /**
   * The rules as they hold in a folder; nothing when none can.
   *
   * @param folder - the names that lead to it from the rules' own
   */
  within(folder: readonly string[]): FolderRules | undefined {
    const names = this.#paths.size === 0 ? undefined : this.#paths.get(folder.join("/"));
    const globs = this.#pathGlobs.flatMap(({ line, glob }): Matched[] => {
      const last = glob.within(folder);
      return last === undefined ? [] : [{ line, glob: last === "**" ? undefined : last }];
    });
    if (names === undefined && globs.length === 0) return this.#anywhere;
    return new FolderRules(this.#names, this.#extensions, [...this.#globs, ...globs], names);
  }

  #addName(line: IgnoreLine): void {
    const glob = NameGlob.parse(line.glob);
    if (glob === undefined) return;
    if (glob.name !== undefined) add(this.#names, stringOf(glob.name), line);
    else if (glob.extension !== undefined) add(this.#extensions, stringOf(glob.extension), { line, glob });
    else this.#globs.push({ line, glob });
  }

  #addPath(line: IgnoreLine): void {
    const glob = PathGlob.parse(line.glob);
    if (glob === undefined) return;
    const path = glob.path;
    if (path === undefined) {
      this.#pathGlobs.push({ line, glob });
      return;
    }
    const slash = path.lastIndexOf("/");
    const folder = stringOf(path.slice(0, Math.max(0, slash)));
    const names: Found = this.#paths.get(folder) ?? new Map();
    this.#paths.set(folder, names);
    add(names, stringOf(path.slice(slash + 1)), line);
  }
}

/** The rules of one file, as they hold in one folder. */
export class FolderRules {
  constructor(
    private readonly names: Found,
    private readonly extensions: ReadonlyMap<string, readonly Matched[]>,
    private readonly globs: readonly Matched[],
    private readonly here: Found | undefined,
  ) {}

  /** The last line that names this. */
  last(name: string, directory: boolean): IgnoreLine | undefined {
    let last = lastFor(this.names.get(name), directory);
    last = later(last, lastFor(this.here?.get(name), directory));
    const dot = this.extensions.size === 0 ? -1 : name.lastIndexOf(".");
    const sameEnd = dot === -1 ? undefined : this.extensions.get(name.slice(dot + 1));
    if (sameEnd === undefined && this.globs.length === 0) return last;
    const bytes = bytesOf(name);
    for (const globs of [sameEnd, this.globs]) {
      for (const { line, glob } of globs ?? []) {
        if (line.number <= (last?.number ?? -1) || (line.directoryOnly && !directory)) continue;
        if (glob === undefined || glob.matches(bytes)) last = line;
      }
    }
    return last;
  }
}

function add<T>(lines: Map<string, T[]>, key: string, line: T): void {
  const known = lines.get(key);
  if (known === undefined) lines.set(key, [line]);
  else known.push(line);
}

const stringOf = (bytes: string): string => Buffer.from(bytes, "latin1").toString();

const lastFor = (lines: readonly IgnoreLine[] | undefined, directory: boolean): IgnoreLine | undefined =>
  lines?.findLast((line) => directory || !line.directoryOnly);

const later = (a: IgnoreLine | undefined, b: IgnoreLine | undefined): IgnoreLine | undefined =>
  (a?.number ?? -1) > (b?.number ?? -1) ? a : b;
