/** The start, whole: services, plugins, binding, probes. After it, nothing is looked up by name. */
import type { Patterns, Token } from "@portcullis/plugin-api";
import { type Bound, bind } from "./bind.js";
import type { Manifest } from "./manifest.js";
import { loadPlugins, type Plugin } from "./plugin.js";
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
  const services = await createServices({
    name: manifest.server.name,
    version: options.version,
    logLevel: options.logLevel ?? "info",
    environment: options.environment,
    ...(options.standIns && { standIns: options.standIns }),
  });
  const close = () => services.lifetime.close(services.log);
  try {
    const plugins =
      typeof options.plugins === "function" ? await loadPlugins(manifest, options.plugins) : options.plugins;
    const bound = await bind(manifest, plugins, services);
    const probed = await runProbes(bound, services);
    const walls = { patterns: services.patterns.engine, paths: services.files.proof };
    return { bound, services, probed, walls, close };
  } catch (error) {
    await close();
    throw error;
  }
}
