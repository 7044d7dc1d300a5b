/** `portcullis serve`: MCP over stdin and stdout. */
import { createRequire } from "node:module";
import { type LogLevel, type Manifest, serve, start, takeStdout } from "@portcullis/core";
import { environment, manifestOf, type Source } from "./source.js";

export async function serveCommand(
  options: Source & { readonly log: LogLevel; readonly trail?: boolean },
  version: string,
): Promise<void> {
  // Before any plugin is loaded: what it prints must not reach the client.
  const output = takeStdout();
  const manifest = manifestOf(options);
  const plugins = createRequire(import.meta.url);
  const started = await start(manifest, { plugins, version, environment: environment(), logLevel: options.log });
  const { patterns, paths } = started.walls;
  const served = serve(started, { input: process.stdin, output }, { showTrail: options.trail ?? false });
  // Not before: who reads that it is ready may send a signal at once.
  started.services.log.info("the server is ready", { tools: [...started.bound.routes.keys()], patterns, paths });
  if (process.stdin.isTTY) console.error(welcome(manifest));
  await served;
  // A plugin's timer or socket must not keep a server whose client is gone.
  process.exit(0);
}

const welcome = ({ server, tools }: Manifest): string => `
${server.name}: an MCP server, speaking JSON-RPC on stdin and stdout. It serves ${Object.keys(tools).join(", ")}.
It waits for a client, and you are at a terminal. Add it to one:

  claude mcp add ${server.name} -- ${process.argv.map(quoted).join(" ")}

or, in a client's settings (Cursor, VS Code, Claude Desktop):

  { "mcpServers": { "${server.name}": { "command": ${JSON.stringify(process.argv[0])}, "args": ${JSON.stringify(process.argv.slice(1))} } } }

End it with Ctrl-C.`;

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
