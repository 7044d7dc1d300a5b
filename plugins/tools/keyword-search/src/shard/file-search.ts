/** Finds out how often one file matches: recalls it, looks it up in the index, or reads. Keeps the rows of the page. */
import { BLOCK_BYTES, blocks } from "../blocks.js";
import { isBehind } from "../cursor.js";
import { Excerpts } from "../excerpt.js";
import { isSameVersion } from "../fresh/file-version.js";
import type { Batch } from "../fresh/surveys.js";
import type { Content, TrackedFile } from "../fresh/tracked-file.js";
import type { Visit } from "../fresh/visit.js";
import type { Block, Question, TrigramIndex } from "../index/trigram-index.js";
import type { Matcher } from "../match/matcher.js";
import type { Span } from "../match/occurrences.js";
import type { FileCount, Match, Place } from "../output.js";
import { comparePlaces, Page } from "../page.js";
import type { Tally } from "../tally.js";
import type { Counted } from "./memo.js";
import type { Pace } from "./pace.js";
import { readText } from "./read-text.js";
import type { Query } from "./task.js";
import type { Texts } from "./texts.js";

/** So much is searched for a text in one go. */
const TEXT_BYTES = 1024 * 1024;

/** What is known of a query before a file is read. */
export interface Known {
  readonly matcher: Matcher;
  readonly counted: Counted;
  readonly texts: Texts;
  readonly index: TrigramIndex;
  /** What the index is asked; nothing when it cannot tell. */
  readonly question: Question | undefined;
}

export class FileSearch {
  readonly matches: Page<Match>;
  readonly files: Page<FileCount>;
  /** How many files were matched. */
  reads = 0;
  /** Of the file that is read now: its text, and how many rows of it may still be shown. */
  #text: Buffer = Buffer.alloc(0);
  #excerpts: Excerpts | undefined;
  #rows = 0;

  constructor(
    private readonly query: Query,
    private readonly known: Known,
    private readonly tally: Tally,
    private readonly pace: Pace,
  ) {
    this.matches = new Page(query.pageSize);
    this.files = new Page(query.pageSize);
  }

  get isFull(): boolean {
    return this.matches.full || this.files.full;
  }

  /**
   * Counts the texts that cannot match, all at once.
   *
   * @returns the others
   */
  ruleOut({ texts, numbers, bytes }: Batch): readonly TrackedFile[] {
    const { counted } = this.known;
    const others: TrackedFile[] = [];
    let otherBytes = 0;
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] ?? 0;
      const text = texts[at];
      const count = counted.get(number);
      if (text === undefined || count === 0) continue;
      if (count === undefined && this.#candidates(number)?.length === 0) {
        counted.set(number, 0);
        continue;
      }
      others.push(text);
      otherBytes += text.textSize;
    }
    this.tally.searched(bytes - otherBytes, texts.length - others.length);
    return others;
  }

  /** @returns nothing when it is done already: most files are */
  look(file: TrackedFile, root: Pick<Place, "root">, visit: Visit): Promise<void> | undefined {
    const content = file.content(visit);
    if (content === "binary" || content === "too-large") return this.#skip(content);
    if (content === undefined) return this.#read({ path: file.path, ...root }, file, undefined, visit);

    const { counted, texts } = this.known;
    const size = file.version?.size ?? 0;
    const recalled = counted.get(file.number);
    const candidates = recalled === undefined ? this.#candidates(file.number) : undefined;
    if (recalled === 0 || candidates?.length === 0) {
      counted.set(file.number, 0);
      this.tally.searched(size);
      return undefined;
    }
    const place = { path: file.path, ...root };
    if (this.#mayShow(place)) return this.#read(place, file, candidates, visit);
    const inParts = candidates !== undefined && content === "text" && size > BLOCK_BYTES && !texts.has(file.number);
    const count = recalled ?? (inParts ? this.#countParts(file, candidates, visit) : undefined);
    if (count === undefined) return this.#read(place, file, candidates, visit);
    counted.set(file.number, count);
    this.#tell(place, size, count);
    return undefined;
  }

  #candidates(file: number): readonly Block[] | undefined {
    const { index, question } = this.known;
    return question === undefined ? undefined : index.candidates(file, question);
  }

  /** @param candidates - the blocks that are to be matched, if that is known of the content that was known */
  #read(
    place: Place,
    file: TrackedFile,
    candidates: readonly Block[] | undefined,
    visit: Visit,
  ): Promise<void> | undefined {
    this.reads += 1;
    const before = file.version;
    // A text is kept as long as the content is known.
    const text = this.known.texts.get(file.number) ?? readText(file, visit);
    if (typeof text === "string") return this.#skip(text);
    if (!Buffer.isBuffer(text)) {
      if (text.why === "unreadable") this.tally.unreadable(place.path);
      // What is gone since the directory was listed is not there.
      else if (text.why !== "missing") this.tally.skip("outside_roots");
      return undefined;
    }
    const { version } = file;
    const isSame = before !== undefined && version !== undefined && isSameVersion(before, version);
    this.#text = text;
    this.#excerpts = undefined;
    // One more than the page holds tells that there is more; the rest of the file is only counted.
    this.#rows = this.#mayShow(place) ? this.query.pageSize + 1 : 0;
    const done = (count: number): undefined => {
      if (file.version === version) this.known.counted.set(file.number, count);
      // It may have grown since it was looked at.
      this.#tell(place, version?.size || text.length, count);
    };
    // A text is found at the speed of memory: for a while, there is nothing to pause for.
    const atOnce = this.query.plan.text !== undefined && candidates === undefined ? TEXT_BYTES : BLOCK_BYTES;
    if (text.length <= atOnce) {
      return done(text.length === 0 ? 0 : this.#match(place, text, 0));
    }
    return this.#matchLong(place, text, isSame ? candidates : undefined, visit).then(done);
  }

  async #matchLong(
    place: Place,
    read: Buffer,
    candidates: readonly Block[] | undefined,
    visit: Visit,
  ): Promise<number> {
    const ranges = candidates ?? [...blocks(read)].map(({ start, lines: { length } }) => ({ offset: start, length }));
    let text = read;
    let count = 0;
    for (const { offset, length } of ranges) {
      count += this.#match(place, text.subarray(offset, offset + length), offset);
      if (!this.pace.isDue) continue;
      // Others read into the same memory.
      if (text === read) text = Buffer.from(read);
      this.#text = text;
      if (this.#excerpts !== undefined) this.#excerpts.text = text;
      await this.pace.pause(visit);
    }
    return count;
  }

  /** @returns how often lines match */
  #match(place: Place, lines: Buffer, offset: number): number {
    if (this.#rows === 0) return this.known.matcher.count(lines);
    let count = 0;
    for (const { start, end } of this.known.matcher.spans(lines)) {
      count += 1;
      if (this.#rows > 0) this.#show(place, { start: offset + start, end: offset + end });
    }
    return count;
  }

  #show(place: Place, span: Span): void {
    const { after, shape } = this.query;
    this.#excerpts ??= new Excerpts(this.#text, shape);
    const located = this.#excerpts.locate(span);
    if (after !== undefined && !isBehind({ ...place, ...located }, after)) return;
    this.matches.add({ ...place, ...this.#excerpts.show(span) });
    this.#rows -= 1;
  }

  /** @returns undefined when the file is another one by now */
  #countParts(file: TrackedFile, candidates: readonly Block[], visit: Visit): number | undefined {
    const standing = visit.in(file.folder.path);
    const { version } = file;
    if (standing.kind === "refused" || version === undefined) return undefined;
    let count = 0;
    for (const { offset, length } of candidates) {
      const part = standing.readPart(file.name, { version, offset, length });
      if (part.kind !== "bytes") return undefined;
      count += this.known.matcher.count(part.bytes);
    }
    return count;
  }

  #skip(content: Extract<Content, "binary" | "too-large">): undefined {
    this.tally.skip(content === "binary" ? "binary" : "too_large");
  }

  #tell(place: Place, size: number, count: number): void {
    this.tally.searched(size);
    if (count === 0) return;
    this.tally.matched(place, size, count);
    const { rows, after } = this.query;
    if (rows !== "files" || !this.files.wants(place)) return;
    const file = { ...place, count };
    if (after === undefined || isBehind(file, after)) this.files.add(file);
  }

  /** Whether matches of this file can stand on the page. */
  #mayShow(place: Place): boolean {
    const { rows, after } = this.query;
    if (rows !== "matches" || !this.matches.wants(place)) return false;
    return after === undefined || comparePlaces(place, after) >= 0;
  }
}
