import type { PatternFlags, RootedPath, WritablePath } from "./capability.js";
import { token } from "./service.js";

/** The server's log. It goes to stderr, never to the client. */
export interface Log {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}
export const Log = token<Log>("portcullis:log");

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. */
  elapsed(): number;
}
export const Clock = token<Clock>("portcullis:clock");

/** The environment variables that the server was started with. */
export type Environment = Readonly<Record<string, string>>;
export const Environment = token<Environment>("portcullis:environment");

/** Closes what a plugin holds: in reverse order of asking, each awaited, when the server ends. */
export interface Lifetime {
  onClose(close: () => void | Promise<void>): void;
}
export const Lifetime = token<Lifetime>("portcullis:lifetime");

/** What this server is: for records. */
export interface ServerFacts {
  readonly name: string;
  readonly version: string;
  /** Names this run of the process. */
  readonly boot: string;
  /** SHA-256, in hex, of the manifest's text. */
  readonly manifest: string;
  /**
   * SHA-256, in hex, of what the manifest sets around calls: `every` and `tools` as JSON, defaults and variables filled
   * in, keys sorted. It stays when a comment changes, and changes with a variable's value.
   */
  readonly policySet: string;
  /** The loaded plugins' packages, in the manifest's order. A plugin that is no package has no version. */
  readonly plugins: readonly { readonly name: string; readonly version?: string }[];
  /** Which engine runs patterns. */
  readonly patterns: Patterns["engine"];
  /** How paths are proved: on the opened descriptor on Linux, by comparing real paths elsewhere. */
  readonly paths: "descriptor" | "best-effort";
}
export const ServerFacts = token<ServerFacts>("portcullis:server-facts");

/** The linear-time matching engine: RE2, or its port when the native module cannot be loaded. */
export interface Patterns {
  readonly engine: "re2" | "re2js";
  /**
   * Estimates how many instructions RE2 makes of a pattern, without compiling it: what a byte of text may cost.
   *
   * @param source - RE2's syntax
   * @throws {@link PatternError} when RE2 cannot run it
   */
  size(source: string): number;
  /**
   * @param source - RE2's syntax
   * @throws {@link PatternError} when RE2 cannot run it
   */
  compile(source: string, flags?: PatternFlags & { readonly multiline?: boolean; readonly dotAll?: boolean }): Pattern;
  /**
   * Rewrites a pattern so that it sees one line at a time when it runs over many, compiled with `multiline`: nothing in
   * it matches a line break, and `\A` and `\z` stand at the ends of each line.
   *
   * @param source - RE2's syntax
   * @returns RE2's syntax in one spelling: ASCII letters, digits and what is not ASCII as they are, each other character
   * as `\x{2d}`, no group that captures. Undefined when the pattern asks for a line break
   * @throws {@link PatternError} when RE2 cannot run it
   */
  lines(source: string): string | undefined;
}
export const Patterns = token<Patterns>("portcullis:patterns");

/** A compiled pattern. On bytes, no text is decoded: offsets are bytes. */
export interface Pattern {
  test(text: string | Uint8Array): boolean;
  /**
   * The leftmost match at or after `from`, in bytes.
   *
   * @param bytes - UTF-8. What is not matches nothing; in re2js a bad byte is U+FFFD, which `.` matches
   */
  find(bytes: Uint8Array, from: number): { readonly start: number; readonly end: number } | undefined;
  /**
   * Where the leftmost match at or after `from` ends; -1 when there is none. A fifth of the time of {@link find}, for a
   * pattern that never matches empty text: an empty match within a character is not told from one between two.
   */
  end(bytes: Uint8Array, from: number): number;
}

/** Why a pattern cannot be run. */
export class PatternError extends Error {
  override readonly name = "PatternError";
  constructor(
    message: string,
    /** Where in the source, in characters from 0; undefined when the engine does not say. */
    readonly position: number | undefined,
  ) {
    super(message);
  }
}

/** The file system, by roots. */
export interface Files {
  /**
   * Holds a directory as a root.
   *
   * @param index - its place among the roots that one policy allows: the `rootIndex` of its paths
   * @throws {@link StartRefusal} `ROOT_UNUSABLE` when it is no directory, `AUDIT_INSIDE_ROOTS` when it holds a file kept out
   */
  root(directory: string, index?: number): Root;
  /** Says that no root may hold this file: what the server writes for others to trust. */
  keepOut(file: string): void;
}
export const Files = token<Files>("portcullis:files");

/** A directory held open since the start. */
export interface Root {
  /** The real path, symbolic links resolved, at the start. */
  readonly directory: string;
  /**
   * Opens what stands at a path beneath this root and proves it on the descriptor. Nothing of what lies outside is
   * told: a link that leads out is `outside`, whether its target exists or not.
   *
   * @param relative - normal, with `/`: no `.`, `..` or empty name in it; `.` alone is the root
   */
  locate(relative: string, rules: PathRules): Located<RootedPath>;
  /** The same for a path that may be written. */
  locateWritable(relative: string, rules: PathRules): Located<WritablePath>;
}

/** What is found beneath a root. */
export interface PathRules {
  readonly symlinks: "deny" | "inside";
  /** Whether a file is found that has other names, of which one may lie outside. Unless told: `allow`. */
  readonly hardlinks?: "deny" | "allow";
  /** `false` finds a path where nothing stands yet, its existing parents proved. */
  readonly mustExist?: boolean;
  /** Directories of this root, relative: what lies beneath none of them is outside. Unless told: all of the root. */
  readonly within?: readonly string[];
}

export type Located<P> =
  | { readonly kind: "found"; readonly path: P }
  | { readonly kind: "refused"; readonly why: Refused };

/** Why a path cannot be opened beneath its root. */
export type Refused = "outside" | "symlink" | "hard-link" | "missing" | "not-regular" | "unreadable";

/** The directories that the client works in: what it told, and so no proof of anything. It may narrow, never widen. */
export interface ClientRoots {
  /**
   * Their real paths, asked for once and again after the client said that they changed. Undefined: the client has no
   * such list, or did not give it in time.
   */
  current(): Promise<readonly string[] | undefined>;
}
export const ClientRoots = token<ClientRoots>("portcullis:client-roots");
