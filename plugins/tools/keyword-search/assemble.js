/** Assembles src/match/scan.wat into a module that holds its bytes: a tool reads no file, not of its own package either. */
import { readFileSync, writeFileSync } from "node:fs";
import wabt from "wabt";

const source = new URL("src/match/scan.wat", import.meta.url);
const { parseWat } = await wabt();
const { buffer } = parseWat(source.pathname, readFileSync(source, "utf8"), { simd: true }).toBinary({});
writeFileSync(new URL("dist/match/scan-code.js", import.meta.url), `export const code = Uint8Array.of(${buffer});\n`);
