/**
 * A file of JSON lines that are chained: the last field of each, `prev`, is the SHA-256 of the line before it, in hex and
 * without its newline; that of the first is zeros. A line that is changed, taken out, put in or moved breaks the chain.
 * When the file is put aside, the chain goes on in the next one.
 */
import { hash } from "node:crypto";
import { closeSync, fchmodSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, writeSync } from "node:fs";
import { StartRefusal } from "@portcullis/plugin-api";
import { endOf, VERSION } from "./file-end.js";
import { flushFolder, nameAside, openFile, putAside } from "./rotation.js";

/** What was cut off a file whose writer died within a line. */
export interface Repair {
  /** In bytes. */
  readonly dropped: number;
  /** Of the bytes dropped, in hex. */
  readonly sha256: string;
}

export class ChainedFile {
  /** What was cut off when it was opened. */
  readonly repaired: Repair | undefined;
  #descriptor: number | undefined;
  #seq = 0;
  #prev = "0".repeat(64);
  /** In bytes, up to the last whole line. */
  #size = 0;
  /** Whether part of a line may follow on that. */
  #torn = false;
  #flushes = 0;
  /** Descriptors that a flush still works on: the system would give a closed one's number to another file. */
  readonly #retired: number[] = [];

  /**
   * Opens the file, or makes it, and goes on where its chain ends. Nobody else may write it at the same time.
   *
   * @throws {@link StartRefusal} `AUDIT_UNUSABLE` when it holds something else
   */
  constructor(readonly path: string) {
    const descriptor = openFile(path);
    this.#descriptor = descriptor;
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile()) throw unusable(path, "it is no regular file.");
      const end = endOf(descriptor, stat.size);
      if (end === undefined) throw unusable(path, "it does not end in an audit record. Is it another file?");
      fchmodSync(descriptor, 0o600);
      this.#size = stat.size - end.torn.length;
      if (end.last !== undefined) {
        this.#seq = end.last.seq;
        this.#prev = sha256(end.last.line);
      }
      flushFolder(path);
      if (end.torn.length === 0) return;
      this.#cut(descriptor);
      this.repaired = { dropped: end.torn.length, sha256: sha256(end.torn) };
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** In bytes. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds a record. When this returns, the system has it: it outlives this process.
   *
   * @param fields - JSON, without the braces
   * @param sign - signs the line, which then also holds its `signature`, in front of `prev`
   * @throws what the system says. Nothing of the record stays in the file, and the next one is tried anew.
   */
  append(fields: string, sign?: (line: string) => string): void {
    const descriptor = this.#opened();
    if (this.#torn) this.#cut(descriptor);

    const bytes = this.#line(sign === undefined ? fields : `${fields},"signature":"${sign(this.#text(fields))}"`);
    this.#torn = true;
    try {
      // A disk that is nearly full takes part of a line.
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    } catch (error) {
      this.#cut(descriptor);
      throw error;
    }
    this.#torn = false;
    this.#size += bytes.length;
    this.#added(bytes);
  }

  /**
   * Puts the file aside under a name with the time in it, and goes on in a new one of the old name.
   *
   * @param time - ISO 8601
   * @param fields - of the new file's first record; `from` is added, the name of the old one
   */
  rotate(time: string, fields: string): void {
    const descriptor = this.#opened();
    if (this.#torn) this.#cut(descriptor);
    fdatasyncSync(descriptor);
    const from = nameAside(this.path, time);
    const bytes = this.#line(`${fields},"from":${JSON.stringify(from)}`);
    this.#descriptor = putAside(this.path, from, bytes);
    this.#retire(descriptor);
    this.#size = bytes.length;
    this.#added(bytes);
    flushFolder(this.path);
  }

  /** Forces what was added so far to the disk: it outlives a power cut. */
  flush(): Promise<void> {
    const descriptor = this.#opened();
    this.#flushes += 1;
    return new Promise((resolve, reject) => {
      fdatasync(descriptor, (error) => {
        this.#flushes -= 1;
        if (this.#flushes === 0) for (const retired of this.#retired.splice(0)) closeSync(retired);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** A record that comes later fails: the system may have given the descriptor's number to another file. */
  close(): void {
    if (this.#descriptor !== undefined) this.#retire(this.#descriptor);
    this.#descriptor = undefined;
  }

  #opened(): number {
    if (this.#descriptor === undefined) throw new Error("The audit file is closed.");
    return this.#descriptor;
  }

  #line(fields: string): Buffer {
    return Buffer.from(`${this.#text(fields)}\n`);
  }

  #text(fields: string): string {
    return `{"v":${VERSION},"seq":${this.#seq + 1},${fields},"prev":"${this.#prev}"}`;
  }

  #added(line: Buffer): void {
    this.#seq += 1;
    this.#prev = sha256(line.subarray(0, -1));
  }

  #retire(descriptor: number): void {
    if (this.#flushes === 0) closeSync(descriptor);
    else this.#retired.push(descriptor);
  }

  /** Takes part of a line away again. */
  #cut(descriptor: number): void {
    ftruncateSync(descriptor, this.#size);
    this.#torn = false;
  }
}

const sha256 = (bytes: Uint8Array): string => hash("sha256", bytes, "hex");

const unusable = (path: string, why: string) => new StartRefusal("AUDIT_UNUSABLE", `${path}: ${why}`, ["file"]);
