/** A server in a process of its own, and a client of bare lines: it can send what no proper client would. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { after } from "mocha";
import { portcullis } from "../repository.js";

const running = new Set<ChildProcessWithoutNullStreams>();
after("end the servers that still run", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** What a server sends. */
export interface Message {
  readonly jsonrpc: string;
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: {
    readonly content: readonly { readonly type: string; readonly text: string }[];
    readonly structuredContent?: unknown;
    readonly isError?: boolean;
    readonly _meta?: Readonly<Record<string, unknown>>;
  };
  readonly error?: { readonly code: number; readonly message: string };
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class ServerProcess {
  readonly messages: Message[] = [];
  /** What stood on stdout and was no message. */
  readonly strays: string[] = [];
  stderr = "";
  readonly exit: Promise<Exit>;
  readonly child: ChildProcessWithoutNullStreams;
  #count = 0;
  readonly #waiting = new Map<string | number, (message: Message) => void>();

  /** @param words - what follows on `portcullis serve` */
  constructor(words: readonly string[], environment: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [portcullis, "serve", ...words], { env: { ...environment } });
    running.add(this.child);
    createInterface({ input: this.child.stdout }).on("line", (line) => this.#receive(line));
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    // A server that is gone takes no more; tests of that look at its exit.
    this.child.stdin.on("error", () => {});
    this.exit = once(this.child, "close").then(([code, signal]) => {
      running.delete(this.child);
      return { code, signal };
    });
  }

  /** Starts a server and shakes hands. */
  static async started(words: readonly string[], environment: Readonly<Record<string, string>>) {
    const server = new ServerProcess(words, environment);
    const hello = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } };
    const answer = await Promise.race([server.request("initialize", hello), server.exit]);
    if (!("jsonrpc" in answer)) throw new Error(`the server did not start: ${server.stderr}`);
    server.send({ jsonrpc: "2.0", method: "notifications/initialized" });
    return server;
  }

  write(bytes: string | Buffer): void {
    this.child.stdin.write(bytes);
  }

  send(message: unknown): void {
    this.write(`${JSON.stringify(message)}\n`);
  }

  request(method: string, params?: unknown): Promise<Message> {
    this.#count += 1;
    const id = `r${this.#count}`;
    this.send({ jsonrpc: "2.0", id, method, params });
    return this.answerTo(id);
  }

  async call(name: string, args: unknown = {}): Promise<NonNullable<Message["result"]>> {
    const { result, error } = await this.request("tools/call", { name, arguments: args });
    if (result === undefined) throw new Error(`${name}: ${error?.message}`);
    return result;
  }

  /** The answer to a request, now or later. */
  answerTo(id: string | number): Promise<Message> {
    const here = this.messages.find((message) => message.id === id);
    return here ? Promise.resolve(here) : new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** Resolves when the log holds a text. */
  async logged(text: string): Promise<void> {
    while (!this.stderr.includes(text)) await once(this.child.stderr, "data");
  }

  /** Goes away as a client does, and waits for the server to do so too. All that stood on stdout must be messages. */
  async end(): Promise<Exit> {
    this.child.stdin.end();
    const exit = await this.exit;
    expect(this.strays, "on stdout beside JSON-RPC").to.deep.equal([]);
    return exit;
  }

  #receive(line: string): void {
    const message = parse(line);
    if (message === undefined) {
      this.strays.push(line);
      return;
    }
    this.messages.push(message);
    if (message.id === undefined) return;
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }
}

function parse(line: string): Message | undefined {
  try {
    const value = JSON.parse(line);
    return value?.jsonrpc === "2.0" && value.method !== "forged" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A result's code: what it was denied or failed with. */
export const codeOf = (result: Message["result"]): unknown => result?._meta?.["portcullis/code"];

/** A result's first block of text. */
export const textOf = (result: Message["result"]): string => result?.content[0]?.text ?? "";
