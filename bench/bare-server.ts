/** What a user would write instead: the SDK's `McpServer` with one tool. Run as a program, it serves stdio. */
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

export function bareServer(): McpServer {
  const server = new McpServer({ name: "bare", version: "1.0.0" });
  const inputSchema = { text: z.string() };
  server.registerTool("echo", { description: "Says what it is told.", inputSchema }, ({ text }) => ({
    content: [{ type: "text", text }],
  }));
  return server;
}

if (process.argv[2] === "serve") await bareServer().connect(new StdioServerTransport());
