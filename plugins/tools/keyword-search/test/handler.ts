/** The tool's own handler on real files: for what goes on over several calls, or within one. */
import { HostFiles, HostWorkers, loadPatterns } from "@portcullis/core";
import type { Call, Log, PathRules, Result, SafePattern } from "@portcullis/plugin-api";
import keywordSearch from "@portcullis/tool-keyword-search";
import type { z } from "zod";

export type Output = z.output<NonNullable<typeof keywordSearch.output>>;
type Options = Partial<Omit<z.input<typeof keywordSearch.input>, "keyword" | "root_paths">>;

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What a policy admits for literal text. */
const literal = (source: string): SafePattern => ({
  source,
  syntax: "literal",
  ignoreCase: false,
  test: (text) => Buffer.from(text).includes(source),
});

export interface Handler {
  /** Searches all that lies below the start for literal text. */
  search(
    keyword: string,
    options?: Options,
    call?: Partial<Pick<Call, "signal" | "progress">>,
  ): Promise<Result<Output>>;
  close(): Promise<void>;
}

interface Around {
  /** Beneath the root. */
  readonly start?: string | undefined;
  readonly rules?: Partial<PathRules> | undefined;
  /** Of the processes that search. */
  readonly environment?: Readonly<Record<string, string>>;
}

export async function handlerOn(
  root: string,
  { start = ".", rules = {}, environment = {} }: Around = {},
): Promise<Handler> {
  const files = new HostFiles();
  const located = files.root(root).locate(start, { symlinks: "deny", ...rules });
  if (located.kind !== "found") throw new Error(located.why);
  const workers = new HostWorkers(environment, silent);
  const clock = { now: () => Date.now(), elapsed: () => performance.now() };
  const handle = keywordSearch.create({}, { patterns: await loadPatterns(), workers, clock });
  return {
    async search(keyword, options = {}, { signal = new AbortController().signal, progress = () => {} } = {}) {
      const args = keywordSearch.input.parse({ ...options, keyword, root_paths: [start] });
      const call: Call = { id: "test", tool: "keyword_search", args, principal: "test", signal, progress, log: silent };
      const admitted = {
        keyword: literal(keyword),
        root_paths: [located.path],
        include_patterns: [],
        exclude_patterns: [],
      };
      return handle({ ...args, ...admitted }, call);
    },
    async close() {
      await workers.close();
      files.close();
    },
  };
}
