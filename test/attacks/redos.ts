/** Published attacks on engines that backtrack: a pattern, and a text that grows by its middle. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../repository.js";

export interface Attack {
  readonly pattern: string;
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

/** The published list; undefined, and said so, when it is not beside the repository. */
export function published(): readonly Attack[] | undefined {
  try {
    return JSON.parse(readFileSync(join(root, "../shared/data/redos.json"), "utf8"));
  } catch {
    console.warn("    SKIPPED: ../shared/data/redos.json is missing");
    return undefined;
  }
}
