/** The composition root: which class stands behind which name. Nothing else registers, nothing here is called later. */
import "reflect-metadata";
import { randomBytes } from "node:crypto";
import {
  ClientRoots,
  Clock,
  Environment,
  Files,
  type Given,
  Lifetime,
  Log,
  type Needs,
  Patterns,
  ServerFacts,
  type Token,
  Workers,
} from "@portcullis/plugin-api";
import { container, type DependencyContainer } from "tsyringe";
import { HostClientRoots } from "./services/client-roots.js";
import { systemClock } from "./services/clock.js";
import { HostFiles } from "./services/files.js";
import { OrderedLifetime } from "./services/lifetime.js";
import { createLog, type LogLevel, logWith } from "./services/log.js";
import { loadPatterns } from "./services/patterns.js";
import { HostWorkers } from "./services/workers.js";

/** The host's services of one server. */
export interface Services {
  readonly log: Log;
  readonly lifetime: OrderedLifetime;
  readonly files: HostFiles;
  readonly clientRoots: HostClientRoots;
  readonly patterns: Patterns;
  readonly facts: ServerFacts;
  readonly container: DependencyContainer;
}

/** Makes the host's services. */
export async function createServices(options: {
  /** What the records of this server are to say of it. */
  readonly facts: Pick<ServerFacts, "name" | "version" | "manifest" | "policySet" | "plugins">;
  readonly logLevel: LogLevel;
  readonly environment: Readonly<Record<string, string>>;
  /** Stand in for services of the host: a test's clock, say. */
  readonly standIns?: ReadonlyMap<Token<unknown>, unknown>;
}): Promise<Services> {
  const log = createLog(options.logLevel);
  const lifetime = new OrderedLifetime();
  const files = new HostFiles();
  lifetime.onClose(() => files.close());
  const workers = new HostWorkers(options.environment, log);
  lifetime.onClose(() => workers.close());
  const clientRoots = new HostClientRoots(log);
  const patterns = await loadPatterns();
  const facts: ServerFacts = {
    ...options.facts,
    boot: randomBytes(4).toString("hex"),
    patterns: patterns.engine,
    paths: files.proof,
  };
  // A child of its own for each server: tsyringe's global container is everybody's.
  const own = container.createChildContainer();
  const provide = <T>(token: Token<T>, instance: T) =>
    own.register<unknown>(token, { useValue: options.standIns?.has(token) ? options.standIns.get(token) : instance });
  provide(ClientRoots, clientRoots);
  provide(Clock, systemClock);
  provide(Environment, options.environment);
  provide(Files, files);
  provide(Lifetime, lifetime);
  provide(Log, log);
  provide(Patterns, patterns);
  provide(ServerFacts, facts);
  provide(Workers, workers);
  return { log, lifetime, files, clientRoots, patterns, facts, container: own };
}

/** The names among a plugin's needs that nobody provides. */
export const missing = (services: Services, needs: Needs = {}): string[] =>
  Object.values(needs)
    .filter((token) => !services.container.isRegistered(token, true))
    .map((token) => Symbol.keyFor(token) ?? String(token));

/** Fills in what a plugin asks for. Its log carries the plugin's name. */
export function given<N extends Needs>(services: Services, needs: N, plugin: string): Given<N> {
  const child = services.container.createChildContainer();
  child.register<Log>(Log, { useValue: logWith(services.log, { plugin }) });
  const filled = Object.entries(needs).map(([key, token]) => [key, child.resolve(token)]);
  return Object.fromEntries(filled) as Given<N>;
}
