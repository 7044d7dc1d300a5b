/** What a call wants of a walk, as data that a process can be sent. */
import { type Choice, globLines } from "@portcullis/ignore-rules";
import type { Admitted, SafePattern } from "@portcullis/plugin-api";
import type { Input } from "../input.js";

type Asked = Pick<Admitted<Input>, "include_patterns" | "exclude_patterns" | "respect_gitignore" | "include_hidden">;

/** @returns nothing when a glob stands for too many */
export function choiceOf(asked: Asked): Choice | undefined {
  const include = linesOf(asked.include_patterns);
  const exclude = linesOf(asked.exclude_patterns);
  if (include === undefined || exclude === undefined) return undefined;
  return { include, exclude, respectIgnoreFiles: asked.respect_gitignore, includeHidden: asked.include_hidden };
}

function linesOf(globs: readonly SafePattern[]): Choice["include"] | undefined {
  const lines = globs.map(({ source }) => globLines(source));
  return lines.includes(undefined) ? undefined : lines.flatMap((line) => line ?? []);
}
