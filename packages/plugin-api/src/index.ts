/** What a plugin author sees. The whole public surface, by name. */

export type { Call, Decision, Outcome, Phase } from "./call.js";
export type {
  DirectoryEntry,
  FileRead,
  OpenDirectory,
  PatternFlags,
  RootedPath,
  SafePattern,
  WritablePath,
} from "./capability.js";
export {
  type Admitted,
  type GuardHint,
  type GuardKind,
  type Guards,
  guarded,
  type PathHint,
  type PatternHint,
  path,
  pattern,
  writablePath,
} from "./guard.js";
export {
  type Admit,
  type AnyPolicy,
  definePolicy,
  deny,
  type Policy,
  type PolicyPlugin,
  type Probe,
  pass,
  rewrite,
  type Verdict,
} from "./policy.js";
export { type Content, failure, type Result, text } from "./result.js";
export {
  type AnyService,
  defineService,
  type Given,
  type Needs,
  type ServicePlugin,
  type Token,
  token,
} from "./service.js";
export {
  ClientRoots,
  Clock,
  Environment,
  Files,
  Lifetime,
  type Located,
  Log,
  type PathRules,
  type Pattern,
  PatternError,
  Patterns,
  type Refused,
  type Root,
  ServerFacts,
} from "./services.js";
export { StartRefusal } from "./start-refusal.js";
export { type AnyTool, defineTool, type Handler, type ToolPlugin } from "./tool.js";
export {
  defineWorker,
  type FileBytes,
  type FileStats,
  type FileVersion,
  type Ground,
  type Job,
  type Refusal,
  type Standing,
  type Watch,
  type Work,
  type Worker,
  type WorkerGiven,
  WorkerLost,
  type WorkerPool,
  Workers,
} from "./worker.js";
