/** The dialect of each language. */
import type { Language } from "../engine/language.js";
import type { Dialect } from "./dialect.js";
import { ecma } from "./ecma/ecma.js";
import { python } from "./python/python.js";

export function dialectOf(language: Language): Dialect {
  return language === "python" ? python : ecma;
}
