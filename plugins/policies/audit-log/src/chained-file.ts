/**
 * A file of JSON lines that are chained: the last field of each, `prev`, is the SHA-256 of the line before it, in hex and
 * without its newline; that of the first is zeros. A line that is changed, taken out, put in or moved breaks the chain.
 */
import { hash } from "node:crypto";
import { closeSync, constants, fchmodSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { StartRefusal } from "@portcullis/plugin-api";
import { endOf, VERSION } from "./file-end.js";

/** What was cut off a file whose writer died within a line. */
export interface Repair {
  /** In bytes. */
  readonly dropped: number;
  /** Of the bytes dropped, in hex. */
  readonly sha256: string;
}

/** Never through a link that somebody put there, and never waiting for the other end of a pipe. */
const FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;

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

  /**
   * Opens the file, or makes it, and goes on where its chain ends. Nobody else may write it at the same time.
   *
   * @throws {@link StartRefusal} `AUDIT_UNUSABLE` when it holds something else
   */
  constructor(readonly path: string) {
    const descriptor = openSync(path, FLAGS, 0o600);
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
      if (end.torn.length === 0) return;
      this.#cut(descriptor);
      this.repaired = { dropped: end.torn.length, sha256: sha256(end.torn) };
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Adds a record. When this returns, the system has it: it outlives this process.
   *
   * @throws what the system says. Nothing of the record stays in the file, and the next one is tried anew.
   */
  append(record: Readonly<Record<string, unknown>>): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) throw new Error("The audit file is closed.");
    if (this.#torn) this.#cut(descriptor);

    const fields = JSON.stringify(record).slice(1, -1);
    const bytes = Buffer.from(`{"v":${VERSION},"seq":${this.#seq + 1},${fields},"prev":"${this.#prev}"}\n`);
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
    this.#seq += 1;
    this.#prev = sha256(bytes.subarray(0, -1));
  }

  /** A record that comes later fails: the system may have given the descriptor's number to another file. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** Takes part of a line away again. */
  #cut(descriptor: number): void {
    ftruncateSync(descriptor, this.#size);
    this.#torn = false;
  }
}

const sha256 = (bytes: Uint8Array): string => hash("sha256", bytes, "hex");

const unusable = (path: string, why: string) => new StartRefusal("AUDIT_UNUSABLE", `${path}: ${why}`, ["file"]);
