/** What a call is to check: a text, a file, or what a walk finds. */
import { type Admitted, failure, type Result, type RootedPath } from "@portcullis/plugin-api";
import type { Input } from "./input.js";
import { languageOf } from "./language-of.js";
import type { SourceFile } from "./task.js";

export interface Target {
  /** As the answer has it. */
  readonly name: string;
  /** The one file; what a walk finds in the paths, without it. */
  readonly file?: SourceFile;
  readonly paths: readonly RootedPath[];
}

type Args = Pick<Admitted<Input>, "file_path" | "source_code" | "paths" | "language">;

/** @returns the target, or why there is none */
export function targetOf({ file_path, source_code, paths, language }: Args): Target | Result<never> {
  const given = [file_path, source_code, paths].filter((one) => one !== undefined).length;
  if (given > 1) return failure("TARGET_AMBIGUOUS", "Provide only one of file_path, source_code or paths.");
  if (source_code !== undefined) {
    const file = { path: "source_code", language: language ?? "python", source: source_code } as const;
    return { name: file.path, file, paths: [] };
  }
  if (paths !== undefined) return { name: paths.map(({ relative }) => relative).join(", "), paths };
  if (file_path === undefined) {
    return failure("TARGET_MISSING", "Either file_path, source_code or paths must be provided.");
  }
  const named = language ?? languageOf(file_path.relative);
  if (named === undefined) {
    return failure("LANGUAGE_UNKNOWN", "The file's name does not say its language: give language.");
  }
  const root = file_path.rootIndex === 0 ? {} : { root: file_path.rootIndex };
  const file = { path: file_path.relative, ...root, language: named, ground: 0 };
  return { name: file_path.relative, file, paths: [file_path] };
}
