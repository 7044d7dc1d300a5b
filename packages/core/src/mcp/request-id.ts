/** The id of a request that is refused: what can be read of it, so that whoever sent it does not wait for ever. */
import type { RequestId } from "@modelcontextprotocol/sdk/types.js";
import type { Seen } from "./message-bounds.js";

/** An id where it begins. One with escapes, or beyond ASCII, is not worth the trouble. */
const ID = /("[ !#-[\]-~]{0,256}"|-?[0-9]{1,16})[ \t\r\n]*[,}]/y;

/** Of a message that was parsed. */
export function idOf(message: unknown): RequestId | undefined {
  if (typeof message !== "object" || message === null || !("id" in message)) return undefined;
  // A response must not be answered: its id is ours, and another request may have the same from the client.
  if ("result" in message || "error" in message) return undefined;
  const { id } = message;
  if (typeof id === "string") return id;
  return typeof id === "number" && Number.isSafeInteger(id) ? id : undefined;
}

/** Of a text that must not be parsed, or of its beginning. */
export function idIn(text: string, { idAt }: Seen): RequestId | undefined {
  if (idAt === -1) return undefined;
  ID.lastIndex = idAt;
  const literal = ID.exec(text)?.[1];
  if (literal === undefined) return undefined;
  return idOf({ id: literal.startsWith('"') ? literal.slice(1, -1) : Number(literal) });
}
