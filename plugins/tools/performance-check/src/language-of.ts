/** Which language a file is in, by its name. */
import type { Language } from "./engine/language.js";

const EXTENSIONS: ReadonlyMap<string, Language> = new Map([
  ["py", "python"],
  ["pyw", "python"],
  ["js", "javascript"],
  ["jsx", "javascript"],
  ["mjs", "javascript"],
  ["cjs", "javascript"],
  ["ts", "typescript"],
  ["mts", "typescript"],
  ["cts", "typescript"],
  ["tsx", "tsx"],
]);

export const languageOf = (path: string): Language | undefined => EXTENSIONS.get(path.slice(path.lastIndexOf(".") + 1));
