/** A baseline: the issues that were there when it was written. Later checks leave them out. */
import type { RootedPath } from "@portcullis/plugin-api";
import { z } from "zod";
import type { Issue, Place } from "../output.js";

const MAX_BYTES = 1024 * 1024;

/** Fingerprints by file: a file that was copied or renamed brings its issues anew. */
const document = z.strictObject({
  version: z.literal(1),
  files: z.record(z.string(), z.array(z.string().max(100))),
});

export class Baseline {
  readonly #files = new Map<string, Set<string>>();

  /** @returns nothing when the file is no baseline, or cannot be read */
  static async read(file: RootedPath): Promise<Baseline | undefined> {
    const text = await file.readText({ maxBytes: MAX_BYTES }).catch(() => "");
    const parsed = document.safeParse(json(text));
    if (!parsed.success) return undefined;
    const baseline = new Baseline();
    for (const [path, fingerprints] of Object.entries(parsed.data.files))
      baseline.#files.set(path, new Set(fingerprints));
    return baseline;
  }

  has(issue: Issue): boolean {
    return this.#files.get(keyOf(issue))?.has(issue.fingerprint) ?? false;
  }

  add(issue: Issue): void {
    const known = this.#files.get(keyOf(issue));
    if (known === undefined) this.#files.set(keyOf(issue), new Set([issue.fingerprint]));
    else known.add(issue.fingerprint);
  }

  /** As a file holds it, a line for each file. */
  print(): string {
    const files = [...this.#files].sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = files.map(
      ([path, fingerprints]) => `    ${JSON.stringify(path)}: ${JSON.stringify([...fingerprints].sort())}`,
    );
    return `{\n  "version": 1,\n  "files": {\n${lines.join(",\n")}\n  }\n}\n`;
  }
}

const keyOf = ({ path, root }: Place): string => (root === undefined ? path : `[root ${root}] ${path}`);

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
