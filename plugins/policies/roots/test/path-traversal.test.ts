/** Published traversal payloads, as they are, decoded once, and decoded twice. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { HostFiles } from "@portcullis/core";
import { expect } from "chai";
import { admitter } from "./admitter.js";

// Beside the repository, six folders above the compiled test.
const published = new URL("../../../../../../shared/data/path-traversal.txt", import.meta.url);

/** Decodes what is an escape, and leaves the rest: as lenient as a sloppy server. */
const decoded = (payload: string): string =>
  Buffer.from(
    payload.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();

describe("roots, against published traversal payloads", () => {
  let top: string;
  let root: string;
  let files: HostFiles;
  let payloads: string[];

  before(function () {
    if (!existsSync(published)) {
      console.warn("    SKIPPED: ../shared/data/path-traversal.txt is missing");
      this.skip();
    }
    const lines = readFileSync(published, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    payloads = lines.flatMap((line) => [line, decoded(line), decoded(decoded(line))]);
    top = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-payloads-")));
    root = join(top, "one/two/three/root");
    mkdirSync(root, { recursive: true });
    // What some of the payloads look for, on every level: outside, and inside.
    for (let folder = root; folder !== top; folder = normalize(join(folder, ".."))) {
      writeFileSync(join(folder, ".htaccess"), folder === root ? "inside" : "secret");
    }
    files = new HostFiles();
  });
  after(() => {
    if (files === undefined) return;
    files.close();
    rmSync(top, { recursive: true, force: true });
  });

  it("the payloads do lead out of a root when they are joined to it", () => {
    const out = payloads
      .map((payload) => join(root, payload))
      .filter((path) => !path.startsWith(root) && existsSync(path));
    expect(out.length).to.be.above(20);
  });

  for (const options of [{}, { symlinks: "inside" }, { mustExist: false }]) {
    it(`none gets out with ${JSON.stringify(options)}`, async () => {
      const admit = await admitter({ allow: [root], ...options }, files);
      const counts = { attempts: 0, denied: 0, inside: 0, escapes: 0 };
      for (const payload of payloads.flatMap((one) => [one, `./${one}`, `${root}/${one}`])) {
        counts.attempts++;
        const verdict = await admit(payload);
        if (verdict.kind === "deny") {
          counts.denied++;
          expect(verdict.reason).not.to.include(top);
        } else {
          const text = verdict.value.kind === "file" ? await verdict.value.readText() : "inside";
          const real = join(root, verdict.value.relative);
          if (text === "inside" && (real === root || real.startsWith(`${root}/`))) counts.inside++;
          else counts.escapes++;
        }
      }
      console.log(`      ${JSON.stringify(counts)}`);
      expect(counts.escapes).to.equal(0);
      expect(counts.inside, "payloads that stay inside are no attack").to.be.above(0);
    });
  }
});
