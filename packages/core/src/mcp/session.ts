/** A client's session: MCP's requests to the pipeline, and its answers back. With its neighbours, all that knows the SDK. */
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ErrorCode, RootsListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import type { Call, Result } from "@portcullis/plugin-api";
import { z } from "zod";
import type { Bound } from "../bind.js";
import { CallInFlight, Trail } from "../call-in-flight.js";
import { run, speak } from "../pipeline.js";
import type { Route } from "../route.js";
import { logWith } from "../services/log.js";
import type { Services } from "../services.js";
import { Exchange, type Open, RpcError } from "./exchange.js";
import { RateLimitedLog } from "./rate-limited-log.js";

const callParams = z.object({
  name: z.string(),
  arguments: z.record(z.string(), z.unknown()).optional(),
  _meta: z.object({ progressToken: z.union([z.string(), z.number()]).optional() }).optional(),
});

const listParams = z.object({ cursor: z.never().optional() }).optional();

export class Session {
  readonly #server: Server;
  readonly #listing: readonly unknown[];
  readonly #inFlight = new Set<CallInFlight>();
  readonly #refusals: RateLimitedLog;
  #exchange: Exchange | undefined;
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
    services.clientRoots.from(() => this.#clientRoots());
    this.#server.oninitialized = () => services.clientRoots.changed();
    this.#server.setNotificationHandler(RootsListChangedNotificationSchema, () => services.clientRoots.changed());
    this.#server.onclose = () => this.#cut();
    this.#refusals = new RateLimitedLog(services.log);
    this.#server.onerror = ({ message }) =>
      this.#refusals.warn("the protocol reported an error", { error: message.slice(0, MAX_ERROR) });
  }

  connect(transport: Transport): Promise<void> {
    this.#exchange = new Exchange(transport, this.services.log, this.#refusals, (open) => this.#serve(open));
    return this.#server.connect(this.#exchange);
  }

  /**
   * Begins no more calls and lets those in flight end.
   *
   * @param patience - when it resolves, those that are left are cut short and recorded
   */
  async drain(patience: Promise<unknown>): Promise<void> {
    this.#draining = true;
    await Promise.race([this.#idle(), patience]);
    this.#cut();
    await Promise.race([this.#idle(), sleep(SETTLE_MS)]);
    await this.#server.close();
  }

  #cut(): void {
    for (const call of this.#inFlight) call.end("cancelled");
  }

  /** The URIs of the client's roots; undefined when it has no list of them. */
  async #clientRoots(): Promise<string[] | undefined> {
    if (this.#server.getClientCapabilities()?.roots === undefined) return undefined;
    const { roots } = await this.#server.listRoots(undefined, { timeout: ROOTS_MS });
    return roots.map(({ uri }) => uri);
  }

  /** What is asked of tools is answered here; the rest is the SDK's. */
  #serve(open: Open): Promise<Record<string, unknown>> | undefined {
    if (open.request.method === "tools/call") return this.#call(open);
    return open.request.method === "tools/list" ? this.#list(open) : undefined;
  }

  async #list({ request }: Open): Promise<Record<string, unknown>> {
    if (listParams.safeParse(request.params).success) return { tools: this.#listing };
    throw new RpcError(ErrorCode.InvalidParams, "tools/list: there is one page, and no cursor.");
  }

  async #call(open: Open): Promise<Record<string, unknown>> {
    const asked = callParams.safeParse(open.request.params);
    if (!asked.success) {
      throw new RpcError(
        ErrorCode.InvalidParams,
        "tools/call: expected a name, an object of arguments, and a progress token that is text or a number.",
      );
    }
    const { bound, services } = this;
    const { name, arguments: args = {}, _meta: meta } = asked.data;
    this.#count += 1;
    const id = `${services.facts.boot}-${this.#count}`;
    const route = bound.routes.get(name) ?? bound.unknown(name);
    const trail = new Trail();
    const told = this.#progress(open, meta?.progressToken, (text) => speak(route, call, text, trail));
    const call = new CallInFlight(id, name, args, "local", logWith(services.log, { call: id }), told);
    this.#inFlight.add(call);
    try {
      const running = run(route, call, trail);
      if (this.#draining) call.end("cancelled");
      open.onCancel = () => call.end("cancelled");
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

  /** Progress goes out only to who asked for it, and only forward, as the protocol wants it. */
  #progress(
    open: Open,
    progressToken: string | number | undefined,
    shown: (text: string) => string | undefined,
  ): Call["progress"] {
    if (progressToken === undefined) return silent;
    let last = -1;
    return (progress, total, text) => {
      if (progress <= last) return;
      last = progress;
      const message = text === undefined ? undefined : shown(text);
      const params = { progressToken, progress, ...(total !== undefined && { total }), ...(message && { message }) };
      // A client that is gone learns nothing more; its call is cut short elsewhere.
      this.#exchange?.notify(open, "notifications/progress", params).catch(silent);
    };
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
/** The SDK writes whole messages into its errors: so many characters of one are logged. */
const MAX_ERROR = 300;
/** How long calls that were cut short have to be recorded. */
const SETTLE_MS = 300;

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

const silent = () => {};

const withTrail = (result: Result, { decisions }: Trail): Record<string, unknown> => ({
  ...result,
  _meta: { ...result._meta, "portcullis/trail": decisions },
});
