/** What the server asks of a shard, and what it is told. Plain data. */

import type { Choice } from "@portcullis/ignore-rules";
import type { Position } from "../cursor.js";
import type { Shape } from "../excerpt.js";
import type { Share } from "../fresh/own-share.js";
import type { FileCount, Match } from "../output.js";
import type { Plan } from "../plan/plan.js";
import type { Counts } from "../tally.js";

/** What a call searches for, and how its rows are to look. */
export interface Query {
  readonly plan: Plan;
  readonly choice: Choice;
  /** Rows are matches, or files. */
  readonly rows: "matches" | "files";
  readonly shape: Shape;
  readonly pageSize: number;
  readonly stopAtLimit: boolean;
  /** The last row of the page before. */
  readonly after: Position | undefined;
  /** Look at every file. */
  readonly strict: boolean;
  /** Milliseconds since 1970: what is not searched by then is left. */
  readonly until: number;
}

export interface SearchTask {
  readonly kind: "search";
  /** Names the call. */
  readonly search: string;
  readonly query: Query;
  /** In the order of the job's grounds. */
  readonly starts: readonly {
    /** Which of the call's starts. */
    readonly start: number;
    /** In place of the ground's own start: directories below it. */
    readonly below?: readonly string[];
    readonly share: Share;
  }[];
}

/** Asks a shard for directories of a call that it has not looked into yet. */
export interface ShareTask {
  readonly kind: "share";
  readonly search: string;
}

/** Asks a shard for directories to leave to another for good. */
export interface SpareTask {
  readonly kind: "spare";
  readonly share: Share;
  /** In bytes. */
  readonly weight: number;
}

export type Task = SearchTask | ShareTask | SpareTask;

/** What a shard found. Rows are sorted; `more`: there are others behind them. */
export interface Found {
  readonly kind: "found";
  readonly counts: Counts;
  readonly matches: readonly Match[];
  readonly files: readonly FileCount[];
  readonly more: boolean;
  /** Why something was left. */
  readonly cut: "limit" | "time" | undefined;
}

/** Directories of one of the call's starts, for another to search. */
export interface Given {
  readonly kind: "given";
  /** Which of the call's. */
  readonly start: number;
  readonly below: readonly string[];
}

export type Answer = Found | Given;

/** How many files were searched since it was told last. */
export type News = number;
