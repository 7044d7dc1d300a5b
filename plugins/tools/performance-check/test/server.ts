/** A server in memory around the tool, on a folder of files that is gone after the tests. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CallInFlight, parseManifest, run, type Started, start, Trail } from "@portcullis/core";
import type { Call, Result } from "@portcullis/plugin-api";
import regex from "@portcullis/policy-regex";
import roots from "@portcullis/policy-roots";
import performanceCheck from "@portcullis/tool-performance-check";
import { expect } from "chai";
import type { z } from "zod";

export type Output = z.output<NonNullable<typeof performanceCheck.output>>;
export type Input = z.input<typeof performanceCheck.input>;
/** Arguments as a client has them: paths and patterns are strings. */
export type Args = { readonly [K in keyof Input]?: unknown };

export interface Tree {
  readonly root: string;
  write(name: string, content: string | Buffer): void;
  remove(): void;
}

/** @param files - contents by path */
export function treeOf(files: Readonly<Record<string, string | Buffer>>): Tree {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "portcullis-performance-")));
  const write = (name: string, content: string | Buffer) => {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return { root, write, remove: () => rmSync(root, { recursive: true }) };
}

export const outputOf = ({ structuredContent }: Result): Output => {
  if (performanceCheck.output === undefined) throw new Error("no output schema");
  return performanceCheck.output.parse(structuredContent);
};

export const textOf = ({ content }: Result): string =>
  content.map((block) => (block.type === "text" ? block.text : "")).join();

/** What a call found, as `path:line rule`. */
export const places = ({ issues }: Output): string[] =>
  issues.map(({ path: file, line_number, rule_id }) => `${file}:${line_number} ${rule_id}`);

export class Server {
  #calls = 0;

  private constructor(private readonly started: Started) {}

  /** @param folders - what the tool may read */
  static async on(...folders: readonly string[]): Promise<Server> {
    const policies = [{ use: "roots", with: { allow: folders } }, { use: "regex" }];
    const manifest = JSON.stringify({ tools: { performance_check: { policies, limits: { timeout: "1m" } } } });
    const around = { folder: process.cwd(), state: process.cwd(), environment: {} };
    const plugins = [performanceCheck, roots, regex];
    const options = { plugins, version: "0.0.0", environment: {}, logLevel: "silent" } as const;
    return new Server(await start(parseManifest(manifest, "test", around), options));
  }

  /** The call, which can be cut short, and its answer. */
  begin(args: Args, progress: Call["progress"] = () => {}) {
    const { bound, services } = this.started;
    const route = bound.routes.get("performance_check") ?? bound.unknown("performance_check");
    this.#calls += 1;
    const call = new CallInFlight(`test-${this.#calls}`, "performance_check", args, "test", services.log, progress);
    return { call, answer: run(route, call, new Trail()) };
  }

  /** The answer of a call that must come to its end. */
  async result(args: Args): Promise<Result> {
    const { result, outcome } = await this.begin(args).answer;
    expect(outcome).to.deep.equal({ kind: "done" });
    return result;
  }

  async check(args: Args): Promise<Output> {
    return outputOf(await this.result(args));
  }

  /** The code of a call that must fail, and what its caller is told. */
  async failure(args: Args): Promise<{ readonly code: string; readonly text: string }> {
    const { result, outcome } = await this.begin(args).answer;
    return { code: "code" in outcome ? outcome.code : "done", text: textOf(result) };
  }

  close(): Promise<unknown> {
    return this.started.close();
  }
}
