/** Stdout belongs to the transport: whatever else is written there goes to stderr. */
import type { Writable } from "node:stream";

/** What the transport writes to. */
export type Output = Pick<Writable, "write" | "once" | "on">;

/**
 * Takes stdout for the transport. To be called before any plugin is loaded: `console.log` and
 * `process.stdout.write` then end on stderr.
 */
export function takeStdout(): Output {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  return { write, once: stdout.once.bind(stdout), on: stdout.on.bind(stdout) };
}
