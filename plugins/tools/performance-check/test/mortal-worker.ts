/** A worker for tests: it reports every file as checked, but hangs at one called `hang`, and dies at one called `die`. */
import { defineWorker } from "@portcullis/plugin-api";
import type { News, Task, TaskResult } from "../src/task.js";

export default defineWorker<Task, TaskResult, News>(() => async (task, job) => {
  for (const { path } of task.kind === "check" ? task.files : []) {
    while (path === "hang") {}
    if (path === "die") process.exit(1);
    const report = { kind: "checked", path, bytes: 1, issues: [], syntaxErrors: [], isReadable: true } as const;
    await job.tell({ kind: "report", report });
  }
  return { kind: "checked", ownRules: [] };
});
