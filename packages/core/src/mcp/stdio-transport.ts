/**
 * MCP over stdin and stdout: one JSON-RPC message a line. Beside the SDK's own transport this one answers every
 * request whose id can be read, bounds what it holds and what a message may hold, and tells when the client is gone.
 */
import type { Readable } from "node:stream";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  ErrorCode,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import type { Log } from "@portcullis/plugin-api";
import { Frames } from "./frames.js";
import { look } from "./message-bounds.js";
import { RateLimitedLog } from "./rate-limited-log.js";
import { idIn, idOf } from "./request-id.js";
import type { Output } from "./stdout.js";

/** Messages that are taken at once: their answers are on their way, or hold up the client, before the next are. */
const BATCH = 16;

/** How the client went: it ended its side, or it no longer takes what is written. */
export type Gone = "ended" | "broken";

export class StdioTransport implements Transport {
  onmessage?: NonNullable<Transport["onmessage"]>;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  readonly gone: Promise<Gone>;

  #tell: (gone: Gone) => void = () => {};
  #drained: Promise<void> | undefined;
  #isClosed = false;
  /** Messages of one chunk, and how many of them are taken. */
  #inbox: string[] = [];
  #taken = 0;
  readonly #frames: Frames;
  readonly #refusals: RateLimitedLog;

  constructor(
    private readonly input: Readable,
    private readonly output: Output,
    private readonly log: Log,
    /** The longest message that is read, in bytes. */
    maxMessageBytes: number,
  ) {
    this.#refusals = new RateLimitedLog(log);
    this.#frames = new Frames(maxMessageBytes, {
      message: (text) => this.#inbox.push(text),
      noise: () => this.#refuse(undefined, "not a JSON object"),
      overflow: (head) => this.#refuse(idIn(head, look(head)), `longer than ${maxMessageBytes} bytes`),
    });
    this.gone = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  async start(): Promise<void> {
    this.input.on("data", (chunk: Buffer) => {
      this.#frames.push(chunk);
      this.#take();
    });
    this.input.on("end", () => this.#tell("ended"));
    this.input.on("error", () => this.#tell("broken"));
    // Without a listener a client that closes its end kills the process with a stack trace.
    this.output.on("error", () => this.#tell("broken"));
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!this.output.write(this.#frames.enclose(this.#text(message)))) await this.#untilDrained();
  }

  /** A message as JSON; where that cannot be (a policy put a BigInt into a result), the request still gets an answer. */
  #text(message: JSONRPCMessage): string {
    try {
      return JSON.stringify(message);
    } catch (error) {
      this.log.error("a message could not be written as JSON", { error: String(error) });
      const id = "id" in message ? message.id : undefined;
      return JSON.stringify({
        jsonrpc: "2.0",
        id,
        error: { code: ErrorCode.InternalError, message: "Internal error" },
      });
    }
  }

  /** Resolves when the client has taken what was written, or is gone. */
  flushed(): Promise<void> {
    return new Promise((resolve) => this.output.write("", () => resolve()));
  }

  /** Nothing is taken until the client has taken what was written: one that does not read gets no more work done. */
  #untilDrained(): Promise<void> {
    this.input.pause();
    this.#drained ??= new Promise((resolve) => {
      this.output.once("drain", () => {
        this.#drained = undefined;
        this.#take();
        resolve();
      });
    });
    return this.#drained;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.input.pause();
    this.#refusals.flush();
    this.onclose?.();
  }

  /** Takes messages in batches, and reads on when none is left. */
  #take(): void {
    for (let left = BATCH; left > 0 && this.#drained === undefined && !this.#isClosed; left -= 1) {
      const text = this.#inbox[this.#taken];
      if (text === undefined) {
        this.#inbox = [];
        this.#taken = 0;
        if (this.input.isPaused()) this.input.resume();
        return;
      }
      this.#taken += 1;
      this.#receive(text);
    }
    this.input.pause();
    if (this.#drained === undefined && !this.#isClosed) setImmediate(() => this.#take());
  }

  #receive(text: string): void {
    const seen = look(text);
    if (seen.fault !== undefined) {
      this.#refuse(idIn(text, seen), seen.fault);
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.#refuse(idIn(text, seen), "not JSON", ErrorCode.ParseError);
      return;
    }
    const parsed = JSONRPCMessageSchema.safeParse(value);
    if (parsed.success) this.onmessage?.(parsed.data);
    else this.#refuse(idOf(value), "not a JSON-RPC 2.0 message");
  }

  #refuse(id: RequestId | undefined, why: string, code = ErrorCode.InvalidRequest): void {
    this.#refusals.warn("a message was refused", { why, answered: id !== undefined });
    if (id !== undefined) void this.send({ jsonrpc: "2.0", id, error: { code, message: `Invalid request: ${why}.` } });
  }
}
