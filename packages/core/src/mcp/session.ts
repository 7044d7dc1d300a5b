/** A client's session: MCP's requests to the pipeline, and its answers back. With its neighbours, all that knows the SDK. */
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  ErrorCode,
  type JSONRPCRequest,
  RootsListChangedNotificationSchema,
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

const callParams = z.object({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()).optional(),
});

const listParams = z.object({ cursor: z.never().optional() }).optional();

export class Session {
  readonly #server: Server;
  readonly #listing: readonly unknown[];
  readonly #inFlight = new Set<CallInFlight>();
  #onIdle: (() => void) | undefined;
  #draining = false;
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
    services.clientRoots.from(() => this.#clientRoots());
    this.#server.oninitialized = () => services.clientRoots.changed();
    this.#server.setNotificationHandler(RootsListChangedNotificationSchema, () => services.clientRoots.changed());
    this.#server.onerror = (error) => services.log.warn("the protocol reported an error", { error: error.message });
  }

  connect(transport: Transport): Promise<void> {
    return this.#server.connect(transport);
  }

  /**
   * Begins no more calls and lets those in flight end.
   *
   * @param patience - when it resolves, those that are left are cut short and recorded
   */
  async drain(patience: Promise<unknown>): Promise<void> {
    this.#draining = true;
    await Promise.race([this.#idle(), patience]);
    for (const call of this.#inFlight) call.end("cancelled");
    await Promise.race([this.#idle(), sleep(SETTLE_MS)]);
    await this.#server.close();
  }

  /** The URIs of the client's roots; undefined when it has no list of them. */
  async #clientRoots(): Promise<string[] | undefined> {
    if (this.#server.getClientCapabilities()?.roots === undefined) return undefined;
    const { roots } = await this.#server.listRoots(undefined, { timeout: ROOTS_MS });
    return roots.map(({ uri }) => uri);
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
      const running = run(route, call, trail);
      // A cancellation that was read together with its call has overtaken it on the way here.
      if (extra.signal.aborted || this.#draining) call.end("cancelled");
      const { result, outcome } = await running;
      if (outcome.kind === "invalid" && outcome.code === "UNKNOWN_TOOL") {
        throw new RpcError(ErrorCode.InvalidParams, `UNKNOWN_TOOL: ${outcome.reason} (call ${id})`);
      }
      return this.showTrail ? withTrail(result, trail) : { ...result };
    } finally {
      this.#inFlight.delete(call);
      if (this.#inFlight.size === 0) this.#onIdle?.();
    }
  }

  /** Resolves when no call is left. */
  #idle(): Promise<void> {
    if (this.#inFlight.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      // One turn later: the last answer is on its way to stdout by then.
      this.#onIdle = () => setImmediate(resolve);
    });
  }
}

/** How long a client has to tell its roots. */
const ROOTS_MS = 5000;
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
