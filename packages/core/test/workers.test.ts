/** The worker service on real processes: how tasks come and go, and how processes end. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HostWorkers } from "@portcullis/core";
import { type Log, type RootedPath, WorkerLost, type WorkerPool } from "@portcullis/plugin-api";
import { expect } from "chai";
import type { Deed, Facts } from "./rude-worker.js";

type Pool = WorkerPool<Deed, unknown, unknown>;

const entry = new URL("./rude-worker.js", import.meta.url);
const never = new AbortController().signal;

let lines: string[];
let workers: HostWorkers;
let pool: Pool;

const note = (level: keyof Log) => (message: string, facts?: Readonly<Record<string, unknown>>) => {
  lines.push(`${level} ${message} ${JSON.stringify(facts)}`);
};
const log: Log = { debug: note("debug"), info: note("info"), warn: note("warn"), error: note("error") };

const run = (worker: number, deed: Deed, how: Partial<Parameters<Pool["run"]>[2]> = {}) =>
  pool.run(worker, deed, { signal: never, ...how });

const rejected = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    (value) => expect.fail(`it resolved with ${JSON.stringify(value)}`),
    (error: Error) => error,
  );

const facts: Deed = { do: "tell facts" };
const factsOf = async (worker = 0) => (await run(worker, facts)) as Facts;

/** Whether a process runs. One that has ended and that nobody has asked about (Z) does not. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
};

/** Waits until a process is gone; the time that it took. */
const goneAfter = async (pid: number): Promise<number> => {
  const asked = Date.now();
  while (isAlive(pid) && Date.now() - asked < 5000) await sleep(5);
  return Date.now() - asked;
};

describe("a pool of workers", () => {
  beforeEach(() => {
    lines = [];
    workers = new HostWorkers(
      { TMPDIR: tmpdir(), PATH: "/bin", API_KEY: "secret", NODE_OPTIONS: "--trace-warnings" },
      log,
    );
    pool = workers.pool(entry, { size: 2 });
  });
  afterEach(() => workers.close());

  it("has one process for each core, 4 at most", () => {
    expect(workers.pool(entry).size).to.be.within(1, 4);
  });

  it("keeps a process and what it remembers from task to task", async () => {
    const pids = [(await factsOf(0)).pid, (await factsOf(0)).pid, (await factsOf(1)).pid];
    expect(new Set(pids).size).to.equal(2);
    expect(await factsOf()).to.include({ tasks: 3 });
    expect(await factsOf(1)).to.include({ tasks: 2 });
  });

  it("has no worker but those of its size", async () => {
    expect(await rejected(run(2, facts))).to.be.instanceOf(RangeError);
    expect(await rejected(run(-1, facts))).to.be.instanceOf(RangeError);
  });

  it("gives a worker the engine and the clock, and nothing of the server's environment or options", async () => {
    const { environment, options, matches, now } = await factsOf();
    expect({ environment, options, matches }).to.deep.equal({
      environment: { TMPDIR: tmpdir() },
      // Its own: none of the server's.
      options: ["--min-semi-space-size=16", "--interrupt-budget=1000000"],
      matches: true,
    });
    expect(now).to.be.closeTo(Date.now(), 1000);
  });

  it("tells news in order, and the result after them", async () => {
    const told: unknown[] = [];
    const news = Array.from({ length: 200 }, (_, index) => ({ index, bytes: Buffer.alloc(5000) }));
    await run(0, { do: "tell news", news }, { onNews: (one) => told.push((one as { index: number }).index) });
    expect(told).to.deep.equal(news.map(({ index }) => index));
  });

  it("rejects with what the hearer of news threw", async () => {
    const onNews = () => {
      throw new Error("not heard");
    };
    expect((await rejected(run(0, { do: "tell news", news: [1] }, { onNews }))).message).to.equal("not heard");
    expect(await factsOf()).to.include({ tasks: 2 });
  });

  it("rejects with what a task threw, and the process goes on", async () => {
    const { pid } = await factsOf();
    expect((await rejected(run(0, { do: "throw", text: "no such thing" }))).message).to.include("no such thing");
    expect((await factsOf()).pid).to.equal(pid);
  });

  it("rejects what cannot be sent, either way", async () => {
    const functions: Deed = { do: "tell news", news: [() => {}] };
    expect((await rejected(run(0, functions))).message).to.include("could not be cloned");
    expect((await rejected(run(0, { do: "answer with a function" }))).message).to.include("could not be cloned");
    expect(await factsOf()).to.include({ tasks: 2 });
  });

  it("rejects every task of a module that is no worker, and says which", async () => {
    const other = workers.pool<null, null>(new URL("data:text/javascript,"), { size: 1 });
    const absent = workers.pool<null, null>(new URL("./absent.js", import.meta.url), { size: 1 });
    expect((await rejected(other.run(0, null, { signal: never }))).message).to.include("made by defineWorker");
    expect((await rejected(absent.run(0, null, { signal: never }))).message).to.include("absent.js");
    expect((await rejected(absent.run(0, null, { signal: never }))).message).to.include("absent.js");
  });

  it("takes no path but those that the server admitted", async () => {
    const path = { relative: ".", kind: "directory", rootIndex: 0 } as RootedPath;
    expect((await rejected(run(0, facts, { paths: [path] }))).message).to.include("not admitted by this server");
  });

  it("leads what a worker logs and prints to the log", async () => {
    await run(0, { do: "log", text: "as it should" });
    await run(0, { do: "print", text: "to stdout" });
    while (lines.length < 2) await sleep(5);
    expect(lines.sort()).to.deep.equal([
      'warn a worker printed {"worker":"rude-worker.js","text":"to stdout"}',
      'warn as it should {"worker":"rude-worker.js","told":"by the worker"}',
    ]);
  });
});

describe("a task that is aborted", () => {
  beforeEach(() => {
    lines = [];
    workers = new HostWorkers({}, log);
    pool = workers.pool(entry, { size: 1 });
  });
  afterEach(() => workers.close());

  it("rejects at once, and the worker learns of it", async () => {
    const { pid } = await factsOf();
    const controller = new AbortController();
    const task = rejected(run(0, { do: "wait for the abort" }, { signal: controller.signal }));
    await sleep(20);
    const asked = performance.now();
    controller.abort(new Error("enough"));
    expect((await task).message).to.equal("enough");
    expect(performance.now() - asked).to.be.below(50);
    await sleep(300);
    expect(await factsOf()).to.include({ aborts: 1 });
    expect((await factsOf()).pid).to.equal(pid);
  });

  it("was aborted before it was given: nothing is started", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    expect((await rejected(run(0, facts, { signal }))).message).to.equal("too late");
    await workers.close();
    expect(lines).to.deep.equal([]);
  });

  it("is killed with its process 250 ms later, when it goes on: other tasks of the process are lost", async () => {
    const { pid } = await factsOf();
    const controller = new AbortController();
    const other = rejected(run(0, { do: "never end" }));
    const task = rejected(run(0, { do: "loop" }, { signal: controller.signal }));
    await sleep(20);
    const asked = performance.now();
    controller.abort();
    expect((await task).name).to.equal("AbortError");
    expect(performance.now() - asked).to.be.below(50);
    expect(await other).to.be.instanceOf(WorkerLost);
    expect(performance.now() - asked).to.be.within(240, 500);
    expect(await goneAfter(pid)).to.be.below(100);
    expect((await factsOf()).pid).not.to.equal(pid);
  });
});

describe("a worker's process", () => {
  beforeEach(() => {
    lines = [];
    workers = new HostWorkers({}, log);
    pool = workers.pool(entry, { size: 1 });
  });
  afterEach(() => workers.close());

  it("begins with the first task", async () => {
    await workers.close();
    expect(lines).to.deep.equal([]);
    expect((await rejected(run(0, facts))).message).to.include("server has ended");
  });

  it("that dies loses its tasks, and the next task has another, which remembers nothing", async () => {
    const { pid } = await factsOf();
    const tasks = [rejected(run(0, { do: "never end" })), rejected(run(0, { do: "exit" }))];
    for (const lost of await Promise.all(tasks)) expect(lost).to.be.instanceOf(WorkerLost);
    expect(await factsOf()).to.include({ tasks: 1 });
    expect((await factsOf()).pid).not.to.equal(pid);
  });

  it("goes on when its whole group is told to stop: when calls end, the server decides", async () => {
    const { pid } = await factsOf();
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.kill(pid, signal);
    expect((await factsOf()).pid).to.equal(pid);
  });

  it("ends when the service is closed, whatever it does", async () => {
    const { pid } = await factsOf();
    const task = rejected(run(0, { do: "loop" }));
    await sleep(20);
    await workers.close();
    expect(isAlive(pid)).to.equal(false);
    expect(await task).to.be.instanceOf(WorkerLost);
  });

  it("ends with the server, even when that is killed", async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-workers-")));
    const source = `
      import { HostWorkers } from ${JSON.stringify(import.meta.resolve("@portcullis/core"))};
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const pool = new HostWorkers({ TMPDIR: process.argv[1] }, log).pool(new URL(${JSON.stringify(entry.href)}));
      const { pid } = await pool.run(0, ${JSON.stringify(facts)}, { signal: new AbortController().signal });
      console.log(pid);
    `;
    const server = spawn(process.execPath, ["--input-type=module", "-e", source, folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [pid] = (await once(server.stdout.setEncoding("utf8"), "data")) as [string];
    expect(isAlive(Number(pid))).to.equal(true);
    server.kill("SIGKILL");
    expect(await goneAfter(Number(pid))).to.be.below(1000);
    rmSync(folder, { recursive: true });
  });
});
