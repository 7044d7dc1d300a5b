/** Finds texts among bytes with native code (`scan.wat`): some five times as fast as `Buffer.indexOf`, call by call. */
import { code } from "./scan-code.js";

/** As `scan.wat` exports it. Places are offsets into the memory. */
interface Native {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly find: Search;
  readonly count: Search;
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

  /**
   * @param text - not empty, of 4 KB at most: a keyword has 1000 characters
   * @param anyCase - takes the ASCII letters of it in both cases
   */
  needle(text: string, anyCase = false): Needle {
    const bytes = Buffer.from(anyCase ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text);
    const masks = bytes.map((byte) => (anyCase && isSmallLetter(byte) ? 0x20 : 0));
    if (2 * bytes.length > SLOT_BYTES) throw new RangeError(`a text to look for has ${bytes.length} bytes, not 4 KB`);
    return new Needle(this, this.#native, bytes.length, Buffer.concat([bytes, masks]));
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

  /**
   * The same bytes where native code can read them: to look for several needles, or often, they are copied once.
   *
   * @param bytes - 96 MB at most
   * @returns good until the next call
   */
  within(bytes: Buffer): Buffer {
    if (bytes.buffer === this.#native.memory.buffer) return bytes;
    this.#foreign.set(bytes);
    return this.#foreign.subarray(0, bytes.length);
  }
}

/** A text to look for. */
export class Needle {
  #slot = 0;

  /**
   * @param length - in bytes
   * @param bytes - with their masks
   */
  constructor(
    private readonly scanner: Scanner,
    private readonly native: Native,
    readonly length: number,
    readonly bytes: Buffer,
  ) {}

  /** How often it stands there, none within another. */
  count(bytes: Buffer): number {
    const { byteOffset, length } = this.scanner.within(bytes);
    return this.native.count(byteOffset, byteOffset + length, this.#place(), this.length);
  }

  /** The first place from an offset on; where there is none, the end of the bytes. */
  find(bytes: Buffer, from: number): number {
    const { byteOffset, length } = this.scanner.within(bytes);
    return this.native.find(byteOffset + from, byteOffset + length, this.#place(), this.length) - byteOffset;
  }

  #place(): number {
    this.#slot = this.scanner.slotOf(this, this.#slot);
    return this.#slot * SLOT_BYTES;
  }
}

const isSmallLetter = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a;
