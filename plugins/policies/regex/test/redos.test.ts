/** Published attacks on backtracking engines, through the policy: each is matched in linear time, or refused. */
import { readFileSync } from "node:fs";
import { loadPatterns } from "@portcullis/core";
import { PatternError, type Patterns } from "@portcullis/plugin-api";
import { expect } from "chai";
import { admitter } from "./admitter.js";

interface Attack {
  readonly pattern: string;
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

const published = new URL("../../../../../../shared/data/redos.json", import.meta.url);
const notBuilt = () => Promise.reject(Object.assign(new Error("not built"), { code: "MODULE_NOT_FOUND" }));
/** Generous: on an idle machine the worst takes a tenth of it. */
const limit = 250;

for (const [engine, load] of Object.entries({ re2: () => loadPatterns(), re2js: () => loadPatterns(notBuilt) })) {
  describe(`published attacks of 10 KB on ${engine}`, () => {
    it(`are matched within ${limit} ms each, or denied with a reason`, async function () {
      this.timeout(60_000);
      let attacks: Attack[];
      try {
        attacks = JSON.parse(readFileSync(published, "utf8"));
      } catch {
        console.warn("    SKIPPED: ../shared/data/redos.json is missing");
        return this.skip();
      }
      const patterns = await load();
      const admit = await admitter({}, patterns);
      let [admitted, runnable, worst] = [0, 0, 0];
      for (const { pattern, prefix, pump, suffix } of attacks) {
        if (isRunnable(patterns, pattern)) runnable++;
        const safe = await admit(pattern);
        if (typeof safe === "string") continue;
        admitted++;
        const text = Buffer.from(prefix + pump.repeat(Math.ceil(10_240 / pump.length)) + suffix);
        const start = performance.now();
        safe.test(text);
        worst = Math.max(worst, performance.now() - start);
      }
      console.log(
        `      ${admitted} of ${attacks.length} admitted, ${runnable} in RE2's syntax; worst ${worst.toFixed(1)} ms`,
      );
      expect(attacks).to.have.length.above(300);
      expect(admitted / runnable).to.be.at.least(0.95);
      expect(worst).to.be.below(limit);
    });
  });
}

const isRunnable = (patterns: Patterns, pattern: string): boolean => {
  try {
    patterns.compile(pattern);
    return true;
  } catch (error) {
    if (error instanceof PatternError) return false;
    throw error;
  }
};
