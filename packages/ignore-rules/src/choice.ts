/** Which entries of a folder a call wants: globs first, then ignore files, then hidden names, in ripgrep's order. */
import { type FolderRules, GlobRules } from "./glob-rules.js";
import type { IgnoreLine } from "./ignore-lines.js";

/** What the caller asks for. Plain data. */
export interface Choice {
  /** Globs as lines. With none, all files. */
  readonly include: readonly IgnoreLine[];
  readonly exclude: readonly IgnoreLine[];
  readonly respectIgnoreFiles: boolean;
  readonly includeHidden: boolean;
}

/** What is known of an entry. */
export interface Judged {
  readonly name: string;
  /** Ignore files leave it out. */
  readonly ignored: boolean;
  /** Ignore files keep it, from being hidden as well. */
  readonly kept: boolean;
}

export type Verdict = "wanted" | "ignored" | "hidden" | "excluded";

export class Chooser {
  readonly #include: GlobRules | undefined;
  readonly #exclude: GlobRules;

  constructor(private readonly choice: Choice) {
    const { include, exclude } = choice;
    this.#include = include.length === 0 ? undefined : new GlobRules(include);
    this.#exclude = new GlobRules(exclude);
  }

  /** @param names - the names that lead to it from the root */
  within(names: readonly string[]): FolderChooser {
    const include = this.#include === undefined ? "all" : this.#include.within(names);
    return new FolderChooser(this.choice, include, this.#exclude.within(names));
  }
}

export class FolderChooser {
  constructor(
    private readonly choice: Choice,
    private readonly include: FolderRules | "all" | undefined,
    private readonly exclude: FolderRules | undefined,
  ) {}

  verdict({ name, ignored, kept }: Judged, directory: boolean): Verdict {
    if (this.exclude?.last(name, directory) !== undefined) return "excluded";
    if (!directory && this.include !== "all" && this.include?.last(name, false) === undefined) return "excluded";
    const { respectIgnoreFiles, includeHidden } = this.choice;
    if (ignored && respectIgnoreFiles) return "ignored";
    if (name.startsWith(".") && !includeHidden && !(kept && respectIgnoreFiles)) return "hidden";
    return "wanted";
  }
}
