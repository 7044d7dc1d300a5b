/** The tools that are called, and the policies that make up the number: they do next to nothing. */
import { definePolicy, defineTool, pass, path, pattern, text } from "@portcullis/plugin-api";
import { z } from "zod";

const echo = defineTool({
  name: "echo",
  title: "Echo",
  description: "Says what it is told.",
  input: z.strictObject({ text: z.string() }),
  create: () => (args) => text(args.text),
});

/** The same, with a guarded path and a guarded pattern that it leaves alone. */
const echoGuarded = defineTool({
  name: "echo_guarded",
  title: "Echo, guarded",
  description: "Says what it is told.",
  input: z.strictObject({ text: z.string(), where: path(), what: pattern() }),
  create: () => (args) => text(args.text),
});

/** Looks at every call and every answer, and passes. */
const lookOn = definePolicy({
  name: "look-on",
  description: "Passes everything.",
  options: z.strictObject({}),
  codes: [],
  create: () => ({ before: () => pass, after: () => pass }),
});

/** What an audit does but for the writing: it stands in for audit-log where that is left out. */
const count = definePolicy({
  name: "count",
  description: "Counts calls.",
  options: z.strictObject({}),
  codes: [],
  create: () => {
    const atWork = new Set<string>();
    return {
      started: ({ id }) => void atWork.add(id),
      settled: (_outcome, { id }) => void atWork.delete(id),
    };
  },
});

export default [echo, echoGuarded, lookOn, count];
