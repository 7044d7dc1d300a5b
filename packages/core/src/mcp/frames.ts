/**
 * Cuts a stream of bytes into messages, in time linear in the bytes and within a bound. A message is a line, as MCP
 * has it, or stands behind a `Content-Length` header, as in the Language Server Protocol.
 */
import { isUtf8 } from "node:buffer";

const NEWLINE = 0x0a;
const BRACE = 0x7b;
const HEADER = /^content-length:[ \t]*([0-9]{1,10})[ \t\r]*$/i;
/** Longer lines are no headers that matter. */
const HEADER_BYTES = 128;
/** What is kept of a message that is too long: its id may stand there. */
const HEAD_BYTES = 4096;
/** As much as a pipe gives at once. */
const FIRST_ROOM = 65_536;

export interface Receiver {
  /** What may be a message, since it begins like an object: a line, or what followed a header. */
  message(text: string): void;
  /** What cannot be a message: it begins otherwise, or is no UTF-8. Blank lines are none of it. */
  noise(): void;
  /** A message is too long, and is dropped whole. It began like this, what is beyond ASCII not decoded. */
  overflow(head: string): void;
}

export class Frames {
  /** Room for what has come of a message. It is used again: buffers by the message would wait for the collector. */
  #held = Buffer.alloc(0);
  #length = 0;
  /** What a header has announced, before the blank line that ends the header. */
  #announced: number | undefined;
  /** Bytes of a body that are still to come. */
  #body = 0;
  /** As the client's first message has it. */
  #framing: "lines" | "headers" | undefined;

  constructor(
    private readonly maxBytes: number,
    private readonly receiver: Receiver,
  ) {}

  /** Frames an answer as the client frames its requests. */
  enclose(text: string): string {
    return this.#framing === "headers" ? `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}` : `${text}\n`;
  }

  push(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; ) {
      const isBody = this.#body > 0;
      const end = isBody ? from + this.#body : chunk.indexOf(NEWLINE, from);
      const isWhole = end !== -1 && end <= chunk.length;
      const part = chunk.subarray(from, isWhole ? end : chunk.length);
      if (isBody) this.#body -= part.length;
      if (!isWhole) {
        this.#hold(part);
        return;
      }
      const bytes = this.#whole(part);
      if (bytes !== undefined && isBody) this.#message(bytes);
      else if (bytes !== undefined) this.#line(bytes);
      from = isBody ? end : end + 1;
    }
  }

  #line(line: Buffer): void {
    const isBlank = startOf(line) === line.length;
    if (this.#announced !== undefined) {
      // Other headers say nothing that is needed.
      if (!isBlank) return;
      this.#body = this.#announced;
      this.#announced = undefined;
      if (this.#body === 0) this.receiver.noise();
      return;
    }
    if (isBlank) return;
    const mayAnnounce = this.#framing !== "lines" && line.length <= HEADER_BYTES;
    const length = mayAnnounce ? HEADER.exec(line.toString("latin1"))?.[1] : undefined;
    this.#framing ??= length === undefined ? "lines" : "headers";
    if (length === undefined) this.#message(line);
    else this.#announced = Number(length);
  }

  #message(bytes: Buffer): void {
    // Not decoded, a flood of noise makes no strings for the collector.
    const text = bytes[startOf(bytes)] === BRACE ? bytes.toString("utf8") : undefined;
    // What cannot be decoded becomes U+FFFD. Few texts hold one, so few are looked at a second time.
    if (text === undefined || (text.includes("\ufffd") && !isUtf8(bytes))) this.receiver.noise();
    else this.receiver.message(text);
  }

  #hold(part: Buffer): void {
    const before = this.#length;
    this.#length += part.length;
    if (before > this.maxBytes) return;
    this.#grow(Math.min(this.#length, this.maxBytes));
    part.copy(this.#held, before);
    if (this.#length > this.maxBytes) this.receiver.overflow(this.#held.toString("latin1", 0, HEAD_BYTES));
  }

  /** Doubles the room, so that all copying together stays linear. */
  #grow(length: number): void {
    if (length <= this.#held.length) return;
    const room = Math.max(length, 2 * this.#held.length, FIRST_ROOM);
    const grown = Buffer.allocUnsafeSlow(Math.min(room, this.maxBytes));
    this.#held.copy(grown);
    this.#held = grown;
  }

  /** A message whose last part has come; undefined when it is too long. Valid until the next part. */
  #whole(part: Buffer): Buffer | undefined {
    if (this.#length === 0 && part.length <= this.maxBytes) return part;
    this.#hold(part);
    const length = this.#length;
    this.#length = 0;
    return length <= this.maxBytes ? this.#held.subarray(0, length) : undefined;
  }
}

/** The index of the first byte that is no white space of JSON's. */
function startOf(bytes: Buffer): number {
  let at = 0;
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = bytes[at])
    at += 1;
  return at;
}
