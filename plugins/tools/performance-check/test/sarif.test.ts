/** The SARIF that is printed, held to what the published schema of 2.1.0 requires and allows of the parts that we write. */
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { z } from "zod";
import { Server, type Tree, textOf, treeOf } from "./server.js";

const message = z.strictObject({ text: z.string().min(1), markdown: z.string().optional() });
const region = z.strictObject({
  startLine: z.int().min(1),
  startColumn: z.int().min(1),
  endLine: z.int().min(1),
  endColumn: z.int().min(1),
  snippet: z.strictObject({ text: z.string() }).optional(),
});
/** An absolute or relative URI (RFC 3986), without a space or a backslash. */
const artifactLocation = z.strictObject({ uri: z.string().regex(/^[\w\-.~!$&'()*+,;=:@%/]+$/), uriBaseId: z.string() });
const level = z.enum(["none", "note", "warning", "error"]);
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          rules: z.array(
            z.strictObject({
              id: z.string().min(1),
              shortDescription: message.optional(),
              fullDescription: message.optional(),
              help: message.optional(),
              defaultConfiguration: z.strictObject({ level, enabled: z.boolean() }).optional(),
              properties: z.looseObject({ tags: z.array(z.string()) }).optional(),
            }),
          ),
        }),
      }),
      columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level,
          rank: z.number().min(0).max(100),
          message,
          locations: z.array(
            z.strictObject({
              physicalLocation: z.strictObject({ artifactLocation, region }),
              logicalLocations: z
                .array(z.strictObject({ fullyQualifiedName: z.string(), kind: z.string() }))
                .optional(),
            }),
          ),
          partialFingerprints: z.record(z.string().regex(/^\w+\/v\d+$/), z.string()),
          properties: z.looseObject({}),
          fixes: z
            .array(
              z.strictObject({
                description: message,
                artifactChanges: z
                  .array(
                    z.strictObject({
                      artifactLocation,
                      replacements: z
                        .array(
                          z.strictObject({
                            deletedRegion: region,
                            insertedContent: z.strictObject({ text: z.string() }),
                          }),
                        )
                        .min(1),
                    }),
                  )
                  .min(1),
              }),
            )
            .optional(),
          suppressions: z
            .array(z.strictObject({ kind: z.enum(["inSource", "external"]), justification: z.string().optional() }))
            .optional(),
        }),
      ),
    }),
  ),
});

const SOURCE = `import time


async def wait():
    time.sleep(1)
    time.sleep(2)  # perf: ignore[py/async-sleep] -- it is a test


def f(xs):
    out = []
    for x in xs:
        out.append(x + 1)
    return out
`;

describe("format sarif", function () {
  this.timeout(20_000);
  let tree: Tree;
  let server: Server;
  before(async () => {
    tree = treeOf({ "a file.py": SOURCE });
    server = await Server.on(tree.root);
  });
  after(async () => {
    await server.close();
    tree.remove();
  });

  const printed = async (more: object = {}) => {
    const result = await server.result({ paths: ["."], format: "sarif", ...more });
    const { runs } = sarif.parse(JSON.parse(textOf(result)));
    const [run] = runs;
    if (run === undefined) throw new Error("no run");
    return run;
  };

  it("is what the schema has", async () => {
    const { results, tool } = await printed({ include_fixes: true });
    expect(results.map(({ ruleId, level: of }) => [ruleId, of])).to.deep.equal([
      ["py/async-sleep", "error"],
      ["py/async-sleep", "error"],
      ["py/manual-comprehension", "note"],
    ]);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).to.equal(ruleId);
  });

  it("has names of files as URIs", async () => {
    const [first] = (await printed()).results;
    expect(first?.locations[0]?.physicalLocation.artifactLocation).to.deep.equal({
      uri: "a%20file.py",
      uriBaseId: "%SRCROOT%",
    });
  });

  it("shows what is suppressed, with the reason", async () => {
    const { results } = await printed();
    expect(results.map(({ suppressions }) => suppressions)).to.deep.equal([
      undefined,
      [{ kind: "inSource", justification: "it is a test" }],
      undefined,
    ]);
  });

  it("has fixes where they are asked for", async () => {
    const { results } = await printed({ include_fixes: true, rules: ["py/manual-comprehension"] });
    expect(results[0]?.fixes?.[0]?.artifactChanges[0]?.replacements).to.deep.equal([
      {
        deletedRegion: { startLine: 10, startColumn: 5, endLine: 12, endColumn: 26 },
        insertedContent: { text: "out = [x + 1 for x in xs]" },
      },
    ]);
  });
});
