/** The tool `performance_check`: finds what makes code slow, in Python, JavaScript and TypeScript. */
import { defineTool, Workers } from "@portcullis/plugin-api";
import { check } from "./check.js";
import { input } from "./input.js";
import { output } from "./output.js";
import type { Pool } from "./pool/dispatch.js";

export default defineTool({
  name: "performance_check",
  title: "Check for slow code",
  description:
    "Finds what makes code slow: queries and calls in loops, what blocks an event loop, quadratic loops, " +
    "whole files in memory, awaits that could run together. Python, JavaScript and TypeScript; few findings, each with what to do.",
  input,
  output,
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  needs: { workers: Workers },

  create: (_options, { workers }) => {
    const pool: Pool = workers.pool(new URL("worker.js", import.meta.url));
    return (args, call) => check(args, call, pool);
  },
});
