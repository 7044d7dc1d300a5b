/** Guarded parameters, wherever they stand in a tool's input: found at start, replaced by their capability at a call. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { z } from "zod";
import { around, type Badge, badge, badges, callTool, faultsOf, told, toolOf } from "./in-memory.js";

/** The capability that stands for a text. */
const held = (raw: string, hint: Badge["hint"] = {}): Badge => ({ raw, hint });

interface Place {
  readonly name: string;
  readonly input: z.ZodObject;
  /** The names of the parameters that are found. */
  readonly found: readonly string[];
  readonly calls: readonly { readonly args: Record<string, unknown>; readonly received: unknown }[];
}

const places: readonly Place[] = [
  {
    name: "at the top, with its hint",
    input: z.strictObject({ a: badge({ colour: "red" }), b: z.string() }),
    found: ["a"],
    calls: [{ args: { a: "x", b: "y" }, received: { a: held("x", { colour: "red" }), b: "y" } }],
  },
  {
    name: "behind every word that a schema may say of it",
    input: z.strictObject({
      a: badge({ colour: "red" }).min(1).max(9).describe("A badge."),
      b: badge().optional(),
      c: badge().nullable(),
      d: badge().prefault("dd"),
      e: badge().readonly(),
      f: badge().optional().nonoptional(),
      g: badge().nullish().describe("Another."),
      h: badge().trim().toLowerCase(),
    }),
    found: ["a", "b", "c", "d", "e", "f", "g", "h"],
    calls: [
      {
        args: { a: "x", c: null, e: "e", f: "f", h: " H " },
        received: { a: held("x", { colour: "red" }), c: null, d: held("dd"), e: held("e"), f: held("f"), h: held("h") },
      },
      {
        args: { a: "x", b: "b", c: "c", d: "d", e: "e", f: "f", g: "g", h: "h" },
        received: {
          a: held("x", { colour: "red" }),
          ...Object.fromEntries(["b", "c", "d", "e", "f", "g", "h"].map((raw) => [raw, held(raw)])),
        },
      },
    ],
  },
  {
    name: "as a default, which is admitted like what a caller writes",
    input: z.strictObject({ a: badge().default(badge().parse("forged")) }),
    found: ["a"],
    calls: [{ args: { a: "x" }, received: { a: held("x") } }],
  },
  {
    name: "in arrays, and arrays of arrays",
    input: z.strictObject({ a: z.array(badge()), b: z.array(z.array(badge())).default([]) }),
    found: ["a[]", "b[][]"],
    calls: [
      { args: { a: [] }, received: { a: [], b: [] } },
      {
        args: { a: ["x", "y"], b: [["z"], [], ["w"]] },
        received: { a: [held("x"), held("y")], b: [[held("z")], [], [held("w")]] },
      },
    ],
  },
  {
    name: "in objects, and what stands beside it stays",
    input: z.strictObject({ a: z.strictObject({ b: badge(), c: z.int() }).optional(), d: z.unknown() }),
    found: ["a.b"],
    calls: [
      { args: { d: [1] }, received: { d: [1] } },
      { args: { a: { b: "x", c: 7 }, d: { e: 1 } }, received: { a: { b: held("x"), c: 7 }, d: { e: 1 } } },
    ],
  },
  {
    name: "in tuples, and in their rest",
    input: z.strictObject({ a: z.tuple([z.int(), badge()]), b: z.tuple([z.int()], badge()).optional() }),
    found: ["a[1]", "b[]"],
    calls: [
      { args: { a: [1, "x"] }, received: { a: [1, held("x")] } },
      { args: { a: [1, "x"], b: [1, "y", "z"] }, received: { a: [1, held("x")], b: [1, held("y"), held("z")] } },
    ],
  },
  {
    name: "in a record's values",
    input: z.strictObject({ a: z.record(z.string(), badge()) }),
    found: ["a.*"],
    calls: [{ args: { a: { x: "1", constructor: "2" } }, received: { a: { x: held("1"), constructor: held("2") } } }],
  },
  {
    name: "in a record that may be left out",
    input: z.strictObject({ a: z.record(z.string(), badge()).optional(), b: z.record(z.string(), badge()).nullable() }),
    found: ["a.*", "b.*"],
    calls: [{ args: { b: null }, received: { b: null } }],
  },
  {
    name: "in a union, in the option that takes the value",
    input: z.strictObject({ a: z.union([z.int(), z.array(badge()), badge()]), b: z.enum(["all"]).or(badge()) }),
    found: ["a[]", "a", "b"],
    calls: [
      { args: { a: 7, b: "all" }, received: { a: 7, b: "all" } },
      { args: { a: ["x"], b: "y" }, received: { a: [held("x")], b: held("y") } },
      { args: { a: "x", b: "y" }, received: { a: held("x"), b: held("y") } },
    ],
  },
  {
    name: "in a discriminated union",
    input: z.strictObject({
      a: z.discriminatedUnion("by", [
        z.strictObject({ by: z.literal("name"), name: z.string() }),
        z.strictObject({ by: z.literal("badge"), badge: badge() }),
      ]),
    }),
    found: ["a.badge"],
    calls: [
      { args: { a: { by: "name", name: "x" } }, received: { a: { by: "name", name: "x" } } },
      { args: { a: { by: "badge", badge: "x" } }, received: { a: { by: "badge", badge: held("x") } } },
    ],
  },
];

describe("a guarded parameter is found", () => {
  for (const { name, input, found, calls } of places) {
    it(name, async () => {
      let received: unknown;
      const tool = toolOf(input, (args) => {
        received = args;
        return { content: [] };
      });
      const started = await around(tool, [badges]);
      try {
        const { guards } = started.bound.routes.get("tool") ?? expect.fail("no route");
        expect(guards.parameters.map((parameter) => parameter.name)).to.deep.equal(found);
        for (const call of calls) {
          const { code, result } = await callTool(started, call.args);
          expect(code, JSON.stringify(result)).to.equal("done");
          expect(received).to.deep.equal(call.received);
        }
      } finally {
        await started.close();
      }
    });
  }

  it("and its string is denied wherever it stands, a default's too", async () => {
    const input = z.strictObject({
      a: badge().default(badge().parse("forged")),
      b: z.array(z.union([z.int(), z.record(z.string(), badge())])).default([]),
    });
    const started = await around(toolOf(input), [badges]);
    expect((await callTool(started)).code).to.equal("NO");
    const { result, code } = await callTool(started, { a: "x", b: [1, { c: "y", d: "forged" }] });
    expect(code).to.equal("NO");
    expect(result.content).to.deep.equal([{ type: "text", text: "NO: b[].*: It is forged. (call call-1)" }]);
    await started.close();
  });

  it("and the caller's own arguments are left as they were: policies still see strings", async () => {
    const args = { a: [{ b: "x" }] };
    const tool = toolOf(z.strictObject({ a: z.array(z.strictObject({ b: badge() })) }), (_args, call) => {
      expect(call.args).to.deep.equal({ a: [{ b: "x" }] });
      return { content: [] };
    });
    const started = await around(tool, [badges]);
    expect((await callTool(started, args)).code).to.equal("done");
    expect(args).to.deep.equal({ a: [{ b: "x" }] });
    await started.close();
  });
});

describe("a start is refused for a guarded parameter", () => {
  const refused: Readonly<Record<string, z.ZodObject>> = {
    "behind a transform": z.strictObject({ a: badge().transform((raw) => `${raw}!`) }),
    "in front of a transform": z.strictObject({ a: z.preprocess((raw) => raw, badge()) }),
    "behind a pipe": z.strictObject({ a: z.string().pipe(badge()) }),
    "behind a catch": z.strictObject({ a: badge().catch(badge().parse("x")) }),
    "within a schema that is made late": z.strictObject({ a: z.lazy(() => badge()) }),
    "in a set": z.strictObject({ a: z.set(badge()) }),
    "as a record's key": z.strictObject({ a: z.record(badge(), z.int()) }),
    "in one side of an intersection": z.strictObject({ a: z.intersection(z.object({ b: badge() }), z.object({})) }),
    "among keys that are not known": z.object({ a: z.int() }).catchall(badge()),
  };
  for (const [where, input] of Object.entries(refused)) {
    it(where, async () => {
      const faults = await told(() => around(toolOf(input), [badges]));
      expect(faults.map((fault) => fault.split(" ")[1])).to.deep.equal(["SCHEMA_UNSUPPORTED"]);
    });
  }

  it("beside a parameter that is coerced, and told which", async () => {
    const input = z.strictObject({ a: badge(), count: z.coerce.number() });
    const [fault] = await faultsOf(() => around(toolOf(input), [badges]));
    expect(fault?.message).to.contain("count").and.to.contain("coercion");
  });
});
