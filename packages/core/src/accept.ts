/** What a tool gave, held to what it said it gives. */
import type { Outcome, Result } from "@portcullis/plugin-api";
import type { End } from "./answer.js";
import type { Route } from "./route.js";

/** Holds a tool to its own output schema and to the size that its limits allow. */
export function accept(route: Route, result: Result): { readonly kind: "done"; readonly value: Result } | End {
  if (!Array.isArray(result.content)) {
    return { kind: "failed", code: "OUTPUT_INVALID", reason: "The tool gave no content.", error: result };
  }
  if (route.output !== undefined && result.isError !== true) {
    const parsed = route.output.safeParse(result.structuredContent);
    if (!parsed.success) {
      return { kind: "failed", code: "OUTPUT_INVALID", reason: "The tool broke its own schema.", error: parsed.error };
    }
  }
  // What cannot be written as JSON (a circle, a BigInt) throws here, where it still can be answered.
  const size = Buffer.byteLength(JSON.stringify(result));
  if (size <= route.limits.maxResultBytes) return { kind: "done", value: result };
  const reason = `The answer has ${size} bytes; ${route.limits.maxResultBytes} are allowed. Ask for less.`;
  return { kind: "failed", code: "RESULT_TOO_LARGE", reason };
}

export const outcomeOf = (result: Result): Outcome => {
  if (result.isError !== true) return { kind: "done" };
  const code = String(result._meta?.["portcullis/code"] ?? "TOOL_ERROR");
  return { kind: "failed", code, reason: "The tool answered with an error." };
};
