/** A worker for tests of how processes live and end: it does what it is told, well or badly. */
import { setTimeout as sleep } from "node:timers/promises";
import { defineWorker, type Job, type WorkerGiven } from "@portcullis/plugin-api";

export interface Facts {
  readonly pid: number;
  /** How many tasks this process has had, and how many of them were aborted. */
  readonly tasks: number;
  readonly aborts: number;
  readonly environment: NodeJS.ProcessEnv;
  readonly options: readonly string[];
  readonly now: number;
  readonly matches: boolean;
}

export type Deed =
  | { readonly do: "tell facts" | "answer with a function" }
  | { readonly do: "wait for the abort" | "never end" | "loop" | "exit" }
  | { readonly do: "throw" | "print" | "log"; readonly text: string }
  | { readonly do: "tell news"; readonly news: readonly unknown[] };

let tasks = 0;
let aborts = 0;

const deeds = async (deed: Deed, { signal, tell }: Job<unknown>, given: WorkerGiven): Promise<unknown> => {
  switch (deed.do) {
    case "tell facts": {
      const { pid, env: environment, execArgv: options } = process;
      const [now, matches] = [given.clock.now(), given.patterns.compile("a+b").test("aaab")];
      return { pid, tasks, aborts, environment, options, now, matches } satisfies Facts;
    }
    case "answer with a function":
      return () => {};
    case "wait for the abort":
      while (!signal.aborted) await sleep(1);
      return aborts++;
    case "never end":
      return new Promise(() => {});
    case "loop":
      for (;;);
    case "exit":
      return process.exit(3);
    case "throw":
      throw new Error(deed.text);
    case "print":
      return new Promise((resolve) => process.stdout.write(deed.text, resolve));
    case "log":
      return given.log.warn(deed.text, { told: "by the worker" });
    case "tell news":
      for (const news of deed.news) await tell(news);
  }
};

export default defineWorker<Deed, unknown, unknown>((given) => (deed, job) => {
  tasks++;
  return deeds(deed, job, given);
});
