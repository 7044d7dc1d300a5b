/** Puts a server of stdio behind HTTP, for a client that speaks HTTP alone. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { StdioClientTransport, type StdioServerParameters } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { isJSONRPCRequest, type RequestId } from "@modelcontextprotocol/sdk/types.js";

/** A session, and the process that serves it. */
class Session {
  readonly http = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID });
  readonly #stdio: StdioClientTransport;
  readonly #unanswered = new Set<RequestId>();

  constructor(server: StdioServerParameters, lost: (error: unknown) => void) {
    this.#stdio = new StdioClientTransport(server);
    this.http.onmessage = (message) => {
      if (isJSONRPCRequest(message)) this.#unanswered.add(message.id);
      this.#stdio.send(message).catch(lost);
    };
    this.#stdio.onmessage = (message) => {
      if (!("method" in message) && message.id !== undefined) this.#unanswered.delete(message.id);
      // A response finds its own way. Of all else stdio does not tell whom it is for: whoever asked last.
      const relatedRequestId = [...this.#unanswered].at(-1);
      this.http.send(message, relatedRequestId === undefined ? {} : { relatedRequestId }).catch(lost);
    };
    this.#stdio.onerror = lost;
  }

  async start(): Promise<void> {
    await this.#stdio.start();
    await this.http.start();
  }

  async close(): Promise<void> {
    await this.#stdio.close();
    await this.http.close();
  }
}

/** One session at a time: a client's first request opens it, and ends the one before. */
export class Bridge {
  /** What went wrong between the two. */
  readonly lost: unknown[] = [];
  readonly #listener = createServer((request, response) => {
    this.#receive(request, response).catch((error) => {
      this.lost.push(error);
      response.destroy();
    });
  });
  #session: Session | undefined;

  constructor(private readonly server: StdioServerParameters) {}

  /** Listens on a free port of this machine alone, and gives the URL. */
  async listen(): Promise<string> {
    this.#listener.listen(0, "127.0.0.1");
    await once(this.#listener, "listening");
    const address = this.#listener.address();
    if (address === null || typeof address === "string") throw new Error("the bridge has no port");
    return `http://127.0.0.1:${address.port}/mcp`;
  }

  async close(): Promise<void> {
    await this.#session?.close();
    this.#listener.close();
    this.#listener.closeAllConnections();
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers["mcp-session-id"] === undefined) {
      await this.#session?.close();
      this.#session = new Session(this.server, (error) => this.lost.push(error));
      await this.#session.start();
    }
    // It answers to its own id only: a session that has ended is not found.
    await this.#session?.http.handleRequest(request, response);
  }
}
