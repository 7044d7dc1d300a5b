/** What one call brings to the tables: where it may go, and what it may take on trust. */
import type { Ground, Refusal, Standing } from "@portcullis/plugin-api";

export class Visit {
  #standing: Standing | undefined;

  constructor(
    readonly ground: Ground,
    /** The watches told all that was done before the call. Without it every file of the call is looked at. */
    readonly trusted: boolean,
    /** Grows whenever watches may have missed something: what was seen before must be looked at once more. */
    readonly epoch: number,
    readonly now: () => number,
  ) {}

  /** Stands in a directory. */
  in(relative: string): Standing | Refusal {
    if (this.#standing?.relative === relative) return this.#standing;
    const standing = this.ground.enter(relative);
    this.#standing = standing.kind === "directory" ? standing : undefined;
    return standing;
  }

  /** To be called when other work had its turn: this process may stand elsewhere. */
  leave(): void {
    this.#standing = undefined;
  }
}
