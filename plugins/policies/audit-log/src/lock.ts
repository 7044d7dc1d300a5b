/**
 * Keeps a second writer off a file, by a file beside it that says who holds it. One that a dead process left is taken
 * over; one that cannot be judged from here (another machine, another container) counts as held.
 */
import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isAlive, isSelf, type Process, processSchema, self } from "./process-identity.js";

/** What came of taking a lock: it is ours from now on, it was ours already, or another process has it. */
export type Taken = "taken" | "ours" | "held";

/** Takes a lock, if nobody holds it or its holder is dead. */
export function takeLock(path: string): Taken {
  if (create(path)) return "taken";
  const state = stateOf(path);
  if (state === "ours" || state === "held") return state;
  if (state === "dead" && !clear(path)) return "held";
  return create(path) ? "taken" : "held";
}

/** Clears a dead holder's lock away, one process at a time: a second would clear away what came in its place. */
function clear(path: string): boolean {
  const clearing = `${path}.clearing`;
  if (takeLock(clearing) !== "taken") return false;
  try {
    // Looked at again, now that nobody else may clear it.
    if (stateOf(path) === "dead") rmSync(path);
    return true;
  } finally {
    releaseLock(clearing);
  }
}

/** Gives a lock back that this process holds. */
export function releaseLock(path: string): void {
  if (stateOf(path) === "ours") rmSync(path);
}

/** Makes the lock, holder and all, in one step: nobody ever reads half of one. */
function create(path: string): boolean {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(self()), { flag: "wx", mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function stateOf(path: string): "ours" | "held" | "dead" | "gone" {
  const holder = read(path);
  if (holder === "gone") return "gone";
  if (holder === "unreadable") return "held";
  if (isSelf(holder)) return "ours";
  return isAlive(holder) ? "held" : "dead";
}

function read(path: string): Process | "gone" | "unreadable" {
  try {
    return processSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    return isCode(error, "ENOENT") ? "gone" : "unreadable";
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
