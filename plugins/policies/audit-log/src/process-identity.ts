/** Tells a process from another that got its id later, and from one of the same id elsewhere. */
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";

export const processSchema = z.strictObject({
  pid: z.int().positive(),
  /** When it began; empty where the system does not say. */
  started: z.string(),
  /** Where its id means something: the machine and, on Linux, the space of process ids. */
  where: z.string(),
});

export type Process = z.output<typeof processSchema>;

export const self = (): Process => ({ pid: process.pid, started: inspect(process.pid).started, where: where() });

export function isSelf({ pid, started, where }: Process): boolean {
  const me = self();
  return pid === me.pid && started === me.started && where === me.where;
}

/** Whether it still runs. One that cannot be seen from here is taken to run. */
export function isAlive(other: Process): boolean {
  if (other.where !== where()) return true;
  if (!exists(other.pid)) return false;
  const { started, ended } = inspect(other.pid);
  return !ended && (started === "" || started === other.started);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is there, and not ours to signal.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** What Linux says of a process; nothing elsewhere, or where /proc hides it. */
function inspect(pid: number): { readonly started: string; readonly ended: boolean } {
  const stat = readOr("", () => readFileSync(`/proc/${pid}/stat`, "latin1"));
  // The second field is the program's name, in parentheses, and may hold anything; the others are counted from its end.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields[19] ?? "";
  const boot = readOr("", () => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim());
  const ended = fields[0] === "Z" || fields[0] === "X";
  return { started: ticks === "" ? "" : `${boot}/${ticks}`, ended };
}

const where = (): string => `${hostname()} ${readOr("", () => readlinkSync("/proc/self/ns/pid"))}`.trim();

function readOr(otherwise: string, read: () => string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
