/** Where a page begins, as a string that the caller hands back. Bound to its query: it says nothing in another one. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { SEVERITIES } from "../finding.js";
import type { Position } from "./order.js";

const cursor = z.strictObject({
  query: z.string(),
  severity: z.enum(SEVERITIES),
  root: z.int().optional(),
  path: z.string(),
  line_number: z.int(),
  column: z.int(),
  rule_id: z.string(),
});

/** Names a query by its arguments, whichever page is asked for. */
export function nameOf({ cursor, max_issues, source_code, ...query }: Readonly<Record<string, unknown>>): string {
  // A long text is not written as JSON first: the server's thread has other calls.
  const hash = createHash("sha256").update(JSON.stringify(query));
  return hash
    .update(typeof source_code === "string" ? source_code : "")
    .digest("base64url")
    .slice(0, 16);
}

export function encodeCursor(query: string, { severity, root, path, line_number, column, rule_id }: Position): string {
  const last = { query, severity, root, path, line_number, column, rule_id };
  return Buffer.from(JSON.stringify(last)).toString("base64url");
}

/** @returns nothing when the string is no cursor of this query */
export function decodeCursor(query: string, text: string): Position | undefined {
  try {
    const { query: own, ...position } = cursor.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return own === query ? position : undefined;
  } catch {
    return undefined;
  }
}
