/** The operator's manifest: its shape, and how a file becomes one. */
import { z } from "zod";
import { bytes, duration } from "./quantity.js";

const entry = z.strictObject({
  use: z.string().min(1).describe("The policy, by name."),
  with: z.record(z.string(), z.unknown()).default({}).describe("The policy's options."),
  mode: z
    .enum(["enforce", "audit", "off"])
    .default("enforce")
    .describe("audit: its denials are recorded and do not deny, and it may not rewrite. off: it does not run."),
  onFailure: z
    .enum(["deny", "continue"])
    .default("deny")
    .describe("What becomes of a call whose record this policy cannot keep."),
});

const limits = z.strictObject({
  timeout: duration().prefault("30s").describe("From the call's arrival to its answer, as in 30s."),
  concurrency: z.int().min(1).max(1000).default(8).describe("Calls of this tool at work at once."),
  queue: z.int().min(0).max(100_000).default(256).describe("Calls that may wait for their turn; one more is denied."),
  maxResultBytes: bytes().prefault("1MB").describe("The answer as JSON, as in 1MB."),
});

const tool = z.strictObject({
  with: z.record(z.string(), z.unknown()).default({}).describe("The tool's own options."),
  policies: z.array(entry).describe("Outermost first. None is written []."),
  limits: limits.prefault({}).describe("How long, how many at once, how much."),
});

/** The manifest's schema. Unknown keys are faults. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  server: z
    .strictObject({
      name: z.string().min(1).max(64).default("portcullis").describe("As clients see it."),
      maxMessageBytes: bytes()
        .refine((amount) => amount >= 1000 && amount <= 64_000_000, "Expected 1KB to 64MB")
        .prefault("4MB")
        .describe("The longest message that is read, 1KB to 64MB."),
    })
    .prefault({})
    .describe("The server as a whole."),
  plugins: z.array(z.string().min(1)).default([]).describe("Package names, or paths relative to the manifest."),
  every: z.array(entry).default([]).describe("Policies that stand outermost around every tool."),
  tools: z.record(z.string(), tool).describe("The tools that are served, and what stands around each."),
});

/** A policy's entry in the manifest. */
export type Entry = z.output<typeof entry>;
/** A tool's limits: times in milliseconds, sizes in bytes. */
export type Limits = z.output<typeof limits>;
export type ManifestContent = z.output<typeof manifestSchema>;

/** A path into the manifest, as zod gives it. */
export type At = readonly PropertyKey[];

/** A manifest that was read: its content, and where each part of it stands. */
export interface Manifest extends ManifestContent {
  /** The folder that relative plugin paths and `${workspace}` mean. */
  readonly folder: string;
  /** SHA-256, in hex, of the text. */
  readonly hash: string;
  /** `file:line:column` of a part. */
  readonly locate: (at: At) => string;
}
