/** Where the repository's files are, for the tests that read them. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. Tests run compiled, two folders below it. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The command, as npm links it. */
export const portcullis = join(root, "packages/portcullis/bin/portcullis.js");

/** A file's text, by its path in the repository. */
export const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** The folders in a folder, by their paths in the repository, sorted. */
export const foldersIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}`)
    .sort();

/** Every plugin's folder. */
export const plugins = ["plugins/policies", "plugins/tools"].flatMap(foldersIn);

/** The files in a folder and below it, by their paths in the repository, sorted. Built and installed ones are left out. */
export const filesBelow = (folder: string, end: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) return path.endsWith(end) ? [path] : [];
      return isMade(basename(path)) ? [] : filesBelow(path, end);
    })
    .sort();

const isMade = (name: string): boolean => name === "node_modules" || name.startsWith("dist") || name.startsWith(".");
