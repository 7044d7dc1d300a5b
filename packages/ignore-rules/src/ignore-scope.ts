/** The ignore files that count in a folder: its own and those of the folders above it. */
import { type FolderRules, GlobRules } from "./glob-rules.js";
import { ignoreLines } from "./ignore-lines.js";

/** As ripgrep ranks them: what one kind says in any folder goes before what the next kind says in any. */
export const IGNORE_FILES = { ignore: ".ignore", gitignore: ".gitignore", exclude: ".git/info/exclude" } as const;
export type IgnoreKind = keyof typeof IGNORE_FILES;
const KINDS: readonly IgnoreKind[] = ["ignore", "gitignore", "exclude"];

/** What a folder holds that rules begin with. */
export interface IgnoreSource {
  /** A repository starts here: git's files above it do not count below. */
  readonly repository: boolean;
  /** Texts of ignore files. */
  readonly texts: { readonly [K in IgnoreKind]?: string };
}

interface Layer {
  readonly kind: IgnoreKind;
  /** How many names lead to its folder. */
  readonly depth: number;
  readonly rules: GlobRules;
}

/** What the last rule that names an entry says. */
export type Ruling = "ignore" | "keep";

export class IgnoreScope {
  private constructor(
    /** Those that may still hold below, the first to be asked first. */
    private readonly layers: readonly Layer[],
    /** Those of them that can name anything here. */
    private readonly here: readonly FolderRules[],
  ) {}

  static readonly none = new IgnoreScope([], []);

  /** @param folder - the names that lead to it from the top */
  enter(folder: readonly string[], source: IgnoreSource): IgnoreScope {
    const hasOwn = KINDS.some((kind) => source.texts[kind] !== undefined);
    if (this.layers.length === 0 && !hasOwn) return IgnoreScope.none;
    const depth = folder.length;
    const layers = hasOwn || source.repository ? this.#with(source, depth) : this.layers;
    const here = layers.flatMap(({ depth, rules }) => rules.within(folder.slice(depth)) ?? []);
    return new IgnoreScope(layers, here);
  }

  #with({ texts, repository }: IgnoreSource, depth: number): readonly Layer[] {
    return KINDS.flatMap((kind): Layer[] => {
      const text = texts[kind];
      const own = text === undefined ? [] : [{ kind, depth, rules: new GlobRules(ignoreLines(text)) }];
      const ends = repository && kind !== "ignore";
      return ends ? own : [...own, ...this.layers.filter((layer) => layer.kind === kind)];
    });
  }

  ruling(name: string, directory: boolean): Ruling | undefined {
    for (const rules of this.here) {
      const line = rules.last(name, directory);
      if (line !== undefined) return line.negated ? "keep" : "ignore";
    }
    return undefined;
  }
}
