/** What runs in the tool's processes: walks, and checks of files. */
import { defineWorker, type Ground, type Job } from "@portcullis/plugin-api";
import { type Project, Projects } from "./project/projects.js";
import { SettingsError } from "./project/settings-error.js";
import type { Checker } from "./source/checker.js";
import { Pace } from "./source/pace.js";
import { readSource } from "./source/read-source.js";
import type { News, Report, SourceFile, Task, TaskResult } from "./task.js";
import { Walk } from "./walk/walk.js";

/** Files in one message. */
const FOUND = 64;

type WalkTask = Extract<Task, { kind: "walk" }>;
type CheckTask = Extract<Task, { kind: "check" }>;

export default defineWorker<Task, TaskResult, News>(({ log }) => {
  const projects = new Projects();
  return (task, job) => (task.kind === "walk" ? walk(task, job) : checkAll(task, job));

  async function walk({ choice, language }: WalkTask, job: Job<News>): Promise<TaskResult> {
    const pace = new Pace(job.signal);
    const walked = new Walk(choice, language);
    let found: SourceFile[] = [];
    for (const [ground, start] of job.grounds.entries()) {
      const root = start.rootIndex === 0 ? {} : { root: start.rootIndex };
      for (const files of walked.files(start)) {
        const isFound = start.kind === "directory";
        found.push(...files.map((file) => ({ ...file, ...root, ground, isFound })));
        if (found.length >= FOUND) {
          await job.tell({ kind: "found", files: found });
          found = [];
        }
        if (pace.isDue) await pace.pause();
      }
    }
    await job.tell({ kind: "found", files: found });
    return { kind: "walked", skipped: walked.skipped, unreadable: walked.unreadable };
  }

  async function checkAll({ files, rules }: CheckTask, job: Job<News>): Promise<TaskResult> {
    const pace = new Pace(job.signal);
    const ownRules = new Set<string>();
    /** Of the grounds, as they are in this task. */
    const loaded = new Map<Ground, Project>();
    try {
      for (const file of files) {
        const ground = file.ground === undefined ? undefined : job.grounds[file.ground];
        const project = ground === undefined ? projects.none : (loaded.get(ground) ?? (await projects.of(ground)));
        if (ground !== undefined) loaded.set(ground, project);
        for (const { id } of project.ownRules) ownRules.add(id);
        const source = ground === undefined ? file.source : readSource(file, ground);
        if (source === undefined) throw new Error("the task names a file without its ground");
        await job.tell({ kind: "report", report: await reportOf(file, source, project.checker(rules), job) });
        if (pace.isDue) await pace.pause();
      }
    } catch (error) {
      if (isFatal(error)) process.exit(1);
      if (error instanceof SettingsError) return { kind: "rules-invalid", reason: error.message };
      throw error;
    }
    return { kind: "checked", ownRules: [...ownRules] };
  }

  async function reportOf(
    file: SourceFile,
    source: ReturnType<typeof readSource> | string,
    checker: Checker,
    job: Job<News>,
  ): Promise<Report> {
    const { path, root } = file;
    const place = root === undefined ? { path } : { path, root };
    if (typeof source === "object" && "why" in source) return { kind: "skipped", ...place, why: source.why };
    try {
      return await checker.check(file, source);
    } catch (error) {
      log.error("a source was given up", { path, error: String(error) });
      const report = { kind: "given-up", ...place } as const;
      // It is told first, so that the next process does not try it again.
      if (isFatal(error)) {
        await job.tell({ kind: "report", report });
        process.exit(1);
      }
      return report;
    }
  }
});

/**
 * What WebAssembly was at when it met the end of the stack, or trapped, stays half done; and there is but one instance
 * of the parser in a process.
 */
const isFatal = (error: unknown): boolean =>
  error instanceof RangeError || (error instanceof Error && error.name === "RuntimeError");
