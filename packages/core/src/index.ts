/** What runs. The command line and the tester build on it; plugins never see it. */

export { CallInFlight, Trail } from "./call-in-flight.js";
export { type Fault, StartError } from "./fault.js";
export { type Manifest, manifestSchema } from "./manifest.js";
export { type Called, callOnce, NoServer } from "./mcp/client.js";
export { Session } from "./mcp/session.js";
export { type Output, takeStdout } from "./mcp/stdout.js";
export { run } from "./pipeline.js";
export type { Plugin } from "./plugin.js";
export type { Probed } from "./probe.js";
export { parseManifest, readManifest, type Surroundings } from "./read-manifest.js";
export type { Answer, Route } from "./route.js";
export { serve } from "./serve.js";
export { HostFiles } from "./services/files.js";
export type { LogLevel } from "./services/log.js";
export { loadPatterns } from "./services/patterns.js";
export { HostWorkers } from "./services/workers.js";
export { type Started, type StartOptions, start } from "./start.js";
