/** One search, from the first folder to the last line: walks, reads, matches, counts, keeps a page. */
import type { Call, Patterns, RootedPath } from "@portcullis/plugin-api";
import { blocks } from "./blocks.js";
import { isBehind, type Position } from "./cursor.js";
import { decode } from "./decode.js";
import { Excerpts, type Shape } from "./excerpt.js";
import type { LineMatcher } from "./occurrences.js";
import type { FileCount, Match, Place } from "./output.js";
import { Pace } from "./pace.js";
import { comparePlaces, Page } from "./page.js";
import { Tally } from "./tally.js";
import { type Choice, filesAt, type WalkedFile } from "./walk.js";

/** A larger file is skipped: it is read into memory whole. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

export interface Query {
  readonly starts: readonly RootedPath[];
  readonly choice: Choice;
  readonly matcher: LineMatcher;
  /** Rows are matches, or files. */
  readonly rows: "matches" | "files";
  readonly shape: Shape;
  readonly pageSize: number;
  readonly stopAtLimit: boolean;
  /** The last row of the page before. */
  readonly after: Position | undefined;
}

export class Search {
  readonly tally = new Tally();
  readonly matches: Page<Match>;
  readonly files: Page<FileCount>;
  /** The limit ended the search before everything was seen. */
  stopped = false;
  readonly #pace: Pace;

  constructor(
    private readonly query: Query,
    private readonly patterns: Patterns,
    call: Call,
  ) {
    this.matches = new Page(query.pageSize);
    this.files = new Page(query.pageSize);
    this.#pace = new Pace(call);
  }

  /** @throws what the call was aborted with */
  async run(): Promise<void> {
    const { starts, choice, stopAtLimit } = this.query;
    const seen = new Set<string>();
    for (const start of starts) {
      const root = start.rootIndex === 0 ? {} : { root: start.rootIndex };
      for (const file of filesAt(start, choice, this.patterns, this.tally)) {
        if (this.#pace.due) await this.#pace.pause(this.tally.searched);
        if (file === undefined) continue;
        // Starts may lie in one another.
        if (starts.length > 1) {
          const key = `${start.rootIndex}:${file.path}`;
          if (seen.has(key)) continue;
          seen.add(key);
        }
        await this.#file({ path: file.path, ...root }, file);
        if (stopAtLimit && (this.matches.full || this.files.full)) {
          this.stopped = true;
          return;
        }
      }
    }
  }

  async #file(place: Place, file: WalkedFile): Promise<void> {
    const { skipped } = this.tally;
    const read = file.read(MAX_FILE_BYTES);
    if (read.kind === "too-large") skipped.too_large += 1;
    else if (read.kind === "outside") skipped.outside_roots += 1;
    else if (read.kind === "unreadable") this.tally.unreadable(place.path);
    else {
      const text = decode(read.bytes);
      if (text === undefined) skipped.binary += 1;
      else {
        const size = read.bytes.length;
        const count = await this.#text(place, text);
        this.tally.file(place, size, count);
        this.#fileRow({ ...place, count });
      }
    }
  }

  /** @returns how often the text matches */
  async #text(place: Place, text: Buffer): Promise<number> {
    const { matcher, shape, after, pageSize } = this.query;
    const excerpts = this.#mayShow(place) ? new Excerpts(text, shape) : undefined;
    let count = 0;
    let kept = 0;
    for (const { start: from, lines } of blocks(text)) {
      for (const { start, end } of matcher(lines)) {
        count += 1;
        // A long line may hold millions.
        if (count % 1000 === 0 && this.#pace.due) await this.#pace.pause(this.tally.searched);
        // One more than the page holds tells that there is more; the rest of the file is only counted.
        if (excerpts === undefined || kept > pageSize) continue;
        const span = { start: from + start, end: from + end };
        const located = excerpts.locate(span);
        if (after !== undefined && !isBehind({ ...place, ...located }, after)) continue;
        this.matches.add({ ...place, ...excerpts.show(span) });
        kept += 1;
      }
      if (this.#pace.due) await this.#pace.pause(this.tally.searched);
    }
    return count;
  }

  /** Whether matches of this file can stand on the page. */
  #mayShow(place: Place): boolean {
    const { rows, after } = this.query;
    if (rows !== "matches" || !this.matches.wants(place)) return false;
    return after === undefined || comparePlaces(place, after) >= 0;
  }

  #fileRow(file: FileCount): void {
    const { rows, after } = this.query;
    if (rows !== "files" || file.count === 0 || !this.files.wants(file)) return;
    if (after === undefined || isBehind(file, after)) this.files.add(file);
  }
}
