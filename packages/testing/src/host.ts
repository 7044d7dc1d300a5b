/** A server in memory for tests: the host's own services and pipeline around plugins given as objects. */
import { type Plugin, parseManifest, type Started, start } from "@portcullis/core";
import type { AnyPolicy, Needs, Token } from "@portcullis/plugin-api";

/** The services of a test, by the keys of the plugin's needs. */
export type Given = Readonly<Record<string, unknown>>;

/**
 * Starts a server on a manifest given as a value.
 *
 * @throws StartError, as a real start would
 */
export function startInMemory(
  manifest: object,
  plugins: readonly Plugin[],
  standIns: ReadonlyMap<Token<unknown>, unknown> = new Map(),
  environment: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const text = JSON.stringify(manifest);
  const parsed = parseManifest(text, "test", { folder: process.cwd(), state: process.cwd(), environment });
  return start(parsed, { plugins, version: "0.0.0", environment, logLevel: "silent", standIns });
}

/** What a test gives for a plugin's needs, by token. */
export const standIns = (needs: Needs = {}, given: Given = {}): Map<Token<unknown>, unknown> =>
  new Map(
    Object.entries(given).map(([key, instance]) => {
      const token = needs[key];
      if (token === undefined) throw new Error(`given.${key}: the plugin does not need it`);
      return [token, instance];
    }),
  );

/** An entry of a manifest for a policy. */
export const entryOf = (policy: AnyPolicy, options: unknown) => ({ use: policy.name, with: options });
