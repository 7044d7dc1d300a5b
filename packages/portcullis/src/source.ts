/** Where a command's manifest comes from: a file, or the built-in one over some directories. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { type Manifest, parseManifest, readManifest } from "@portcullis/core";
import { builtInManifest } from "./built-in-manifest.js";
import { UsageError } from "./usage-error.js";

export interface Source {
  readonly manifest?: string;
  readonly root?: string[];
  readonly audit?: string;
}

const DEFAULT_MANIFEST = "portcullis.yaml";

/** The environment without what is not set. */
export const environment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined));

/** Reads the manifest that the options name. */
export function manifestOf({ manifest, root, audit }: Source): Manifest {
  if (root !== undefined) {
    const roots = root.map((directory) => path.resolve(directory));
    const text = builtInManifest(roots, audit === undefined ? undefined : path.resolve(audit));
    const folder = process.cwd();
    const state = stateFolder(roots.join("\n"), path.basename(roots[0] ?? folder));
    return parseManifest(text, "built-in manifest", { folder, state, environment: environment() });
  }
  if (audit !== undefined) throw new UsageError("--audit goes with --root; a manifest names its own file.");
  const file = manifest ?? DEFAULT_MANIFEST;
  if (manifest === undefined && !existsSync(file)) {
    throw new UsageError(`Name a manifest or a root: there is no ${DEFAULT_MANIFEST} here.`);
  }
  const absolute = path.resolve(file);
  const state = stateFolder(absolute, path.basename(path.dirname(absolute)));
  return readManifest(file, { state, environment: environment() });
}

/** The same options, as words for a command line. */
export const argumentsOf = ({ manifest, root, audit }: Source): string[] => [
  ...(manifest === undefined ? [] : ["--manifest", manifest]),
  ...(root === undefined ? [] : ["--root", ...root]),
  ...(audit === undefined ? [] : ["--audit", audit]),
];

/** A server's own folder, by the XDG base directory specification; on Windows, beside other local state. */
function stateFolder(identity: string, name: string): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  const home = XDG_STATE_HOME ?? LOCALAPPDATA ?? path.join(homedir(), ".local", "state");
  const hash = createHash("sha256").update(identity).digest("hex").slice(0, 8);
  return path.join(home, "portcullis", `${name || "root"}-${hash}`);
}
