/** What is measured: a bare server, and Portcullis with more and more around the same tool. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Case {
  readonly name: string;
  readonly call: { readonly name: string; readonly arguments: Record<string, unknown> };
  /** None: the bare server. */
  readonly manifest?: object;
}

/** A folder for the audits and a root; to be removed by who measures. */
export const folder = mkdtempSync(join(tmpdir(), "portcullis-bench-"));

/** What the sanitizer has to look for. */
export const environment = {
  API_TOKEN: "tok_8f3a1c7e5b2d4096",
  DATABASE_PASSWORD: "correct-horse-battery-staple",
  SIGNING_KEY: "c2lnbmluZy1rZXktb2YtYmVuY2g=",
};

const echo = { name: "echo", arguments: { text: "a line of text, as an answer may hold it" } };
const guarded = {
  name: "echo_guarded",
  arguments: { ...echo.arguments, where: "folder/file.txt", what: "TODO|FIXME" },
};

const packages = ["policy-audit-log", "policy-regex", "policy-roots", "policy-sanitizer"];
const plugins = [
  ...packages.map((name) => `@portcullis/${name}`),
  fileURLToPath(new URL("plugins.js", import.meta.url)),
];

const sanitizer = { use: "sanitizer" };
const roots = { use: "roots", with: { allow: [join(folder, "root")] } };
const regex = { use: "regex" };
const lookOn = { use: "look-on" };
const count = { use: "count" };
const auditLog = (file: string) => ({ use: "audit-log", with: { file: join(folder, file) } });

const around = (tool: string, ...policies: object[]) => ({ plugins, tools: { [tool]: { policies } } });

export const cases = (transport: string): readonly Case[] => [
  { name: "the SDK's McpServer", call: echo },
  { name: "no policy", call: echo, manifest: around("echo") },
  { name: "one policy", call: echo, manifest: around("echo", sanitizer) },
  { name: "five, no audit", call: echo, manifest: around("echo", count, sanitizer, roots, regex, lookOn) },
  {
    name: "five, with the audit",
    call: echo,
    manifest: around("echo", auditLog(`${transport}-1.jsonl`), sanitizer, roots, regex, lookOn),
  },
  {
    name: "the same, path and pattern",
    call: guarded,
    manifest: around("echo_guarded", auditLog(`${transport}-2.jsonl`), sanitizer, roots, regex, lookOn),
  },
];
