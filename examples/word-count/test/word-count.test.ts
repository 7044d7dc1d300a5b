/** Calls the example's tool through the real server, by the command that its README tells. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";

// Compiled, this file stands four folders below the repository's.
const repository = fileURLToPath(new URL("../../../../", import.meta.url));

describe("the example word-count", function () {
  this.timeout(30_000);
  let state: string;
  before(() => {
    state = mkdtempSync(join(tmpdir(), "portcullis-example-"));
  });
  after(() => rmSync(state, { recursive: true }));

  /** Runs `portcullis` on the example's manifest. */
  const portcullis = (...words: string[]) =>
    spawnSync(
      process.execPath,
      ["packages/portcullis/bin/portcullis.js", ...words, "--manifest", "examples/word-count/portcullis.yaml"],
      { cwd: repository, env: { ...process.env, XDG_STATE_HOME: state }, encoding: "utf8" },
    );
  const wordCount = (file: string) => portcullis("call", "word_count", JSON.stringify({ file_path: file }));

  it("counts what wc counts", () => {
    const { status, stdout } = wordCount("gate.txt");
    expect(stdout).to.equal("4 lines, 29 words, 145 bytes\n");
    expect(status).to.equal(0);
  });

  it("answers in numbers too, as its output schema says", () => {
    const { stdout } = portcullis("call", "word_count", '{"file_path":"./gate.txt"}', "--json");
    expect(JSON.parse(stdout)).to.deep.include({ structuredContent: { lines: 4, words: 29, bytes: 145 } });
  });

  for (const outside of ["../../package.json", "/etc/passwd", "gate.txt/../../../LICENSE"]) {
    it(`denies a file outside of its folder: ${outside}`, () => {
      const { status, stdout } = wordCount(outside);
      expect(stdout).to.match(/^OUTSIDE_ROOTS: file_path: /);
      expect(status).to.equal(1);
    });
  }

  it("denies a folder: it counts files", () => {
    expect(wordCount(".").stdout).to.match(/^WRONG_TYPE: file_path: /);
  });

  it("says what guards it", () => {
    const { status, stdout } = portcullis("check");
    expect(stdout).to.match(
      /^word_count\n {2}policies {3}audit-log > sanitizer > roots\n {2}parameter {2}file_path {2}path guarded by roots\n/,
    );
    expect(status).to.equal(0);
  });
});
