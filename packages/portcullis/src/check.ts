/** `portcullis check`: what a server would do, without serving. */
import { createRequire } from "node:module";
import { type Route, type Started, start } from "@portcullis/core";
import { environment, manifestOf, type Source } from "./source.js";

export async function checkCommand(options: Source, version: string): Promise<void> {
  const manifest = manifestOf(options);
  const plugins = createRequire(import.meta.url);
  const started = await start(manifest, { plugins, version, environment: environment(), logLevel: "warn" });
  try {
    console.log(report(started));
  } finally {
    await started.close();
  }
}

function report({ bound, probed, walls }: Started): string {
  const routes = [...bound.routes.values()];
  return [
    ...routes.map(aboutTool),
    `probes    ${probed.length} of ${probed.length} came out as they must`,
    ...probed.map(({ tool, policy, name, got }) => `          ${tool}: ${policy}: ${name}: ${got}`),
    `patterns  ${walls.patterns === "re2" ? "re2, the native engine" : "re2js: the native engine could not be loaded"}`,
    `paths     ${walls.paths === "descriptor" ? "proved on the opened descriptor" : "best effort on this platform"}`,
  ].join("\n");
}

function aboutTool({ name, policies, guards, limits }: Route): string {
  const guardOf = (kind: string) => policies.find(({ policy }) => policy.admit && kind in policy.admit)?.name;
  const width = Math.max(0, ...guards.parameters.map((parameter) => parameter.name.length));
  const around = policies.map((entry) => (entry.mode === "audit" ? `${entry.name} (audit)` : entry.name));
  return [
    name,
    `  policies   ${around.join(" > ") || "none"}`,
    ...guards.parameters.map(
      (parameter) =>
        `  parameter  ${parameter.name.padEnd(width)}  ${parameter.kind} guarded by ${guardOf(parameter.kind)}`,
    ),
    `  limits     ${limits.timeout} ms, ${limits.concurrency} at once, ${limits.queue} waiting, ${limits.maxResultBytes} bytes`,
    "",
  ].join("\n");
}
