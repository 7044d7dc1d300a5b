/** Memory that files are read into, one after another: it grows to the largest and is used again. */
import { readSync } from "node:fs";

/** `readSync` refuses more than 2 GiB at a time. */
const mostAtOnce = 2 ** 30;

export class ReadBuffer {
  #bytes: Buffer;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  /**
   * Reads to the end, whatever the size says: it may lie, and the file may grow meanwhile.
   *
   * @param size - what `fstat` said
   * @returns a view that the next `read` overwrites; undefined when there is more than `maxBytes`
   */
  read(fd: number, size: number, maxBytes: number): Buffer | undefined {
    let total = 0;
    // One byte to spare: a file of just this size shows its end in the first read.
    this.#grow(Math.min(size, maxBytes) + 1, total);
    while (total <= maxBytes) {
      if (total === this.#bytes.length) this.#grow(2 * total, total);
      const read = readSync(fd, this.#bytes, total, Math.min(this.#bytes.length - total, mostAtOnce), null);
      total += read;
      if (read === 0 || total === size) break;
    }
    return total > maxBytes ? undefined : this.#bytes.subarray(0, total);
  }

  /** Reads a part: shorter only where the file ends. */
  readPart(fd: number, offset: number, length: number): Buffer {
    this.#grow(length, 0);
    let total = 0;
    while (total < length) {
      const read = readSync(fd, this.#bytes, total, Math.min(length - total, mostAtOnce), offset + total);
      if (read === 0) break;
      total += read;
    }
    return this.#bytes.subarray(0, total);
  }

  #grow(size: number, used: number): void {
    if (size <= this.#bytes.length) return;
    // At least twice: memory that is new to the process costs more than the reading.
    const larger = Buffer.allocUnsafe(Math.max(size, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, used);
    this.#bytes = larger;
  }
}
