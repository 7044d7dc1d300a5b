/** Finds an audit file that this process alone writes: the one asked for or, while others write that, the next in number. */
import { mkdirSync } from "node:fs";
import { dirname, format, parse } from "node:path";
import { StartRefusal } from "@portcullis/plugin-api";
import { ChainedFile } from "./chained-file.js";
import { releaseLock, takeLock } from "./lock.js";

/** An audit file in hand. */
export interface Claimed {
  readonly file: ChainedFile;
  /** Closes the file and lets others have it. */
  release(): void;
}

/** @throws {@link StartRefusal} `AUDIT_IN_USE` when this process writes it already, `AUDIT_UNUSABLE` when it cannot be had */
export function claim(asked: string): Claimed {
  try {
    mkdirSync(dirname(asked), { recursive: true, mode: 0o700 });
    for (let number = 1; ; number += 1) {
      const path = numbered(asked, number);
      const lock = `${path}.lock`;
      const taken = takeLock(lock);
      if (taken === "ours")
        throw new StartRefusal("AUDIT_IN_USE", `${path}: another entry of this server writes it.`, ["file"]);
      if (taken === "taken") return open(path, lock);
    }
  } catch (error) {
    if (error instanceof StartRefusal || !(error instanceof Error)) throw error;
    throw new StartRefusal("AUDIT_UNUSABLE", error.message, ["file"]);
  }
}

function open(path: string, lock: string): Claimed {
  try {
    const file = new ChainedFile(path);
    const release = () => {
      file.close();
      releaseLock(lock);
    };
    return { file, release };
  } catch (error) {
    releaseLock(lock);
    throw error;
  }
}

/** `audit.jsonl`, `audit.2.jsonl`, `audit.3.jsonl`, … */
function numbered(path: string, number: number): string {
  const { dir, name, ext } = parse(path);
  return number === 1 ? path : format({ dir, name: `${name}.${number}`, ext });
}
