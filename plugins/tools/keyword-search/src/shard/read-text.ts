/** Reads a file whole and learns what it is. */
import type { Refusal } from "@portcullis/plugin-api";
import { decode } from "../decode.js";
import type { Content, TrackedFile } from "../fresh/tracked-file.js";
import type { Visit } from "../fresh/visit.js";

/** A larger file is skipped: it is read into memory whole. */
const MOST_BYTES = 64 * 1024 * 1024;

/** @returns a text, good until the next read of this process; or what else the file is */
export function readText(file: TrackedFile, visit: Visit): Buffer | Exclude<Content, "text" | "transcoded"> | Refusal {
  const standing = visit.in(file.folder.path);
  if (standing.kind === "refused") return standing;
  const at = visit.now();
  const read = standing.read(file.name, MOST_BYTES);
  if (read.kind === "refused") {
    file.forget();
    return read;
  }
  if (read.kind === "too-large") {
    file.learn("too-large", read.stats, at);
    return "too-large";
  }
  const text = decode(read.bytes);
  file.learn(text === undefined ? "binary" : text === read.bytes ? "text" : "transcoded", read.stats, at);
  return text ?? "binary";
}
