/** A client's session: MCP's requests to the pipeline, and its answers back. With its neighbours, all that knows the SDK. */
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  ErrorCode,
  type JSONRPCRequest,
  type ServerNotification,
  type ServerRequest,
} from "@modelcontextprotocol/sdk/types.js";
import type { Call, Result } from "@portcullis/plugin-api";
import { z } from "zod";
import type { Bound } from "../bind.js";
import { CallInFlight, Trail } from "../call-in-flight.js";
import { run, speak } from "../pipeline.js";
import type { Route } from "../route.js";
import { logWith } from "../services/log.js";
import type { Services } from "../services.js";

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

const callParams = z.looseObject({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()).optional(),
});

const listParams = z.looseObject({ cursor: z.never().optional() }).optional();

export class Session {
  readonly #server: Server;
  readonly #listing: readonly unknown[];
  readonly #inFlight = new Set<CallInFlight>();
  #idle: (() => void) | undefined;
  #count = 0;

  constructor(
    private readonly bound: Bound,
    private readonly services: Services,
    /** Puts each call's trail in its answer's `_meta`, for the operator's eyes. */
    private readonly showTrail = false,
  ) {
    const { name, version } = services.facts;
    this.#listing = [...bound.routes.values()].map(listingOf);
    this.#server = new Server({ name, version }, { capabilities: { tools: {} } });
    // The SDK's own handlers for tools/* parse requests and results once more and answer in its words, not in ours.
    this.#server.fallbackRequestHandler = (request, extra) => this.#handle(request, extra);
    this.#server.onerror = (error) => services.log.warn("the protocol reported an error", { error: error.message });
  }

  connect(transport: Transport): Promise<void> {
    return this.#server.connect(transport);
  }

  /**
   * Lets the calls in flight end.
   *
   * @param milliseconds - how long they have; then they are cut short and settle
   */
  async drain(milliseconds: number): Promise<void> {
    if (!(await this.#settled(milliseconds))) {
      for (const call of this.#inFlight) call.end("cancelled");
      await this.#settled(SETTLE_MS);
    }
    await this.#server.close();
  }

  async #handle({ method, params }: JSONRPCRequest, extra: Extra): Promise<Record<string, unknown>> {
    if (method === "tools/list") {
      if (listParams.safeParse(params).success) return { tools: this.#listing };
      throw new RpcError(ErrorCode.InvalidParams, "tools/list: there is one page, and no cursor.");
    }
    if (method !== "tools/call") throw new RpcError(ErrorCode.MethodNotFound, "Method not found");
    const asked = callParams.safeParse(params);
    if (asked.success) return this.#call(asked.data.name, asked.data.arguments ?? {}, extra);
    throw new RpcError(ErrorCode.InvalidParams, "tools/call: expected a name and an object of arguments.");
  }

  async #call(tool: string, args: Record<string, unknown>, extra: Extra): Promise<Record<string, unknown>> {
    const { bound, services } = this;
    this.#count += 1;
    const id = `${services.facts.boot}-${this.#count}`;
    const route = bound.routes.get(tool) ?? bound.unknown(tool);
    const trail = new Trail();
    const told = progressOf(extra, (text) => speak(route, call, text, trail));
    const call = new CallInFlight(id, tool, args, "local", logWith(services.log, { call: id }), told);
    extra.signal.addEventListener("abort", () => call.end("cancelled"), { once: true });
    this.#inFlight.add(call);
    try {
      const { result, outcome } = await run(route, call, trail);
      if (outcome.kind === "invalid" && outcome.code === "UNKNOWN_TOOL") {
        throw new RpcError(ErrorCode.InvalidParams, `UNKNOWN_TOOL: ${outcome.reason} (call ${id})`);
      }
      return this.showTrail ? withTrail(result, trail) : { ...result };
    } finally {
      this.#inFlight.delete(call);
      if (this.#inFlight.size === 0) this.#idle?.();
    }
  }

  /** Whether no call is left within some milliseconds. */
  #settled(milliseconds: number): Promise<boolean> {
    if (this.#inFlight.size === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), milliseconds);
      this.#idle = () => {
        clearTimeout(late);
        // One turn later: the last answer is on its way to stdout by then.
        setImmediate(() => resolve(true));
      };
    });
  }
}

/** How long calls that were cut short have to be recorded. */
const SETTLE_MS = 500;

/** A JSON-RPC error: its code and message reach the client as they are. */
class RpcError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** What tools/list says of a tool. Made once: a schema takes 40 µs to write. */
function listingOf({ tool }: Route): Record<string, unknown> {
  const { name, title, description, annotations, input, output } = tool;
  return {
    name,
    title,
    description,
    inputSchema: z.toJSONSchema(input, { io: "input" }),
    ...(output && { outputSchema: z.toJSONSchema(output, { io: "output" }) }),
    ...(annotations && { annotations }),
  };
}

/** Progress goes out only to who asked for it, and only forward, as the protocol wants it. */
function progressOf(extra: Extra, shown: (text: string) => string | undefined): Call["progress"] {
  const progressToken = extra._meta?.progressToken;
  if (progressToken === undefined) return () => {};
  let last = -1;
  return (progress, total, text) => {
    if (progress <= last) return;
    last = progress;
    const message = text === undefined ? undefined : shown(text);
    const params = { progressToken, progress, ...(total !== undefined && { total }), ...(message && { message }) };
    // A client that is gone learns nothing more; its call is cut short elsewhere.
    extra.sendNotification({ method: "notifications/progress", params }).catch(() => {});
  };
}

const withTrail = (result: Result, { decisions }: Trail): Record<string, unknown> => ({
  ...result,
  _meta: { ...result._meta, "portcullis/trail": decisions },
});
