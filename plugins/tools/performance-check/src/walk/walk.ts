/** Finds the files to check beneath a path: ignore files, hidden names, globs and languages decide. */
import { type Choice, Chooser, IGNORE_FILES, type IgnoreKind, IgnoreScope } from "@portcullis/ignore-rules";
import type { DirectoryEntry, Ground, Refusal, Standing } from "@portcullis/plugin-api";
import { nothingSkipped } from "../answer/skipped.js";
import type { Language } from "../engine/language.js";
import { languageOf } from "../language-of.js";
import type { Skipped } from "../output.js";

const IGNORE_BYTES = 256 * 1024;
/** Folders that are named. */
const NAMED = 20;

/** A folder to go to, and what the ignore files above it say. */
interface Folder {
  readonly relative: string;
  readonly above: IgnoreScope;
}

export interface FoundFile {
  readonly path: string;
  readonly language: Language;
}

export class Walk {
  readonly skipped: Skipped = nothingSkipped();
  readonly unreadable: string[] = [];
  readonly #chooser: Chooser;

  /** @param language - only files of this one; a file that is named outright is in it, whatever its name says */
  constructor(
    choice: Choice,
    private readonly language: Language | undefined,
  ) {
    this.#chooser = new Chooser(choice);
  }

  /**
   * The files at or beneath a ground, a folder at a time. A file that is named outright is there whatever ignore files,
   * globs or its name say.
   */
  *files(ground: Ground): Generator<readonly FoundFile[]> {
    if (ground.kind !== "directory") {
      const language = this.language ?? languageOf(ground.relative);
      if (language === undefined) this.skipped.other += 1;
      else yield [{ path: ground.relative, language }];
      return;
    }
    const folders: Folder[] = [{ relative: ground.relative, above: scopeAbove(ground) }];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      yield this.#open(folder, ground, folders);
    }
  }

  /** @returns its files; its folders go behind the others */
  #open({ relative, above }: Folder, ground: Ground, folders: Folder[]): FoundFile[] {
    const opened = open(relative, ground, above);
    if (opened.kind === "refused") {
      this.skipped.unreadable += 1;
      if (this.unreadable.length < NAMED) this.unreadable.push(relative);
      return [];
    }
    const chooser = this.#chooser.within(namesOf(relative));
    const files: FoundFile[] = [];
    for (const { name, kind } of opened.entries) {
      // Symbolic links are not followed.
      if (kind !== "file" && kind !== "directory") continue;
      const ruling = opened.scope.ruling(name, kind === "directory");
      // To git's own folder no rule applies.
      const judged = { name, ignored: ruling === "ignore", kept: ruling === "keep" && name !== ".git" };
      const verdict = chooser.verdict(judged, kind === "directory");
      const path = relative === "." ? name : `${relative}/${name}`;
      const language = languageOf(name);
      if (verdict === "ignored" || verdict === "hidden") this.skipped[verdict] += 1;
      else if (verdict === "excluded") continue;
      else if (kind === "directory") folders.push({ relative: path, above: opened.scope });
      else if (language === undefined || language !== (this.language ?? language)) this.skipped.other += 1;
      else files.push({ path, language });
    }
    return files;
  }
}

/** What ignore files say from the ground's top down to the folder that holds it. */
function scopeAbove(ground: Ground): IgnoreScope {
  let scope = IgnoreScope.none;
  if (ground.relative === ground.top) return scope;
  const names = namesOf(ground.relative);
  for (let depth = namesOf(ground.top).length; depth < names.length; depth += 1) {
    const opened = open(names.slice(0, depth).join("/") || ".", ground, scope);
    if (opened.kind === "opened") scope = opened.scope;
  }
  return scope;
}

interface Opened {
  readonly kind: "opened";
  readonly entries: readonly DirectoryEntry[];
  readonly scope: IgnoreScope;
}

function open(relative: string, ground: Ground, above: IgnoreScope): Opened | Refusal {
  const standing = ground.enter(relative);
  if (standing.kind === "refused") return standing;
  const listed = standing.list();
  if (listed.kind === "refused") return listed;
  const names = new Set(listed.entries.map(({ name }) => name));
  const isRepository = names.has(".git");
  const texts: { [K in IgnoreKind]?: string } = {};
  for (const kind of ["ignore", "gitignore"] as const) {
    if (names.has(IGNORE_FILES[kind])) take(kind, standing, IGNORE_FILES[kind], texts);
  }
  // Stands elsewhere, and so comes last.
  const info = relative === "." ? ".git/info" : `${relative}/.git/info`;
  if (isRepository) take("exclude", ground.enter(info), "exclude", texts);
  const scope = above.enter(namesOf(relative), { repository: isRepository, texts });
  return { kind: "opened", entries: listed.entries, scope };
}

/** Takes an ignore file's text, if it can be read. */
function take(
  kind: IgnoreKind,
  standing: Standing | Refusal,
  name: string,
  texts: { [K in IgnoreKind]?: string },
): void {
  const read = standing.kind === "directory" ? standing.read(name, IGNORE_BYTES) : standing;
  if (read.kind === "bytes") texts[kind] = read.bytes.toString();
}

const namesOf = (relative: string): string[] => (relative === "." ? [] : relative.split("/"));
