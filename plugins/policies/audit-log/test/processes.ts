/** Starts servers in processes of their own. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./child.js", import.meta.url));

export interface AuditProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: AsyncIterator<string>;
  /** Makes calls, and gives what the audit answered to each: `ok ok`, or codes. */
  call(count: number): Promise<string[]>;
  /** Ends it as a client does, or as `kill -9` does. */
  end(how: "stdin" | "SIGKILL"): Promise<void>;
}

/** @param largest - in blocks of 512 bytes: no file that it writes may be larger (`ulimit -f`) */
export async function startProcess(file: string, largest?: number): Promise<AuditProcess> {
  const child =
    largest === undefined
      ? spawn(process.execPath, [script, file])
      : spawn("sh", ["-c", `ulimit -S -f ${largest}; exec "$0" "$@"`, process.execPath, script, file]);
  child.stderr.pipe(process.stderr);
  const reader: Interface = createInterface({ input: child.stdout });
  const lines = reader[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("the process ended");
    return String(value);
  };
  await next();
  return {
    child,
    lines,
    async call(count) {
      child.stdin.write(`${count}\n`);
      const answers: string[] = [];
      while (answers.length < count) answers.push((await next()).split(" ").slice(1).join(" "));
      return answers;
    },
    async end(how) {
      const ended = once(child, "exit");
      if (how === "stdin") child.stdin.end();
      else child.kill(how);
      await ended;
    },
  };
}
