/**
 * What the contract's types allow, and what they refuse. This file is compiled with the tests: each refusal stands
 * under its directive, and a directive that silences nothing is an error. `types.test.ts` takes the directives away
 * and counts.
 */
import {
  Clock,
  definePolicy,
  defineService,
  defineTool,
  deny,
  guarded,
  Log,
  pass,
  path,
  pattern,
  type RootedPath,
  rewrite,
  type SafePattern,
  text,
  token,
} from "@portcullis/plugin-api";
import { z } from "zod";

/** A kind of another plugin, by declaration merging. */
interface Address {
  readonly host: string;
}
declare module "@portcullis/plugin-api" {
  interface Guards {
    address: Address;
  }
}

interface Billing {
  charge(cents: number): Promise<void>;
}
const Billing = token<Billing>("test:billing");

/** Compiles when the value has just this type, not one that is wider or narrower. */
const same =
  <Expected>() =>
  <Actual>(
    _value: Actual,
    ..._proof: (<T>() => T extends Expected ? 1 : 2) extends <T>() => T extends Actual ? 1 : 2 ? [] : [never]
  ): void => {};

const none = z.strictObject({});

// A guarded string arrives as its capability, wherever it stands and whatever is said of it.
export const everyPlace = defineTool({
  name: "every_place",
  title: "Every place",
  description: "Takes guarded parameters in every place.",
  input: z.strictObject({
    plain: path(),
    described: path({ type: "file" }).min(1).max(10).describe("A file."),
    optional: path().optional(),
    nullable: pattern().nullable(),
    defaulted: pattern().prefault("TODO"),
    list: z.array(path({ type: "directory" })).min(1),
    nested: z.strictObject({ deep: z.array(z.strictObject({ keyword: pattern() })) }),
    either: z.union([z.number(), path()]),
    byName: z.record(z.string(), path()),
    other: guarded("address"),
    text: z.string(),
    count: z.int().optional(),
    choice: z.enum(["a", "b"]),
  }),
  create: () => (args) => {
    same<RootedPath>()(args.plain);
    same<RootedPath>()(args.described);
    same<RootedPath | undefined>()(args.optional);
    same<SafePattern | null>()(args.nullable);
    same<SafePattern>()(args.defaulted);
    same<RootedPath[]>()(args.list);
    same<{ keyword: SafePattern }[]>()(args.nested.deep);
    same<number | RootedPath>()(args.either);
    same<RootedPath | undefined>()(args.byName.some);
    same<Address>()(args.other);
    same<string>()(args.text);
    same<number | undefined>()(args.count);
    same<"a" | "b">()(args.choice);

    // @ts-expect-error TS2554: these comparisons can fail
    same<string>()(args.plain);
    // @ts-expect-error TS2345: a capability is no string
    JSON.parse(args.plain);
    // @ts-expect-error TS2339: and has none of a string's methods
    args.plain.startsWith("/");
    // @ts-expect-error TS18048: an optional path may not be there
    args.optional.relative;
    // @ts-expect-error TS18047: a nullable pattern may be null
    args.nullable.test("");
    // @ts-expect-error TS2322: a list of paths is no list of strings
    const strings: string[] = args.list;
    // @ts-expect-error TS2339: one of a union has to be told apart first
    args.either.relative;
    // @ts-expect-error TS2540: a capability cannot be bent
    args.plain.relative = "..";
    return text(strings.join());
  },
});

// What a tool answers with is what its output says.
export const output = defineTool({
  name: "output",
  title: "Output",
  description: "Answers with a number.",
  input: none,
  output: z.strictObject({ count: z.int() }),
  create: () => () => ({ ...text("1"), structuredContent: { count: 1 } }),
});
export const wrongOutput = defineTool({
  name: "wrong_output",
  title: "Wrong output",
  description: "Answers with a string in a number's place.",
  input: none,
  output: z.strictObject({ count: z.int() }),
  // @ts-expect-error TS2322: the output schema says that count is a number
  create: () => () => ({ ...text("1"), structuredContent: { count: "1" } }),
});

// A policy denies with the codes that it declares, and gets the services that it names.
export const policy = definePolicy({
  name: "policy",
  description: "Uses everything as it should be used.",
  options: z.strictObject({ most: z.int().default(1) }),
  codes: ["TOO_MANY"],
  admits: ["path"],
  needs: { clock: Clock, log: Log, billing: Billing },
  create({ most }, { clock, log, billing }) {
    same<number>()(most);
    same<Clock>()(clock);
    same<Log>()(log);
    same<Billing>()(billing);
    // @ts-expect-error TS2345: a service is what its token says
    billing.charge("12");
    // @ts-expect-error TS2339: a clock is no log
    clock.info("");
    return {
      before: (call) => (Object.keys(call.args).length > most ? deny("TOO_MANY", "Too many.") : pass),
      after: (result) => rewrite(result),
    };
  },
});
export const unknownNeed = definePolicy({
  name: "unknown-need",
  description: "Asks for one service and uses another.",
  options: none,
  codes: [],
  needs: { clock: Clock },
  // @ts-expect-error TS2339: log is none of its needs
  create(_options, { log }) {
    return { settled: () => log.info("") };
  },
});
export const undeclaredCode = definePolicy({
  name: "undeclared-code",
  description: "Denies with a code that it does not declare.",
  options: none,
  codes: ["TOO_MANY"],
  // @ts-expect-error TS2322: TOO_FEW is none of its codes
  create: () => ({ before: () => deny("TOO_FEW", "Too few.") }),
});
export const noCode = definePolicy({
  name: "no-code",
  description: "Denies, and says that it never does.",
  options: none,
  codes: [],
  // @ts-expect-error TS2322: it declares no code at all
  create: () => ({ settled: () => deny("UNRECORDED", "It cannot be recorded.") }),
});
export const wrongCapability = definePolicy({
  name: "wrong-capability",
  description: "Hands out the string that it was asked about.",
  options: none,
  codes: [],
  admits: ["path"],
  // @ts-expect-error TS2322: a string is no capability
  create: () => ({ admit: { path: (raw: string) => rewrite(raw) } }),
});
export const guardThatPasses = definePolicy({
  name: "guard-that-passes",
  description: "Lets a guarded string through as it is.",
  options: none,
  codes: [],
  admits: ["path"],
  // @ts-expect-error TS2322: who admits makes a capability or denies
  create: () => ({ admit: { path: () => pass } }),
});
export const unknownKind = definePolicy({
  name: "unknown-kind",
  description: "Admits a kind that nobody has declared.",
  options: none,
  codes: [],
  // @ts-expect-error TS2322: socket is no kind
  admits: ["socket"],
  create: () => ({}),
});
// @ts-expect-error TS2345: nor can a parameter be of that kind
export const socket = guarded("socket");

// A service is what its token says.
export const billing = defineService({
  token: Billing,
  options: none,
  needs: { clock: Clock },
  create: (_options, { clock }) => ({ charge: async (cents) => void (cents + clock.now()) }),
});
export const wrongService = defineService({
  token: Billing,
  options: none,
  needs: {},
  // @ts-expect-error TS2322: it charges nothing
  create: () => ({ refund: () => {} }),
});
