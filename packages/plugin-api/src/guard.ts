import { z } from "zod";
import type { RootedPath, SafePattern, WritablePath } from "./capability.js";

/**
 * The dangerous kinds of parameter, and the capability that a tool receives in place of the string.
 * Open: another plugin adds a kind by declaration merging.
 */
export interface Guards {
  path: RootedPath;
  "writable-path": WritablePath;
  pattern: SafePattern;
}

export type GuardKind = keyof Guards;

/** What a parameter's author says of it to the policy that admits it. */
export type GuardHint = Readonly<Record<string, unknown>>;

type Mark<K extends GuardKind> = `guard:${K}`;

/**
 * A string parameter of a dangerous kind. The mark stands nested under `guard` in the JSON Schema, so that no hint
 * overwrites one of its keywords. A hint whose name ends in `When` names a boolean parameter of the same tool.
 */
export const guarded = <K extends GuardKind>(kind: K, hint: GuardHint = {}) =>
  z
    .string()
    .meta({ guard: { kind, ...hint } })
    .brand<Mark<K>>();

/** What a `path()` or `writablePath()` parameter may be. */
export interface PathHint {
  /** What must stand there; either, when left out. */
  readonly type?: "file" | "directory";
}

/** A path of the file system. The handler receives a {@link RootedPath}. */
export const path = (hint: PathHint = {}) => guarded("path", { ...hint });

/** A path that the tool may change, where nothing need stand yet. The handler receives a {@link WritablePath}. */
export const writablePath = (hint: PathHint = {}) => guarded("writable-path", { ...hint });

/** How a `pattern()` parameter is to be read. */
export interface PatternHint {
  /** `regex` (the default) is RE2's syntax, `glob` that of `.gitignore` lines. */
  readonly syntax?: "regex" | "glob";
  /** Names the boolean parameter that makes the pattern a regex; it is literal text otherwise. */
  readonly regexWhen?: string;
  /** Names the boolean parameter that folds case. */
  readonly ignoreCaseWhen?: string;
}

/** A search pattern. The handler receives a {@link SafePattern}. */
export const pattern = (hint: PatternHint = {}) => guarded("pattern", { ...hint });

type KindOf<T> = T extends { [z.$brand]: infer B } ? (keyof B extends Mark<infer K> ? K : never) : never;

/** A tool's arguments as its handler receives them: each guarded string replaced by its capability. */
export type Admitted<T> = T extends unknown ? ([KindOf<T>] extends [never] ? Inside<T> : Guards[KindOf<T>]) : never;

type Inside<T> = T extends string | number | boolean | bigint | null | undefined
  ? T
  : T extends readonly (infer E)[]
    ? Admitted<E>[]
    : T extends object
      ? { [P in keyof T]: Admitted<T[P]> }
      : T;
