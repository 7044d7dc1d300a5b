/** `keyword_search` as it is served: through the pipeline, with real paths and real patterns. */
import { CallInFlight, parseManifest, run, start } from "@portcullis/core";
import regex from "@portcullis/policy-regex";
import roots from "@portcullis/policy-roots";
import keywordSearch from "@portcullis/tool-keyword-search";
import type { z } from "zod";

export type Args = z.input<typeof keywordSearch.input>;
type Output = z.output<NonNullable<typeof keywordSearch.output>>;

export interface Searcher {
  /** Every page of a search, together. */
  all(args: { readonly [K in keyof Args]: unknown }): Promise<Output>;
  /** @param cancelAfter - in milliseconds */
  page(args: { readonly [K in keyof Args]: unknown }, cancelAfter?: number): Promise<Output>;
  close(): Promise<void>;
}

export async function searcherOn(root: string, ...more: readonly string[]): Promise<Searcher> {
  const manifest = {
    tools: {
      keyword_search: {
        policies: [{ use: "roots", with: { allow: [root, ...more] } }, { use: "regex" }],
        limits: { timeout: "2m" },
      },
    },
  };
  const around = { folder: root, state: root, environment: {} };
  const started = await start(parseManifest(JSON.stringify(manifest), "test", around), {
    plugins: [keywordSearch, roots, regex],
    version: "0.0.0",
    environment: {},
    logLevel: "silent",
  });
  const route = started.bound.routes.get("keyword_search") ?? started.bound.unknown("keyword_search");

  const page = async (args: object, cancelAfter?: number): Promise<Output> => {
    const call = new CallInFlight("test", "keyword_search", { ...args }, "test", started.services.log, () => {});
    if (cancelAfter !== undefined) setTimeout(() => call.end("cancelled"), cancelAfter);
    const { outcome, result } = await run(route, call);
    if (outcome.kind !== "done")
      throw new Error(`${JSON.stringify(args)}: ${JSON.stringify([outcome, result.content])}`);
    return keywordSearch.output?.parse(result.structuredContent) ?? fail();
  };
  return {
    page,
    async all(args) {
      const pages = [await page(args)];
      for (let cursor = pages[0]?.next_cursor; cursor; cursor = pages.at(-1)?.next_cursor) {
        pages.push(await page({ ...args, cursor }));
      }
      const [first = fail()] = pages;
      return {
        ...first,
        matches: pages.flatMap(({ matches }) => matches),
        files: pages.flatMap(({ files }) => files),
      };
    },
    close: () => started.close(),
  };
}

const fail = (): never => {
  throw new Error("keyword_search gives structured content");
};
