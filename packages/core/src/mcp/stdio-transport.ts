/**
 * MCP over stdin and stdout: one JSON-RPC message a line. Beside the SDK's own transport this one answers every
 * request whose id can be read, bounds what it holds, and tells when the client is gone.
 */
import type { Readable } from "node:stream";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ErrorCode, type JSONRPCMessage, JSONRPCMessageSchema } from "@modelcontextprotocol/sdk/types.js";
import type { Log } from "@portcullis/plugin-api";
import { Frames } from "./frames.js";
import type { Output } from "./stdout.js";

/** The longest message that is read, in bytes. */
const MAX_FRAME_BYTES = 4_000_000;

/** How the client went: it ended its side, or it no longer takes what is written. */
export type Gone = "ended" | "broken";

export class StdioTransport implements Transport {
  onmessage?: NonNullable<Transport["onmessage"]>;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  readonly gone: Promise<Gone>;

  #tell: (gone: Gone) => void = () => {};
  #drained: Promise<void> | undefined;
  readonly #frames = new Frames(
    MAX_FRAME_BYTES,
    (line) => this.#receive(line),
    () => this.log.warn("a message was dropped: it is too long", { maxBytes: MAX_FRAME_BYTES }),
  );

  constructor(
    private readonly input: Readable,
    private readonly output: Output,
    private readonly log: Log,
  ) {
    this.gone = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  async start(): Promise<void> {
    this.input.on("data", (chunk: Buffer) => this.#frames.push(chunk));
    this.input.on("end", () => this.#tell("ended"));
    this.input.on("error", () => this.#tell("broken"));
    // Without a listener a client that closes its end kills the process with a stack trace.
    this.output.on("error", () => this.#tell("broken"));
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!this.output.write(`${this.#text(message)}\n`)) await this.#untilDrained();
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

  /** Nothing is read until the client has taken what was written: one that does not read gets no more work done. */
  #untilDrained(): Promise<void> {
    this.input.pause();
    this.#drained ??= new Promise((resolve) => {
      this.output.once("drain", () => {
        this.#drained = undefined;
        this.input.resume();
        resolve();
      });
    });
    return this.#drained;
  }

  async close(): Promise<void> {
    this.input.pause();
    this.onclose?.();
  }

  #receive(line: string): void {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      this.log.warn("a message was dropped: it is not JSON", { bytes: line.length });
      return;
    }
    const parsed = JSONRPCMessageSchema.safeParse(value);
    if (parsed.success) this.onmessage?.(parsed.data);
    else this.#refuse(value);
  }

  #refuse(value: unknown): void {
    const id = typeof value === "object" && value !== null && "id" in value ? value.id : undefined;
    this.log.warn("a message was refused: it is no JSON-RPC request", { answered: isId(id) });
    if (!isId(id)) return;
    const message = "Invalid request: not a JSON-RPC 2.0 message, or no single one.";
    void this.send({ jsonrpc: "2.0", id, error: { code: ErrorCode.InvalidRequest, message } });
  }
}

const isId = (id: unknown): id is string | number => typeof id === "string" || Number.isSafeInteger(id);
