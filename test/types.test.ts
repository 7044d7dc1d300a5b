/**
 * The contract's types, tried: `types/contract.ts` compiles with its directives, or the tests would not have been
 * built; without them each wrong use must be an error, there and of the kind that is named.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { read, root } from "./repository.js";
import "./types/contract.js";

const DIRECTIVE = /^\s*\/\/ @ts-expect-error (TS\d+): .+$/;

/** Every error that the compiler finds in a text, as `line code`. The text is put where packages are found by name. */
function errorsIn(text: string): string[] {
  const folder = mkdtempSync(join(import.meta.dirname, "types-"));
  try {
    writeFileSync(join(folder, "contract.ts"), text);
    const config = { extends: join(root, "tsconfig.base.json"), files: ["contract.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const words = [tsc, "--project", folder, "--noEmit", "--pretty", "false"];
    const { stdout } = spawnSync(process.execPath, words, { cwd: folder, encoding: "utf8" });
    return [...stdout.matchAll(/^contract\.ts\((\d+),\d+\): error (TS\d+)/gm)].map(
      ([, line, code]) => `${line} ${code}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the contract's types", () => {
  it("refuse each wrong use, on its own line, and nothing else", function () {
    this.timeout(60_000);
    const lines = read("test/types/contract.ts").split("\n");
    const expected = lines.flatMap((line, index) => {
      const code = DIRECTIVE.exec(line)?.[1];
      // The error stands on the line after the directive; lines count from 1.
      return code === undefined ? [] : [`${index + 2} ${code}`];
    });
    expect(expected).to.have.length(19);
    expect(errorsIn(lines.map((line) => (DIRECTIVE.test(line) ? "" : line)).join("\n"))).to.deep.equal(expected);
  });
});
