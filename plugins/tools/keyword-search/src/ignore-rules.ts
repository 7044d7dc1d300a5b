/** One ignore file, made ready to be asked about many names: most rules are looked up, few are matched. */
import type { Patterns } from "@portcullis/plugin-api";
import { IgnoreGlobs } from "./ignore-globs.js";
import { type IgnoreLine, ignoreLines } from "./ignore-lines.js";

export interface Entry {
  readonly name: string;
  /** From the folder of the walk's root. */
  readonly path: string;
  readonly directory: boolean;
}

/** What the last rule that names an entry says. */
export type Ruling = "ignore" | "keep";

export class IgnoreRules {
  readonly #names = new Map<string, IgnoreLine[]>();
  readonly #extensions = new Map<string, IgnoreLine[]>();
  readonly #paths = new Map<string, IgnoreLine[]>();
  readonly #nameGlobs: IgnoreGlobs;
  readonly #pathGlobs: IgnoreGlobs;

  /** @param folder - where the rules hold, from the root, with a `/` at its end; empty for the root */
  constructor(
    text: string,
    private readonly folder: string,
    patterns: Patterns,
  ) {
    const nameGlobs: IgnoreLine[] = [];
    const pathGlobs: IgnoreLine[] = [];
    for (const line of ignoreLines(text)) {
      const extension = /^\*\.([^\\*?[.]+)$/.exec(line.glob)?.[1];
      if (!line.anchored && extension !== undefined) add(this.#extensions, extension, line);
      else if (/[\\*?[]/.test(line.glob)) (line.anchored ? pathGlobs : nameGlobs).push(line);
      else add(line.anchored ? this.#paths : this.#names, line.glob, line);
    }
    this.#nameGlobs = new IgnoreGlobs(nameGlobs, patterns);
    this.#pathGlobs = new IgnoreGlobs(pathGlobs, patterns);
  }

  /** @param entry - at or below the folder of the rules */
  ruling(entry: Entry): Ruling | undefined {
    const path = entry.path.slice(this.folder.length);
    const dot = entry.name.lastIndexOf(".");
    const found = [
      lastFor(entry, this.#names.get(entry.name)),
      lastFor(entry, dot === -1 ? undefined : this.#extensions.get(entry.name.slice(dot + 1))),
      lastFor(entry, this.#paths.get(path)),
      this.#nameGlobs.last(entry.name, entry.directory),
      this.#pathGlobs.last(path, entry.directory),
    ];
    let last: IgnoreLine | undefined;
    for (const line of found) if (line !== undefined && line.number > (last?.number ?? -1)) last = line;
    if (last === undefined) return undefined;
    return last.negated ? "keep" : "ignore";
  }
}

function add(lines: Map<string, IgnoreLine[]>, key: string, line: IgnoreLine): void {
  const known = lines.get(key);
  if (known === undefined) lines.set(key, [line]);
  else known.push(line);
}

const lastFor = (entry: Entry, lines: readonly IgnoreLine[] | undefined): IgnoreLine | undefined =>
  lines?.findLast((line) => entry.directory || !line.directoryOnly);
