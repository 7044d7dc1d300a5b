/** A tree in which an attacker swaps something for what leads out: what every race test against readers needs. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Attacker, attack } from "./swap.js";

/** For a link; the last one for a directory. */
export type Swap = "a directory" | "a file" | "the root" | "the root for another";

/** Stands in names and texts of what lies outside, and nowhere inside. */
export const secret = "secret";

/** On a busy machine the control may take long to meet the attacker. */
const patienceMs = 20_000;

export class SwappedTree {
  readonly #top = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-attack-")));
  readonly root = join(this.#top, "root");
  readonly #swap: Swap;
  #attacker: Attacker | undefined;

  constructor(swap: Swap) {
    this.#swap = swap;
    const outside = join(this.#top, "outside");
    for (const [tree, text] of [
      [this.root, "inside"],
      [outside, secret],
    ] as const) {
      for (const folder of ["", "folder", "victim", "victim/folder"]) {
        mkdirSync(join(tree, folder), { recursive: true });
        writeFileSync(join(tree, folder, "text"), text);
        if (text === secret) writeFileSync(join(tree, folder, "secret-name"), text);
      }
    }
  }

  /** Starts the attacker. What is to hold the root must do so before. */
  attack(): Attacker["language"] {
    const outside = join(this.#top, "outside");
    const link = join(this.#swap === "the root" ? this.#top : this.root, "link");
    const [victim, leadsTo] = (
      {
        "a directory": [join(this.root, "victim"), outside],
        "a file": [join(this.root, "victim/text"), join(outside, "text")],
        "the root": [this.root, outside],
        "the root for another": [this.root, outside],
      } as const
    )[this.#swap];
    symlinkSync(leadsTo, link);
    const other = this.#swap === "the root for another" ? outside : link;
    this.#attacker = attack(this.#swap === "a file" ? "file" : "directory", victim, other, leadsTo, this.#top);
    return this.#attacker.language;
  }

  /** Trusts a name that was checked, until it has read outside. Tells whether it has, in time. */
  naiveReaderEscapes(): boolean {
    const path = join(this.root, "victim/text");
    for (const end = Date.now() + patienceMs; Date.now() < end; ) {
      try {
        if (realpathSync.native(path).startsWith(`${this.root}/`) && readFileSync(path, "utf8") === secret) return true;
      } catch {
        // Nothing stood there at that moment.
      }
    }
    return false;
  }

  async remove(): Promise<void> {
    await this.#attacker?.stop();
    rmSync(this.#top, { recursive: true, force: true });
  }
}
