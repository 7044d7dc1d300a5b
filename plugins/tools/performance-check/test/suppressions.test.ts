import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { Server } from "./server.js";

const python = (before: string, behind: string) =>
  `import time\n\nasync def wait():\n${before}    time.sleep(1)${behind}\n    time.sleep(2)\n`;

describe("comments that suppress issues", function () {
  this.timeout(20_000);
  let server: Server;
  before(async () => {
    server = await Server.on(process.cwd());
  });
  after(() => server.close());

  /** The lines that are left, and how many were suppressed. */
  const left = async (source_code: string, language: "python" | "javascript" = "python") => {
    const { issues, stats } = await server.check({ source_code, language });
    return { lines: issues.map(({ line_number }) => line_number), suppressed: stats.suppressed };
  };

  for (const [what, before, behind] of [
    ["behind the line, with the rule and a reason", "", "  # perf: ignore[py/async-sleep] -- a test waits"],
    ["with several rules", "", "  # perf: ignore[py/other, py/async-sleep]"],
    ["with a category", "", "  # perf: ignore[blocking_io_in_async]"],
    ["without a rule", "", "  # perf: ignore"],
    ["behind another comment", "", "  # noqa # perf: ignore"],
    ["in the other form", "", "  # perf-ignore py/async-sleep -- a test waits"],
  ] as const) {
    it(`stand ${what}`, async () => {
      expect(await left(python(before, behind))).to.deep.equal({ lines: [5], suppressed: 1 });
    });
  }

  for (const comment of ["# perf: ignore[py/async-sleep]", "# perf-ignore-next-line py/async-sleep -- why"]) {
    it(`stand on a line of their own: ${comment}`, async () => {
      expect(await left(python(`    ${comment}\n    # and why\n`, ""))).to.deep.equal({ lines: [7], suppressed: 1 });
    });
  }

  for (const behind of [
    "  # perf: ignore[py/other]",
    "  # perf: ignore the first run",
    "  # performance: ignore",
    '; x = "# perf: ignore"',
    "",
  ]) {
    it(`suppress nothing when they do not speak of it: ${JSON.stringify(behind)}`, async () => {
      expect(await left(python("", behind))).to.deep.equal({ lines: [4, 5], suppressed: 0 });
    });
  }

  it("stand in JavaScript in the same way", async () => {
    const source = [
      "async function f() {",
      "  await Promise.all([await a()]); // perf-ignore js/await-in-promise-all -- why",
      "  /* perf-ignore-next-line js/await-in-promise-all */",
      "  await Promise.all([await b()]);",
      "  await Promise.all([await c()]); // perf-ignore js/other",
      "}",
    ].join("\n");
    expect(await left(source, "javascript")).to.deep.equal({ lines: [5], suppressed: 2 });
  });
});
