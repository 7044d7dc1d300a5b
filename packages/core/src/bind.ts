/**
 * Manifest and plugins to routes. Everything that can be wrong is found here, before the first call, and told in one
 * go: an unguarded parameter above all.
 */
import type { AnyPolicy, AnyService, AnyTool, GuardKind } from "@portcullis/plugin-api";
import { StartRefusal } from "@portcullis/plugin-api";
import { z } from "zod";
import { describe } from "./answer.js";
import { type Fault, StartError } from "./fault.js";
import { Gate } from "./gate.js";
import { type GuardedInput, guardedInput, SchemaUnsupported } from "./guarded-parameters.js";
import type { At, Entry, Manifest } from "./manifest.js";
import type { Plugin } from "./plugin.js";
import { explain } from "./read-manifest.js";
import type { BoundPolicy, NoRoute, Route } from "./route.js";
import { given, missing, type Services } from "./services.js";

/** A server's routes, bound. */
export interface Bound {
  /** By the tool's name, in the order of names. */
  readonly routes: ReadonlyMap<string, Route>;
  /** Where calls of unknown tools settle. */
  readonly unknown: (name: string) => NoRoute;
}

/** Calls of no tool settle within this. */
const UNKNOWN_TIMEOUT_MS = 30_000;

/** @throws {@link StartError} with every fault of the binding */
export async function bind(manifest: Manifest, plugins: readonly Plugin[], services: Services): Promise<Bound> {
  const binder = new Binder(manifest, plugins, services);
  await binder.provide();
  const every = await binder.policies(manifest.every, ["every"]);
  const routes = new Map<string, Route>();
  for (const name of Object.keys(manifest.tools).sort()) {
    const route = await binder.route(name, every);
    if (route !== undefined) routes.set(name, route);
  }
  if (binder.faults.length > 0) throw new StartError(binder.faults);
  const policies = every.flatMap(({ bound }) => bound ?? []);
  const outward = policies.toReversed();
  const unknown = (name: string): NoRoute => ({
    name,
    policies,
    outward,
    limits: { timeout: UNKNOWN_TIMEOUT_MS },
    input: undefined,
  });
  return { routes, unknown };
}

/** An entry of the manifest with its policy, as far as binding came with it. */
interface Placed {
  readonly entry: Entry;
  readonly at: At;
  readonly plugin: AnyPolicy | undefined;
  readonly bound: BoundPolicy | undefined;
}

class Binder {
  readonly faults: Fault[] = [];
  readonly #tools: ReadonlyMap<string, AnyTool>;
  readonly #policies: ReadonlyMap<string, AnyPolicy>;

  constructor(
    private readonly manifest: Manifest,
    private readonly plugins: readonly Plugin[],
    private readonly services: Services,
  ) {
    this.#tools = this.#byName(plugins.filter((plugin) => plugin.kind === "tool"));
    this.#policies = this.#byName(plugins.filter((plugin) => plugin.kind === "policy"));
  }

  /** Makes the services that plugins bring, in the manifest's order. */
  async provide(): Promise<void> {
    const brought = this.plugins.filter((plugin): plugin is AnyService => plugin.kind === "service");
    for (const plugin of brought) {
      const name = Symbol.keyFor(plugin.token) ?? String(plugin.token);
      if (this.services.container.isRegistered(plugin.token)) {
        // A plugin that could bring its own Files would decide what a root is.
        this.#fault("SERVICE_TWICE", ["plugins"], `The service ${name} is provided twice.`, "Load one of them.");
        continue;
      }
      const made = await this.#make(plugin, name, {}, ["plugins"]);
      if (made !== undefined) this.services.container.register(plugin.token, { useValue: made.instance });
    }
  }

  /** Makes the policies of a list. */
  async policies(entries: readonly Entry[], at: At): Promise<Placed[]> {
    const placed: Placed[] = [];
    for (const [index, entry] of entries.entries()) placed.push(await this.#policy(entry, [...at, index]));
    return placed;
  }

  /** Makes a tool and all that stands around it. */
  async route(name: string, every: readonly Placed[]): Promise<Route | undefined> {
    const entry = this.manifest.tools[name];
    const at: At = ["tools", name];
    const placed = [...every, ...(await this.policies(entry?.policies ?? [], [...at, "policies"]))];
    const tool = this.#tools.get(name);
    if (tool === undefined || entry === undefined) {
      this.#fault("TOOL_UNKNOWN", at, `No loaded plugin provides the tool ${name}.`, loaded("tools", this.#tools));
      return undefined;
    }
    const guards = this.#guards(tool, at);
    if (guards !== undefined) this.#cover(tool, guards, placed, [...at, "policies"]);
    const made = await this.#make(tool, name, entry.with, [...at, "with"]);
    if (guards === undefined || made === undefined) return undefined;
    const policies = placed.flatMap(({ bound }) => bound ?? []);
    return {
      name,
      tool,
      policies,
      outward: policies.toReversed(),
      input: tool.input,
      guards,
      output: tool.output,
      handle: made.instance as Route["handle"],
      limits: entry.limits,
      gate: new Gate(entry.limits.concurrency, entry.limits.queue),
    };
  }

  async #policy(entry: Entry, at: At): Promise<Placed> {
    const plugin = this.#policies.get(entry.use);
    const nothing = { entry, at, plugin, bound: undefined };
    if (plugin === undefined) {
      const message = `No loaded plugin provides the policy ${entry.use}.`;
      this.#fault("POLICY_UNKNOWN", [...at, "use"], message, loaded("policies", this.#policies));
      return nothing;
    }
    if (plugin.admits?.length && entry.mode !== "enforce") {
      const message = `${entry.use} makes the capabilities of ${plugin.admits.join(", ")} parameters: it cannot be in mode ${entry.mode}.`;
      this.#fault("GUARD_NOT_ENFORCED", [...at, "mode"], message, "Remove the mode, or the entry.");
    }
    if (entry.mode === "off") {
      this.#prepare(plugin, entry.use, entry.with, [...at, "with"]);
      return nothing;
    }
    const made = await this.#make(plugin, entry.use, entry.with, [...at, "with"]);
    if (made === undefined) return nothing;
    const policy = made.instance as BoundPolicy["policy"];
    const kinds: string[] = Object.keys(policy.admit ?? {});
    const declared: readonly string[] = plugin.admits ?? [];
    if (kinds.some((kind) => !declared.includes(kind)) || (kinds.length === 0 && declared.length > 0)) {
      this.#fault("POLICY_BROKEN", at, `${entry.use} does not admit the kinds that it says it admits.`);
    }
    const probes = plugin.probes?.(made.options, made.given) ?? [];
    const { mode, onFailure } = entry;
    return { ...nothing, bound: { name: entry.use, policy, mode, onFailure, probes, at: this.manifest.locate(at) } };
  }

  /** Checks a plugin's options and fills in its needs. What is wrong is a fault and `undefined`. */
  #prepare(plugin: Plugin, name: string, options: unknown, at: At) {
    const { faults, manifest, services } = this;
    const before = faults.length;
    const parsed = (plugin.options ?? z.strictObject({})).safeParse(options);
    if (!parsed.success) {
      const locate = (path: At) => manifest.locate([...at, ...path]);
      faults.push(...parsed.error.issues.flatMap((issue) => explain(issue, locate, "OPTION_INVALID", name)));
    }
    for (const service of missing(services, plugin.needs)) {
      this.#fault("SERVICE_MISSING", at, `${name} needs the service ${service}, and no loaded plugin provides it.`);
    }
    if (faults.length > before) return undefined;
    return { options: parsed.data ?? {}, given: given(services, plugin.needs ?? {}, name) };
  }

  /** Makes a plugin's instance. What cannot be made is a fault and `undefined`. */
  async #make(plugin: Plugin, name: string, options: unknown, at: At) {
    const prepared = this.#prepare(plugin, name, options, at);
    if (prepared === undefined) return undefined;
    try {
      return { ...prepared, instance: await plugin.create(prepared.options, prepared.given) };
    } catch (error) {
      if (error instanceof StartRefusal) this.#fault(error.code, [...at, ...error.option], `${name}: ${error.message}`);
      else this.#fault("PLUGIN_BROKEN", at, `${name} failed to start: ${describe(error)}`);
      return undefined;
    }
  }

  #guards(tool: AnyTool, at: At): GuardedInput | undefined {
    try {
      z.toJSONSchema(tool.input, { io: "input" });
      if (tool.output) z.toJSONSchema(tool.output, { io: "input" });
      const guards = guardedInput(tool.input);
      for (const { name, hint } of guards.parameters) {
        for (const [key, sibling] of Object.entries(hint)) {
          if (!key.endsWith("When") || isBoolean(tool.input.shape[String(sibling)])) continue;
          const message = `${tool.name}: ${name} says ${key}: ${String(sibling)}, and that is no boolean parameter.`;
          this.#fault("HINT_UNKNOWN", at, message);
        }
      }
      return guards;
    } catch (error) {
      const why = error instanceof SchemaUnsupported ? error.message : describe(error);
      this.#fault("SCHEMA_UNSUPPORTED", at, `${tool.name} cannot be served: ${why}.`);
      return undefined;
    }
  }

  /** Holds every guarded parameter to exactly one policy that admits its kind. */
  #cover(tool: AnyTool, { parameters }: GuardedInput, placed: readonly Placed[], at: At): void {
    for (const { name, kind } of parameters) {
      const able = placed.filter(({ plugin }) => plugin?.admits?.includes(kind));
      // What could not be made is a fault already. What was made may admit less, by its options.
      const admitting = able.filter(({ bound }) => bound === undefined || kind in (bound.policy.admit ?? {}));
      if (admitting.length === 0) {
        const message = `${tool.name} takes the ${kind} parameter ${name}, and none of its policies admits ${kind} parameters.`;
        const [idle] = able;
        const mend = idle && `Change the options of ${idle.entry.use}: under these it admits no ${kind} parameters.`;
        this.#fault("PARAMETER_UNGUARDED", idle?.at ?? at, message, mend ?? this.#mend(kind, at));
      }
      const second = admitting[1];
      if (second !== undefined) {
        const message = `${tool.name}: a second policy admits ${kind} parameters. Which one makes the capability of ${name}?`;
        this.#fault("GUARD_TWICE", second.at, message, "Keep one of them.");
      }
    }
  }

  /** The lines that would guard a parameter, by what is loaded. */
  #mend(kind: GuardKind, at: At): string {
    const guard = [...this.#policies.values()].find(({ admits }) => admits?.includes(kind));
    if (guard === undefined) return `Load a plugin with a policy that admits ${kind} parameters.`;
    const [example] = z.array(z.unknown()).default([]).parse(z.globalRegistry.get(guard.options)?.examples);
    const options = example === undefined ? "" : `\n  with: ${JSON.stringify(example)}`;
    return `Add under ${at.join(".")}:\n- use: ${guard.name}${options}`;
  }

  #byName<P extends AnyTool | AnyPolicy>(plugins: readonly P[]): ReadonlyMap<string, P> {
    const byName = new Map<string, P>();
    for (const plugin of plugins) {
      if (byName.has(plugin.name)) {
        this.#fault(
          "NAME_TWICE",
          ["plugins"],
          `Two plugins provide the ${plugin.kind} ${plugin.name}.`,
          "Load one of them.",
        );
      }
      byName.set(plugin.name, plugin);
    }
    return byName;
  }

  #fault(code: string, at: At, message: string, mend?: string): void {
    const place = this.manifest.locate(at);
    this.faults.push(mend === undefined ? { code, at: place, message } : { code, at: place, message, mend });
  }
}

const isBoolean = (schema: z.core.$ZodType | undefined): boolean =>
  schema !== undefined && z.safeParse(schema, true).success && !z.safeParse(schema, "true").success;

const loaded = (what: string, names: ReadonlyMap<string, unknown>): string =>
  names.size === 0 ? `No loaded plugin provides ${what}.` : `Loaded ${what}: ${[...names.keys()].sort().join(", ")}.`;
