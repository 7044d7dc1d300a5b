/**
 * A glob for one name, as git's wildmatch reads it: `*`, `?`, classes, `\`. It is held against bytes, one character of
 * a string for each, in time linear in name times glob.
 */
import { type ByteSet, readClass } from "./byte-class.js";

/** A byte, a set of bytes, or any byte. */
type Token = number | ByteSet | undefined;

/** A run of tokens without a star. */
interface Chunk {
  readonly tokens: readonly Token[];
  /** When all of them are bytes. */
  readonly literal: string | undefined;
}

export class NameGlob {
  readonly #first: Chunk;
  readonly #middle: readonly Chunk[];
  /** None without a star. */
  readonly #last: Chunk | undefined;
  readonly #least: number;

  private constructor(chunks: readonly Token[][], least: number) {
    const [first = EMPTY, ...more] = chunks.map(chunkOf);
    this.#first = first;
    this.#last = more.pop();
    this.#middle = more;
    this.#least = least;
  }

  /** @returns nothing for a glob that matches nothing: a class or its last `\` has no end */
  static parse(glob: string): NameGlob | undefined {
    const chunks: Token[][] = [[]];
    const text = bytesOf(glob);
    for (let at = 0; at < text.length; at++) {
      let token: Token = text.charCodeAt(at);
      if (token === STAR) {
        if (text.charCodeAt(at - 1) !== STAR || chunks.at(-1)?.length !== 0) chunks.push([]);
        continue;
      }
      if (token === QUESTION) token = undefined;
      else if (token === BACKSLASH) {
        at += 1;
        if (at === text.length) return undefined;
        token = text.charCodeAt(at);
      } else if (token === OPEN) {
        const found = readClass(text, at + 1);
        if (found === undefined) return undefined;
        token = found.set;
        at = found.end - 1;
      }
      chunks.at(-1)?.push(token);
    }
    const least = chunks.reduce((sum, { length }) => sum + length, 0);
    return least > LONGEST_NAME ? undefined : new NameGlob(chunks, least);
  }

  /** The one name that it matches, when there is but one. */
  get name(): string | undefined {
    return this.#last === undefined ? this.#first.literal : undefined;
  }

  /** What every name that it matches has behind its last dot, when that can be told. */
  get extension(): string | undefined {
    const end = this.#last?.literal;
    const dot = end?.lastIndexOf(".") ?? -1;
    return dot === -1 ? undefined : end?.slice(dot + 1);
  }

  /** @param name - as {@link bytesOf} gives it */
  matches(name: string): boolean {
    if (name.length < this.#least) return false;
    const last = this.#last;
    if (last === undefined) return name.length === this.#least && stands(this.#first, name, 0);
    const end = name.length - last.tokens.length;
    if (!stands(last, name, end) || !stands(this.#first, name, 0)) return false;
    let at = this.#first.tokens.length;
    for (const chunk of this.#middle) {
      // The leftmost place leaves the most room for the chunks behind it.
      const found = find(chunk, name, at, end);
      if (found === -1) return false;
      at = found + chunk.tokens.length;
    }
    return true;
  }
}

/** In bytes, on any platform. */
const LONGEST_NAME = 1024;
const [STAR, QUESTION, BACKSLASH, OPEN] = [0x2a, 0x3f, 0x5c, 0x5b];

/** A name as git sees it: bytes, each as one character. */
export const bytesOf = (name: string): string =>
  /[^\0-\x7f]/.test(name) ? Buffer.from(name).toString("latin1") : name;

const EMPTY: Chunk = { tokens: [], literal: "" };

const chunkOf = (tokens: readonly Token[]): Chunk => ({
  tokens,
  literal: tokens.every((token) => typeof token === "number") ? String.fromCharCode(...tokens) : undefined,
});

function stands({ literal, tokens }: Chunk, name: string, at: number): boolean {
  if (literal !== undefined) return name.startsWith(literal, at);
  return tokens.every((token, index) => {
    const byte = name.charCodeAt(at + index);
    return token === undefined || (typeof token === "number" ? token === byte : token[byte] === 1);
  });
}

function find(chunk: Chunk, name: string, from: number, end: number): number {
  const last = end - chunk.tokens.length;
  for (let at = from; at <= last; at++) if (stands(chunk, name, at)) return at;
  return -1;
}
