/** A case at work: a client of its server, and the CPU time that calls have cost so far. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { parseManifest, Session, start } from "@portcullis/core";
import { bareServer } from "./bare-server.js";
import { type Case, environment, folder } from "./cases.js";

export interface Subject {
  readonly name: string;
  call(): Promise<unknown>;
  /** In microseconds, user and system. */
  cpu(): number;
  close(): Promise<void>;
}

const repository = fileURLToPath(new URL("../../", import.meta.url));
const command = join(repository, "packages/portcullis/bin/portcullis.js");

/** Client and server in this process: the CPU time is that of both. */
export async function inMemory({ name, call, manifest }: Case): Promise<Subject> {
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  let close = async () => {};
  if (manifest === undefined) {
    await bareServer().connect(serverSide);
  } else {
    const around = { folder, state: folder, environment };
    const plugins = createRequire(command);
    const read = parseManifest(JSON.stringify(manifest), "bench", around);
    const started = await start(read, { plugins, version: "0.0.0", environment, logLevel: "error" });
    await new Session(started.bound, started.services).connect(serverSide);
    close = () => started.close();
  }
  const client = new Client({ name: "bench", version: "1.0.0" });
  await client.connect(clientSide);
  const cpu = () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  };
  return { name, call: () => client.callTool(call), cpu, close };
}

/** The server in a process of its own, and the CPU time is that of the server alone. */
export async function overStdio({ name, call, manifest }: Case): Promise<Subject> {
  const bare = [fileURLToPath(new URL("bare-server.js", import.meta.url)), "serve"];
  const args =
    manifest === undefined ? bare : [command, "serve", "--log", "error", "--manifest", written(name, manifest)];
  const env = { PATH: process.env.PATH ?? "", XDG_STATE_HOME: folder, ...environment };
  const transport = new StdioClientTransport({ command: process.execPath, args, env });
  const client = new Client({ name: "bench", version: "1.0.0" });
  await client.connect(transport);
  const cpu = () => cpuOf(transport.pid ?? 0);
  return { name, call: () => client.callTool(call), cpu, close: () => client.close() };
}

function written(name: string, manifest: object): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(manifest));
  return file;
}

/** What the scheduler says of each thread, in nanoseconds; Linux alone says it. */
function cpuOf(pid: number): number {
  const threads = `/proc/${pid}/task`;
  const spent = readdirSync(threads).map((thread) =>
    Number(readFileSync(`${threads}/${thread}/schedstat`, "utf8").split(" ")[0]),
  );
  return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1000;
}
