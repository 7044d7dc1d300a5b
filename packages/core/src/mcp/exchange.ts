/**
 * Requests and their answers, between the SDK and a transport: `initialize` first and once, an id once at a time, a
 * bounded number in flight. The SDK knows none of these rules, and cannot cancel request 0. What is asked of tools goes
 * to the session at once: the SDK's way there costs as much as five policies.
 */
import type { Transport, TransportSendOptions } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  ErrorCode,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type JSONRPCResponse,
  type MessageExtraInfo,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import type { Log } from "@portcullis/plugin-api";
import { describe } from "../answer.js";
import type { RateLimitedLog } from "./rate-limited-log.js";

/** How many requests may wait for their answers. */
const MAX_IN_FLIGHT = 1000;
/** MCP has no code for it; this is the one of JSON-RPC servers elsewhere (EIP-1474). */
const LIMIT_EXCEEDED = -32005;

/** A request that waits for its answer. */
export interface Open {
  readonly request: JSONRPCRequest;
  cancelled: boolean;
  /** Called once the client cancels it. */
  onCancel?: () => void;
}

/** Answers a request about tools; undefined when it is about something else. What it throws is an {@link RpcError}. */
export type Serve = (open: Open) => Promise<Record<string, unknown>> | undefined;

/** A JSON-RPC error: its code and message reach the client as they are. */
export class RpcError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

type Refusal = JSONRPCErrorResponse["error"];

export class Exchange implements Transport {
  onmessage?: NonNullable<Transport["onmessage"]>;
  onclose?: () => void;
  onerror?: (error: Error) => void;

  readonly #open = new Map<RequestId, Open>();
  /** Our own requests that the client has not answered. */
  readonly #asked = new Set<RequestId>();
  /** The request that began the session, until its answer. */
  #greeting: RequestId | undefined;
  #isInitialized = false;

  constructor(
    private readonly inner: Transport,
    private readonly log: Log,
    private readonly refusals: RateLimitedLog,
    private readonly serve: Serve,
  ) {}

  start(): Promise<void> {
    this.inner.onmessage = (message, extra) => this.#receive(message, extra);
    this.inner.onclose = () => this.onclose?.();
    this.inner.onerror = (error) => this.onerror?.(error);
    return this.inner.start();
  }

  close(): Promise<void> {
    this.refusals.flush();
    return this.inner.close();
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if ("method" in message || message.id === undefined) {
      if ("id" in message && message.id !== undefined) this.#asked.add(message.id);
      return this.inner.send(message, options);
    }
    const request = this.#open.get(message.id);
    this.#open.delete(message.id);
    // Who has cancelled expects no answer.
    if (request?.cancelled) return;
    if (message.id !== this.#greeting) return this.inner.send(message, options);
    this.#greeting = undefined;
    this.#isInitialized = "result" in message;
    return this.inner.send(this.#isInitialized ? message : { ...message, error: NO_GREETING }, options);
  }

  /** Tells the client something about a request: until its answer, and not once it is cancelled. */
  async notify(about: Open, method: string, params: Record<string, unknown>): Promise<void> {
    if (about.cancelled || this.#open.get(about.request.id) !== about) return;
    await this.inner.send({ jsonrpc: "2.0", method, params });
  }

  #receive(message: JSONRPCMessage, extra: MessageExtraInfo | undefined): void {
    if (!("method" in message)) this.#response(message, extra);
    else if ("id" in message) this.#request(message, extra);
    else if (message.method === "notifications/cancelled") this.#cancel(message.params?.requestId);
    else this.onmessage?.(message, extra);
  }

  /** The SDK writes the whole of a response that it did not ask for into an error. */
  #response(response: JSONRPCResponse, extra: MessageExtraInfo | undefined): void {
    if (response.id !== undefined && this.#asked.delete(response.id)) this.onmessage?.(response, extra);
    else this.refusals.warn("a response was dropped", { why: "nothing was asked under its id" });
  }

  #request(request: JSONRPCRequest, extra: MessageExtraInfo | undefined): void {
    const error = this.#refusal(request);
    if (error === undefined) {
      const open: Open = { request, cancelled: false };
      this.#open.set(request.id, open);
      const served = this.serve(open);
      if (served === undefined) this.onmessage?.(request, extra);
      else void this.#answer(request.id, served);
      return;
    }
    this.refusals.warn("a request was refused", { method: request.method, why: error.message });
    void this.inner.send({ jsonrpc: "2.0", id: request.id, error });
  }

  async #answer(id: RequestId, served: Promise<Record<string, unknown>>): Promise<void> {
    try {
      const answer = await served.then(
        (result) => ({ result }),
        (error: unknown) => ({ error: this.#told(error) }),
      );
      await this.send({ jsonrpc: "2.0", id, ...answer });
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #told(error: unknown): Refusal {
    if (error instanceof RpcError) return { code: error.code, message: error.message };
    this.log.error("a request failed", { error: describe(error) });
    return FAILED;
  }

  #refusal({ id, method }: JSONRPCRequest): Refusal | undefined {
    if (this.#open.has(id)) return TWICE;
    if (method === "ping") return undefined;
    const isGreeted = this.#isInitialized || this.#greeting !== undefined;
    if (method === "initialize") {
      if (isGreeted) return GREETED;
      this.#greeting = id;
      return undefined;
    }
    if (!isGreeted) return NOT_GREETED;
    return this.#open.size < MAX_IN_FLIGHT ? undefined : TOO_MANY;
  }

  #cancel(id: unknown): void {
    if (typeof id !== "string" && typeof id !== "number") return;
    const request = this.#open.get(id);
    // The protocol lets nobody cancel the beginning of a session.
    if (request === undefined || id === this.#greeting) return;
    request.cancelled = true;
    request.onCancel?.();
  }
}

const FAILED: Refusal = { code: ErrorCode.InternalError, message: "Internal error" };
const refusal = (message: string, code: number = ErrorCode.InvalidRequest): Refusal => ({ code, message });
const TWICE = refusal("Invalid request: a request of this id is not answered yet.");
const GREETED = refusal("Invalid request: the session is initialized.");
const NOT_GREETED = refusal("Invalid request: initialize comes first.");
const TOO_MANY = refusal(`Too many requests: ${MAX_IN_FLIGHT} wait for their answers.`, LIMIT_EXCEEDED);
// The SDK's own words would be the validator's.
const NO_GREETING = refusal(
  "initialize: expected protocolVersion, capabilities and clientInfo.",
  ErrorCode.InvalidParams,
);
