/** Reads how an audit file ends: its last whole line, and what a writer left that died within one. */
import { readSync } from "node:fs";
import { z } from "zod";

/** The version of the records. */
export const VERSION = 1;

/** In bytes. A record is far shorter: a line that is longer is none. */
const MAX_LINE = 1 << 20;
const NEWLINE = 0x0a;

const Numbered = z.looseObject({ v: z.literal(VERSION), seq: z.int().positive() });
const BEGINNING = `{"v":${VERSION},"seq":1,`;

/** How a file ends. */
export interface FileEnd {
  /** The last whole line, without its newline; undefined when there is none. */
  readonly last: { readonly seq: number; readonly line: Buffer } | undefined;
  /** What follows on it. Empty, unless its writer died there. */
  readonly torn: Buffer;
}

/** The end of a file of `size` bytes; undefined when it is not that of an audit file. */
export function endOf(descriptor: number, size: number): FileEnd | undefined {
  const read = Buffer.alloc(Math.min(size, 2 * MAX_LINE));
  readSync(descriptor, read, 0, read.length, size - read.length);
  const newline = read.lastIndexOf(NEWLINE);
  const torn = read.subarray(newline + 1);
  if (newline === -1) return begins(torn) ? { last: undefined, torn } : undefined;

  const line = read.subarray(read.lastIndexOf(NEWLINE, newline - 1) + 1, newline);
  const seq = seqOf(line);
  return seq === undefined || torn.length > MAX_LINE ? undefined : { last: { seq, line }, torn };
}

/** Whether this may be the beginning of the first record, or nothing yet. Else it is somebody's file, not to be cut. */
function begins(torn: Buffer): boolean {
  const beginning = torn.toString("latin1", 0, BEGINNING.length);
  return torn.length <= MAX_LINE && BEGINNING.startsWith(beginning);
}

function seqOf(line: Buffer): number | undefined {
  try {
    return Numbered.safeParse(JSON.parse(line.toString())).data?.seq;
  } catch {
    return undefined;
  }
}
