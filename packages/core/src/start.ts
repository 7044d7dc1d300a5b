/** The start, whole: services, plugins, binding, probes. After it, nothing is looked up by name. */
import { createHash } from "node:crypto";
import type { Patterns, Token } from "@portcullis/plugin-api";
import { type Bound, bind } from "./bind.js";
import type { Manifest } from "./manifest.js";
import { type Loaded, loadPlugins, type Plugin } from "./plugin.js";
import { type Probed, runProbes } from "./probe.js";
import type { LogLevel } from "./services/log.js";
import { createServices, type Services } from "./services.js";

export interface StartOptions {
  /** Resolves the packages that come with the server, or the plugins themselves. */
  readonly plugins: NodeJS.Require | readonly Plugin[];
  readonly version: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logLevel?: LogLevel;
  /** Stand in for services of the host: a test's clock, say. */
  readonly standIns?: ReadonlyMap<Token<unknown>, unknown>;
}

/** A server that is ready for calls. */
export interface Started {
  readonly bound: Bound;
  readonly services: Services;
  readonly probed: readonly Probed[];
  /** The longest message that is read. */
  readonly maxMessageBytes: number;
  /** Which engine runs patterns, and how paths are proved. */
  readonly walls: { readonly patterns: Patterns["engine"]; readonly paths: Services["files"]["proof"] };
  close(): Promise<void>;
}

/**
 * Starts a server.
 *
 * @throws {@link StartError} with everything that is wrong
 */
export async function start(manifest: Manifest, options: StartOptions): Promise<Started> {
  const { plugins, packages } = await pluginsOf(manifest, options.plugins);
  const services = await createServices({
    facts: {
      name: manifest.server.name,
      version: options.version,
      manifest: manifest.hash,
      policySet: policySetOf(manifest),
      plugins: packages,
    },
    logLevel: options.logLevel ?? "info",
    environment: options.environment,
    ...(options.standIns && { standIns: options.standIns }),
  });
  const close = () => services.lifetime.close(services.log);
  try {
    const bound = await bind(manifest, plugins, services);
    const probed = await runProbes(bound, services);
    const walls = { patterns: services.patterns.engine, paths: services.files.proof };
    return { bound, services, probed, maxMessageBytes: manifest.server.maxMessageBytes, walls, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const pluginsOf = async (manifest: Manifest, plugins: StartOptions["plugins"]): Promise<Loaded> =>
  typeof plugins === "function" ? loadPlugins(manifest, plugins) : { plugins, packages: [] };

/** The hash of what stands around calls, whatever the order of keys, comments and white space. */
function policySetOf({ every, tools }: Manifest): string {
  const sorted = (_: string, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash("sha256").update(JSON.stringify({ every, tools }, sorted)).digest("hex");
}
