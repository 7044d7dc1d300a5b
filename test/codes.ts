/** The codes that exist: those that policies declare, and all that stand in the sources. */
import type { AnyPolicy, AnyTool } from "@portcullis/plugin-api";
import { filesBelow, plugins, read } from "./repository.js";

/** In core, every word of several parts that stands in quotes is a code, but for these of Node's. */
const CORE = /"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"/g;
const isForeign = (code: string): boolean => code === "MODULE_NOT_FOUND" || code.startsWith("ERR_");

/** Anywhere, a word that stands where a code is expected. */
const GIVEN = /\b(?:code: |(?:deny|failure|StartRefusal)\(\s*)"([A-Z][A-Z0-9_]*)"/g;

/** Every code in the sources of some packages and plugins, once each, sorted. */
export function writtenCodes(folders: readonly string[] = ["packages/core", ...plugins]): string[] {
  const codes = folders.flatMap((folder) =>
    filesBelow(`${folder}/src`, ".ts").flatMap((file) => {
      const patterns = folder === "packages/core" ? [CORE, GIVEN] : [GIVEN];
      return patterns.flatMap((pattern) => [...read(file).matchAll(pattern)].map(([, code = ""]) => code));
    }),
  );
  return [...new Set(codes)].filter((code) => !isForeign(code)).sort();
}

/** The codes that each policy declares, by its name. */
export async function declaredCodes(): Promise<Map<string, readonly string[]>> {
  const declared = new Map<string, readonly string[]>();
  for (const folder of plugins) {
    const { name } = JSON.parse(read(`${folder}/package.json`)) as { name: string };
    const { default: plugin }: { default: AnyPolicy | AnyTool } = await import(name);
    if (plugin.kind === "policy") declared.set(plugin.name, plugin.codes);
  }
  return declared;
}
