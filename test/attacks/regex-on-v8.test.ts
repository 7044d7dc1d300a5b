/**
 * Promise 2: no pattern of a caller ever is a RegExp of V8's, as it came or rewritten. Published attacks are sent to a
 * server in which every RegExp that is made or run is noted.
 *
 * Short: each third of them. `ATTACKS=long`: all.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPatterns } from "@portcullis/core";
import { expect } from "chai";
import { describe, it } from "mocha";
import { codeOf, ServerProcess } from "../stdio/server-process.js";
import { batteries, Workspace } from "../stdio/workspace.js";
import { published } from "./redos.js";

const long = process.env.ATTACKS === "long";

describe("V8's own engine", function () {
  this.timeout(120_000);
  const preload = (file: URL) => `--import=${file.href}`;
  const record = preload(new URL("./record-regexps.js", import.meta.url));
  const withoutNative = preload(new URL("./without-native-modules.js", import.meta.url));
  const recordedIn = (file: string): string[] => JSON.parse(readFileSync(file, "utf8"));
  /** Stands in a pattern and nowhere else, and so tells it, however it was rewritten. */
  const MARK = "ZQXZQXZQX";

  it("is watched: a RegExp is noted, however it came to be", () => {
    const file = join(new Workspace().folder, "regexps.json");
    const program = `
      new RegExp("a1"); RegExp("a2"); new (/x/.constructor)("a3"); class Own extends RegExp {}; new Own("a4");
      "".match("a5"); "".search("a6"); [..."".matchAll("a7")];
      /a8/.test(""); "".replace(/a9/, ""); "".split(/b1/); "".match(/b2/);`;
    const { status } = spawnSync(process.execPath, [record, "-e", program], {
      env: { ...process.env, RECORDED_REGEXPS: file },
    });
    expect(status).to.equal(0);
    const forms = ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2"];
    expect(recordedIn(file)).to.include.members(forms);
  });

  for (const [engine, preloads] of Object.entries({ re2: [record], re2js: [withoutNative, record] })) {
    it(`gets none of the patterns that a client sends to keyword_search on ${engine}`, async function () {
      const attacks = (published() ?? this.skip()).filter((_, index) => long || index % 3 === 0);
      if (engine === "re2" && (await loadPatterns()).engine !== engine) {
        console.warn("    SKIPPED: re2 is not built here");
        return this.skip();
      }
      const workspace = new Workspace();
      const file = join(workspace.folder, "regexps.json");
      const policies = [workspace.roots, { use: "regex" }];
      const served = { plugins: batteries, every: [workspace.auditLog], tools: { keyword_search: { policies } } };
      const server = await ServerProcess.started(
        ["--manifest", workspace.manifest(served)],
        workspace.environment({ NODE_OPTIONS: preloads.join(" "), RECORDED_REGEXPS: file }),
      );
      let searched = 0;
      for (const { pattern } of attacks) {
        for (const given of [
          { keyword: pattern, use_regex: true },
          { keyword: `${pattern}|${MARK}`, use_regex: true },
          { keyword: `${pattern}${MARK}` },
          { keyword: "TODO", include_patterns: [`${pattern}${MARK}`] },
        ]) {
          const result = await server.call("keyword_search", { ...given, root_paths: ["."] });
          if (codeOf(result) === undefined) searched += 1;
        }
      }
      await server.end();
      const sources = recordedIn(file);
      const known = new Set(attacks.map(({ pattern }) => pattern));
      const escaped = sources.filter((source) => known.has(source) || source.includes(MARK));
      console.log(`      ${attacks.length * 4} attempts, ${searched} searched, ${escaped.length} reached V8`);
      expect(workspace.audit()[0]).to.include({ event: "server.start", patterns: engine });
      expect(searched).to.be.above(attacks.length * 2);
      expect(sources).to.have.length.above(10);
      expect(escaped).to.deep.equal([]);
    });
  }
});
