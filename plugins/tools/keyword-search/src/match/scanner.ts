/** Finds rows of bytes among others with native code (`scan.wat`): some five times as fast as `Buffer.indexOf`, call by call. */
import { bitsIn, type Masked } from "../plan/masked.js";
import { code } from "./scan-code.js";

/** As `scan.wat` exports it. Places are offsets into the memory. */
interface Native {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly find: Search;
  readonly count: Search;
  /** Where the last count left off. */
  readonly rest: { readonly value: number };
}

/** What is used of it. TypeScript declares it with the DOM alone. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Native };
};
type Search = (at: number, end: number, needle: number, length: number) => number;

/** How the memory is parted: needles, one foreign text, texts that stay. Of each part, only what is used takes room. */
const SLOTS = 8;
const SLOT_BYTES = 8 * 1024;
const FOREIGN = SLOTS * SLOT_BYTES;
/** The largest text that is read, 64 MB, were it all UTF-16 of three bytes a unit. */
const FOREIGN_BYTES = 96 * 1024 * 1024;
const KEPT = FOREIGN + FOREIGN_BYTES + 64 * 1024;
const KEPT_BYTES = 64 * 1024 * 1024;
/** Of a foreign text, so much is looked at once: what the processor keeps at hand, and no new memory. */
const WINDOW_BYTES = 256 * 1024;

export class Scanner {
  /** Memory for texts that stay: what lies here is searched where it lies. */
  readonly kept: Buffer;
  readonly #native: Native;
  readonly #needles: Buffer;
  readonly #foreign: Buffer;
  /** Which needle lies in which slot. */
  readonly #slots: Needle[] = [];
  #next = 0;

  constructor() {
    this.#native = new WebAssembly.Instance(new WebAssembly.Module(code)).exports;
    const { buffer } = this.#native.memory;
    this.#needles = Buffer.from(buffer, 0, FOREIGN);
    this.#foreign = Buffer.from(buffer, FOREIGN, FOREIGN_BYTES);
    this.kept = Buffer.from(buffer, KEPT, KEPT_BYTES);
  }

  /** @param row - not empty, of 4,092 bytes at most: a keyword has 1000 characters */
  needle(row: Masked): Needle {
    const { length } = row.bytes;
    const header = Int32Array.from(mostTelling(row));
    const bytes = Buffer.concat([Buffer.from(header.buffer), Buffer.from(row.bytes), Buffer.from(row.masks)]);
    if (bytes.length > SLOT_BYTES) throw new RangeError(`a row to look for has ${length} bytes, not 4,092 at most`);
    return new Needle(this, this.#native, length, bytes);
  }

  /**
   * Where a needle lies, for as long as no other is asked for.
   *
   * @param slot - where it lay last
   */
  slotOf(needle: Needle, slot: number): number {
    if (this.#slots[slot] === needle) return slot;
    const next = this.#next;
    this.#next = (next + 1) % SLOTS;
    this.#slots[next] = needle;
    this.#needles.set(needle.bytes, next * SLOT_BYTES);
    return next;
  }

  /** Whether bytes lie where native code can read them. */
  holds(bytes: Buffer): boolean {
    return bytes.buffer === this.#native.memory.buffer;
  }

  /**
   * The same bytes where native code can read them: for whoever looks for several needles, or often, copied once.
   *
   * @param bytes - 96 MB at most
   * @returns good until the next call
   */
  within(bytes: Buffer): Buffer {
    if (this.holds(bytes)) return bytes;
    this.#foreign.set(bytes);
    return this.#foreign.subarray(0, bytes.length);
  }
}

/** What to look for. */
export class Needle {
  #slot = 0;

  /**
   * @param length - in bytes
   * @param bytes - as `scan.wat` has them
   */
  constructor(
    private readonly scanner: Scanner,
    private readonly native: Native,
    readonly length: number,
    readonly bytes: Buffer,
  ) {}

  /** How often it stands there, none within another. */
  count(bytes: Buffer): number {
    if (this.scanner.holds(bytes)) return this.#count(bytes);
    let count = 0;
    for (let at = 0; at + this.length <= bytes.length; ) {
      const window = this.scanner.within(bytes.subarray(at, at + WINDOW_BYTES));
      count += this.#count(window);
      at += this.native.rest.value - window.byteOffset;
    }
    return count;
  }

  /** The first place from an offset on; where there is none, the end of the bytes. */
  find(bytes: Buffer, from: number): number {
    const { byteOffset, length } = this.scanner.within(bytes);
    return this.native.find(byteOffset + from, byteOffset + length, this.#place(), this.length) - byteOffset;
  }

  #count({ byteOffset, length }: Buffer): number {
    return this.native.count(byteOffset, byteOffset + length, this.#place(), this.length);
  }

  #place(): number {
    this.#slot = this.scanner.slotOf(this, this.#slot);
    return this.#slot * SLOT_BYTES;
  }
}

/** Where the two bytes stand that let least through. */
function mostTelling({ bytes, masks }: Masked): [number, number] {
  const offsets = [...bytes.keys()].sort((a, b) => rarity(bytes[b], masks[b]) - rarity(bytes[a], masks[a]));
  return [offsets[0] ?? 0, offsets[1] ?? offsets[0] ?? 0];
}

/** Bytes by how often they stand in sources and prose, the most frequent first. */
const FREQUENT = ' etaoinsrlcdpumf\nhg-./"bxv';

/** In halvings. */
function rarity(byte = 0, mask = 0): number {
  // Of a letter in any case, the small one.
  const rank = FREQUENT.indexOf(String.fromCharCode(mask === 0xff ? byte : byte | 0x20));
  return bitsIn(mask) - (rank === -1 ? 0 : 4 - rank / 8);
}
