/** The lines of an ignore file that only a match decides. */
import { type Pattern, PatternError, type Patterns } from "@portcullis/plugin-api";
import { globPattern } from "./ignore-glob.js";
import type { IgnoreLine } from "./ignore-lines.js";

interface Glob {
  readonly line: IgnoreLine;
  readonly source: string;
  pattern?: Pattern | undefined;
}

/** One pattern of many globs answers for the many names that none of them matches. */
interface Group {
  readonly any: Pattern | undefined;
  readonly globs: readonly Glob[];
}

/** As many make a pattern that RE2 has room for, unless they are very long. */
const GROUP = 100;

export class IgnoreGlobs {
  readonly #groups: Group[] = [];

  constructor(
    lines: readonly IgnoreLine[],
    private readonly patterns: Patterns,
  ) {
    const globs = lines.flatMap((line): Glob[] => {
      const source = globPattern(line.glob);
      return source === undefined ? [] : [{ line, source }];
    });
    for (let first = 0; first < globs.length; first += GROUP) {
      const group = globs.slice(first, first + GROUP);
      this.#groups.push({ any: this.#compile(group.map(({ source }) => source).join("|")), globs: group });
    }
  }

  /** The last line that names this. */
  last(text: string, directory: boolean): IgnoreLine | undefined {
    for (const { any, globs } of this.#groups.toReversed()) {
      if (any?.test(text) === false) continue;
      const last = globs.findLast((glob) => (directory || !glob.line.directoryOnly) && this.#matches(glob, text));
      if (last !== undefined) return last.line;
    }
    return undefined;
  }

  #matches(glob: Glob, text: string): boolean {
    if (!("pattern" in glob)) glob.pattern = this.#compile(glob.source);
    return glob.pattern?.test(text) ?? false;
  }

  /** @returns nothing for what RE2 has no room for: whoever wrote it, the search must go on */
  #compile(source: string): Pattern | undefined {
    try {
      return this.patterns.compile(`^(?:${source})$`, { dotAll: true });
    } catch (error) {
      if (error instanceof PatternError) return undefined;
      throw error;
    }
  }
}
