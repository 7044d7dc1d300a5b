/** Starts the attacker: the one in C where there is a compiler, else one in Node, which is slower. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "../repository.js";

export type Swapped = "directory" | "file";

export interface Attacker {
  readonly language: "C" | "Node";
  stop(): Promise<void>;
}

/** Does what `swap.c` does, with a moment in which nothing stands there. */
const inNode = `
  const { renameSync, symlinkSync, writeFileSync } = require("node:fs");
  const [swapped, victim, other, outside] = process.argv.slice(1);
  const next = victim + ".next";
  const directory = () => {
    renameSync(victim, next);
    renameSync(other, victim);
    renameSync(victim, other);
    renameSync(next, victim);
  };
  const file = () => {
    symlinkSync(outside, next);
    renameSync(next, victim);
    writeFileSync(next, "inside", { flag: "wx" });
    renameSync(next, victim);
  };
  for (;;) {
    (swapped === "file" ? file : directory)();
    // It stands for a while, of another length each time, so that both sides of a swap are met.
    for (let wait = Math.random() * 20_000; wait > 0; wait--);
  }
`;

/**
 * @param other - whose name is exchanged with a directory's: a link that leads to `outside`, or `outside` itself
 * @param folder - where the compiled attacker may be put
 */
export function attack(swapped: Swapped, victim: string, other: string, outside: string, folder: string): Attacker {
  const compiled = join(folder, "swap");
  const { status } = spawnSync("cc", ["-O2", "-o", compiled, join(root, "test/attacks/swap.c")], { stdio: "ignore" });
  const stdio = ["ignore", "ignore", "inherit"] as const;
  if (status === 0) {
    const child = spawn(compiled, [swapped, victim, swapped === "directory" ? other : outside], { stdio: [...stdio] });
    return { language: "C", stop: () => stop(child) };
  }
  const child = spawn(process.execPath, ["-e", inNode, swapped, victim, other, outside], { stdio: [...stdio] });
  return { language: "Node", stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  if (child.kill("SIGKILL")) await ended;
}
