/** Reads a file to check, unless there is a reason to skip it. */
import type { Ground } from "@portcullis/plugin-api";
import { MAX_SOURCE } from "../engine/language.js";
import type { Skipped } from "../output.js";
import type { SourceFile } from "../task.js";

const NEWLINE = 10;
/** Bytes of a line, on average: sources that people wrote have 30 to 60. */
const LONG = 500;

/** @returns a copy of the bytes, or why the file is skipped */
export function readSource(file: SourceFile, ground: Ground): Buffer | { readonly why: keyof Skipped } {
  const slash = file.path.lastIndexOf("/");
  const standing = ground.enter(slash === -1 ? "." : file.path.slice(0, slash));
  const read = standing.kind === "directory" ? standing.read(file.path.slice(slash + 1), MAX_SOURCE) : standing;
  if (read.kind === "too-large") return { why: "too_large" };
  if (read.kind === "refused") return { why: read.why === "outside" ? "outside_roots" : "unreadable" };
  if (read.bytes.includes(0)) return { why: "binary" };
  return file.isFound && isMinified(read.bytes) ? { why: "minified" } : Buffer.from(read.bytes);
}

/** Whether nobody wrote a file by hand: what is found in it, nobody would mend there. */
function isMinified(bytes: Buffer): boolean {
  if (bytes.length < 20 * LONG) return false;
  const most = bytes.length / LONG;
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
    lines += 1;
    if (lines > most) return false;
  }
  return true;
}
