/** What a plugin's default export may be, and how plugins are found. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyPolicy, AnyService, AnyTool, ServerFacts } from "@portcullis/plugin-api";
import { z } from "zod";
import { type Fault, StartError } from "./fault.js";
import type { Manifest } from "./manifest.js";

export type Plugin = AnyTool | AnyPolicy | AnyService;

/** Plugins, and which packages they came in. */
export interface Loaded {
  readonly plugins: readonly Plugin[];
  readonly packages: ServerFacts["plugins"];
}

const schema = z.custom<z.ZodObject>((value) => value instanceof z.ZodType, "Expected a zod object schema");
const create = z.custom<AnyTool["create"]>((value) => typeof value === "function", "Expected a function");
const record = z.custom<object>((value) => typeof value === "object" && value !== null, "Expected a record");

const pluginSchema = z.discriminatedUnion("kind", [
  z.looseObject({
    kind: z.literal("tool"),
    // The names that the specification of 2025-11-25 recommends; every client takes them.
    name: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/),
    title: z.string(),
    description: z.string().min(1),
    input: schema,
    output: schema.optional(),
    options: schema.optional(),
    needs: record.optional(),
    create,
  }),
  z.looseObject({
    kind: z.literal("policy"),
    name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
    description: z.string().min(1),
    options: schema,
    codes: z.array(z.string().regex(/^[A-Z][A-Z0-9_]*$/)),
    admits: z.array(z.string()).optional(),
    needs: record.optional(),
    create,
  }),
  z.looseObject({ kind: z.literal("service"), token: z.symbol(), options: schema, needs: record, create }),
]);

/**
 * Loads the manifest's plugins, in its order.
 *
 * @param batteries - resolves the packages that come with the server. They win over what the manifest's folder holds:
 *   a `node_modules` in a workspace cannot take the place of a built-in policy.
 * @throws {@link StartError} with a fault for each plugin that cannot be loaded
 */
export async function loadPlugins(manifest: Manifest, batteries: NodeJS.Require): Promise<Loaded> {
  const faults: Fault[] = [];
  const plugins: Plugin[] = [];
  const packages: ServerFacts["plugins"][number][] = [];
  for (const [index, name] of manifest.plugins.entries()) {
    const at = manifest.locate(["plugins", index]);
    const file = find(name, manifest.folder, batteries);
    if (file === undefined) {
      const mend = name.startsWith(".") ? "Paths start at the manifest's folder." : `npm install ${name}`;
      faults.push({ code: "PLUGIN_NOT_FOUND", at, message: `There is no plugin ${name}.`, mend });
      continue;
    }
    try {
      const module: { default?: unknown } = await import(pathToFileURL(file).href);
      plugins.push(...parsePlugins(module.default));
      packages.push(packageOf(file) ?? { name });
    } catch (error) {
      const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      faults.push({ code: "PLUGIN_BROKEN", at, message: `${name} cannot be loaded: ${message}` });
    }
  }
  if (faults.length > 0) throw new StartError(faults);
  return { plugins, packages };
}

function parsePlugins(exported: unknown): Plugin[] {
  const all = Array.isArray(exported) ? exported : [exported];
  for (const plugin of all) pluginSchema.parse(plugin);
  return all as Plugin[];
}

function find(name: string, folder: string, batteries: NodeJS.Require): string | undefined {
  if (!name.startsWith(".") && !path.isAbsolute(name)) {
    return resolve(batteries, name) ?? resolve(createRequire(path.join(folder, "portcullis.yaml")), name);
  }
  const target = path.resolve(folder, name);
  if (!existsSync(target) || !statSync(target).isDirectory()) return existsSync(target) ? target : undefined;
  // A folder is a package: it resolves itself by its own name, so that `exports` counts here as it does elsewhere.
  const description = path.join(target, "package.json");
  if (!existsSync(description)) return resolve(createRequire(description), target);
  const { name: self } = z
    .looseObject({ name: z.string().default("") })
    .parse(JSON.parse(readFileSync(description, "utf8")));
  return resolve(createRequire(description), self) ?? resolve(createRequire(description), target);
}

function resolve(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}

const named = z.looseObject({ name: z.string(), version: z.string().default("") });

/** The package that a file belongs to: the nearest above it that has a name. */
function packageOf(file: string): ServerFacts["plugins"][number] | undefined {
  for (let folder = path.dirname(file); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const description = path.join(folder, "package.json");
    if (!existsSync(description)) continue;
    const { data } = named.safeParse(JSON.parse(readFileSync(description, "utf8")));
    if (data !== undefined)
      return data.version === "" ? { name: data.name } : { name: data.name, version: data.version };
  }
  return undefined;
}
