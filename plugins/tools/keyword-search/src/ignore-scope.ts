/** The ignore files that count in a folder: its own and those of the folders above it. */
import type { OpenDirectory, Patterns } from "@portcullis/plugin-api";
import { type Entry, IgnoreRules, type Ruling } from "./ignore-rules.js";

/** As ripgrep ranks them: what one kind says in any folder goes before what the next kind says in any. */
const FILES = { ignore: ".ignore", gitignore: ".gitignore", exclude: ".git/info/exclude" } as const;
type Kind = keyof typeof FILES;
const KINDS: readonly Kind[] = ["ignore", "gitignore", "exclude"];

/** A larger file is no ignore file that anybody wrote. */
const MAX_BYTES = 256 * 1024;

/** Folders without ignore files share the scope of the folder above. */
export class IgnoreScope {
  private constructor(
    private readonly above: IgnoreScope | undefined,
    /** A repository starts here: git's files above it do not count below. */
    private readonly repository: boolean,
    private readonly rules: { readonly [K in Kind]?: IgnoreRules },
  ) {}

  static readonly none = new IgnoreScope(undefined, false, {});

  /** The scope of a folder in this one. */
  enter(directory: OpenDirectory, patterns: Patterns): IgnoreScope {
    const names = new Set(directory.entries.map(({ name }) => name));
    const repository = names.has(".git");
    const folder = directory.relative === "." ? "" : `${directory.relative}/`;
    const rules: { [K in Kind]?: IgnoreRules } = {};
    for (const kind of KINDS) {
      if (!names.has(kind === "exclude" ? ".git" : FILES[kind])) continue;
      const file = directory.read(FILES[kind], MAX_BYTES);
      if (file.kind === "bytes") rules[kind] = new IgnoreRules(file.bytes.toString(), folder, patterns);
    }
    return repository || Object.keys(rules).length > 0 ? new IgnoreScope(this, repository, rules) : this;
  }

  ruling(entry: Entry): Ruling | undefined {
    for (const kind of KINDS) {
      const ruling = this.#nearest(kind, entry);
      if (ruling !== undefined) return ruling;
    }
    return undefined;
  }

  /** What the nearest folder says that says anything. */
  #nearest(kind: Kind, entry: Entry): Ruling | undefined {
    for (let scope: IgnoreScope | undefined = this; scope !== undefined; scope = scope.above) {
      const ruling = scope.rules[kind]?.ruling(entry);
      if (ruling !== undefined) return ruling;
      if (scope.repository && kind !== "ignore") return undefined;
    }
    return undefined;
  }
}
