/** Where a page begins, as a string that the caller hands back. Bound to its query: it says nothing in another one. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Place } from "./output.js";
import { comparePlaces } from "./page.js";

const cursor = z.strictObject({
  query: z.string(),
  path: z.string(),
  root: z.int().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
});

/** The last row of a page. The lines of a file count only where rows are matches. */
export interface Position extends Place {
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Names a query by its arguments, whichever page is asked for. */
export function nameOf({ cursor, max_results, ...query }: Readonly<Record<string, unknown>>): string {
  return createHash("sha256").update(JSON.stringify(query)).digest("base64url").slice(0, 16);
}

export function encodeCursor(query: string, { path, root, line, column }: Position): string {
  return Buffer.from(JSON.stringify({ query, path, root, line, column })).toString("base64url");
}

/** @returns nothing when the string is no cursor of this query */
export function decodeCursor(query: string, text: string): Position | undefined {
  try {
    const parsed = cursor.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return parsed.query === query ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a row stands on a page behind a cursor. */
export function isBehind(row: Position, after: Position): boolean {
  const places = comparePlaces(row, after);
  if (places !== 0) return places > 0;
  const lines = (row.line ?? 0) - (after.line ?? 0);
  return lines !== 0 ? lines > 0 : (row.column ?? 0) > (after.column ?? 0);
}
