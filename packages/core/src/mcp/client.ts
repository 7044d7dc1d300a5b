/** A client of our own server, for the command line: it starts one as any client would, over stdio. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type CallToolResult, McpError } from "@modelcontextprotocol/sdk/types.js";

/** What a call gave, or the protocol's error in its place. */
export type Called = { readonly result: CallToolResult } | { readonly error: string };

/** Thrown when the server did not come up. What it had to say is on stderr. */
export class NoServer extends Error {}

/**
 * Starts a server, calls one tool, and ends the server.
 *
 * @throws {@link NoServer}
 */
export async function callOnce(
  command: readonly [string, ...string[]],
  tool: string,
  args: Record<string, unknown>,
): Promise<Called> {
  const [program, ...rest] = command;
  const env = Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const client = new Client({ name: "portcullis-call", version: "1" });
  try {
    await client.connect(new StdioClientTransport({ command: program, args: rest, env, stderr: "inherit" }));
  } catch {
    throw new NoServer();
  }
  try {
    // The server's own limit ends the call; the client waits as long as it takes.
    const result = await client.callTool({ name: tool, arguments: args }, undefined, { timeout: 2_147_483_647 });
    return { result: result as CallToolResult };
  } catch (error) {
    if (error instanceof McpError) return { error: error.message };
    throw error;
  } finally {
    await client.close();
  }
}
