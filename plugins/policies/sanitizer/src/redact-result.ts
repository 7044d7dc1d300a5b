/** Walks an answer: its blocks, what is encoded in them, `structuredContent` and `_meta`, values and keys. */
import type { Content, Result } from "@portcullis/plugin-api";
import { MARK, type Redactor } from "./redactor.js";

/** The answer without what the redactor seeks; the same object when there is nothing of it. */
export function redactResult(result: Result, redactor: Redactor): Result {
  const sent = JSON.stringify(result);
  // Every form is also sought as it stands within JSON: what is in no part of this text is in no part of the answer.
  if (!redactor.test(sent) && !result.content.some((block) => holdsInBytes(block, redactor))) return result;

  const { content, ...rest } = result;
  const redacted = {
    ...result,
    ...redactStrings(rest, redactor),
    content: content.map((block) => redactBlock(block, redactor)),
  };
  // Text that only looked like a secret where two strings of the JSON meet changes nothing.
  return JSON.stringify(redacted) === sent ? result : redacted;
}

/** Bytes cannot be mended from outside of their format: a block of bytes that hold a secret is withheld whole. */
const redactBlock = (block: Content, redactor: Redactor): Content =>
  holdsInBytes(block, redactor) ? { type: "text", text: MARK } : redactStrings(block, redactor);

function holdsInBytes(block: Content, redactor: Redactor): boolean {
  const encoded = base64Of(block);
  return encoded !== undefined && (redactor.test(encoded) || redactor.test(Buffer.from(encoded, "base64")));
}

function base64Of(block: Content): string | undefined {
  if (block.type === "image" || block.type === "audio") return block.data;
  return block.type === "resource" && "blob" in block.resource ? block.resource.blob : undefined;
}

/** Redacts every string, key and number of a value, as it will be sent. */
function redactStrings<T>(value: T, redactor: Redactor): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => {
    if (typeof part === "string") return redactor.redact(part);
    if (typeof part === "number") return redactor.test(String(part)) ? MARK : part;
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [redactor.redact(key), inner]));
  });
}
