/** Chooses the engine that runs patterns. There are two, linear both; a user's pattern never reaches V8's `RegExp`. */
import type { Patterns } from "@portcullis/plugin-api";
import type RE2 from "re2";
import { re2Patterns } from "./patterns-re2.js";
import { re2jsPatterns } from "./patterns-re2js.js";

/** Not installed, not built, or built for another Node. */
const notThere: ReadonlySet<unknown> = new Set(["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND", "ERR_DLOPEN_FAILED"]);

/**
 * Loads RE2, or its port when the native module is not there.
 *
 * @param native - loads node-re2
 * @throws what either failed with for any other reason, or the port for any
 */
export const loadPatterns = async (
  native: () => Promise<{ readonly default: typeof RE2 }> = () => import("re2"),
): Promise<Patterns> => {
  try {
    return re2Patterns((await native()).default);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && notThere.has(error.code))) throw error;
  }
  return re2jsPatterns((await import("re2js")).RE2JS);
};
