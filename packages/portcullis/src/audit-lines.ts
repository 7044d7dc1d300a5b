/** Reads an audit file line by line, in little memory. */
import { closeSync, openSync, readSync } from "node:fs";

const CHUNK = 1 << 20;
const NEWLINE = 0x0a;

/** A record, as far as every one has the same fields. */
export interface AuditRecord {
  readonly seq: number;
  readonly time: string;
  readonly boot: string;
  readonly event: string;
  readonly prev: string;
  readonly [field: string]: unknown;
}

/** A line without its newline. The last one is torn when it has none. */
export interface Line {
  readonly bytes: Buffer;
  readonly torn: boolean;
}

/** A file's lines. Their bytes are good until the next line is asked for. */
export function* linesOf(file: string): Generator<Line> {
  const descriptor = openSync(file, "r");
  try {
    const chunk = Buffer.alloc(CHUNK);
    let rest = Buffer.alloc(0);
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      const bytes = rest.length === 0 ? chunk.subarray(0, read) : Buffer.concat([rest, chunk.subarray(0, read)]);
      let from = 0;
      for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, from)) {
        yield { bytes: bytes.subarray(from, end), torn: false };
        from = end + 1;
      }
      rest = Buffer.from(bytes.subarray(from));
    }
    if (rest.length > 0) yield { bytes: rest, torn: true };
  } finally {
    closeSync(descriptor);
  }
}

/** The record of a line; undefined when it holds none. */
export function recordOf(line: Uint8Array): AuditRecord | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.length).toString());
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is AuditRecord =>
  typeof value === "object" &&
  value !== null &&
  "seq" in value &&
  Number.isSafeInteger(value.seq) &&
  ["time", "boot", "event", "prev"].every((field) => typeof Reflect.get(value, field) === "string");
