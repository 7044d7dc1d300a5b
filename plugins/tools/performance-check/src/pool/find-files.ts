/** Has a process walk the paths of a call, and tells of each file once. */
import { WorkerLost } from "@portcullis/plugin-api";
import type { SourceFile, Task, TaskResult } from "../task.js";
import type { Checking } from "./dispatch.js";

/** A process may be lost on another call's behalf. */
const ATTEMPTS = 3;

type Walked = Extract<TaskResult, { kind: "walked" }>;

/** @returns what was left out */
export async function findFiles(
  { pool, paths, signal }: Checking,
  task: Extract<Task, { kind: "walk" }>,
  onFile: (file: SourceFile) => void,
): Promise<Walked> {
  const seen = new Set<string>();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await pool.run(0, task, {
        paths,
        signal,
        onNews: (news) => {
          if (news.kind !== "found") return;
          for (const file of news.files) {
            // Paths may lie in one another, and a second attempt finds what the first had found.
            const key = `${file.root ?? 0}:${file.path}`;
            if (seen.has(key)) continue;
            seen.add(key);
            onFile(file);
          }
        },
      });
      if (result.kind !== "walked") throw new Error(`a walk came to ${result.kind}`);
      return result;
    } catch (error) {
      if (!(error instanceof WorkerLost) || attempt === ATTEMPTS) throw error;
    }
  }
}
