/** The tool `keyword_search`: finds text in files, with ripgrep's answers. */
import { globLines, type IgnoreLine } from "@portcullis/ignore-rules";
import { Clock, defineTool, failure, Patterns, type SafePattern, Workers } from "@portcullis/plugin-api";
import { decodeCursor, encodeCursor, nameOf } from "./cursor.js";
import { input } from "./input.js";
import { output } from "./output.js";
import { planOf } from "./plan/plan.js";
import { isSlow } from "./plan/slow.js";
import { printed } from "./print.js";
import { Coordinator } from "./shard/coordinator.js";
import type { Query } from "./shard/task.js";

/** A search that takes longer answers with what it has. */
const MOST_MS = 25_000;
/** Until the server has answered what a client asks first: the processes are started behind that. */
const IDLE_MS = 500;

export default defineTool({
  name: "keyword_search",
  title: "Search in files",
  description:
    "Finds text or a regular expression (RE2) in files, line by line, with exact totals. " +
    "Leaves out what ignore files name, hidden and binary files, unless told otherwise, and says how much.",
  input,
  output,
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  needs: { patterns: Patterns, workers: Workers, clock: Clock },

  create(_options, { patterns, workers, clock }) {
    const shard = new URL("./shard.js", import.meta.url);
    const coordinator = new Coordinator(workers.pool(shard));
    // A process of their own, from the first of them on: what the engine is at, nobody can interrupt.
    const slow = new Coordinator(workers.pool(shard, { size: 1 }));
    setTimeout(() => coordinator.prepare(), IDLE_MS).unref();
    return async (args, call) => {
      const began = clock.elapsed();
      const plan = planOf(args.keyword, args.whole_word, patterns);
      if (plan === undefined) {
        return failure(
          "PATTERN_MULTILINE",
          "The search goes line by line: no line holds a line break. Search for the part on one line, with context_lines.",
        );
      }
      const include = linesOf(args.include_patterns);
      const exclude = linesOf(args.exclude_patterns);
      if (include === undefined || exclude === undefined) {
        return failure("GLOB_TOO_WIDE", "The braces of a glob stand for more than 1,000 globs. Ask for fewer.");
      }
      const name = nameOf(call.args);
      const after = args.cursor === undefined ? undefined : decodeCursor(name, args.cursor);
      if (args.cursor !== undefined && after === undefined) {
        return failure(
          "CURSOR_INVALID",
          "This cursor belongs to a search with other arguments. Repeat the arguments, or leave the cursor out.",
        );
      }

      const query: Query = {
        plan,
        choice: {
          include,
          exclude,
          respectIgnoreFiles: args.respect_gitignore,
          includeHidden: args.include_hidden,
        },
        rows: args.output === "content" ? "matches" : "files",
        shape: { contextLines: args.context_lines, maxLineLength: args.max_line_length },
        pageSize: args.max_results,
        stopAtLimit: args.stop_at_limit,
        after,
        strict: args.fresh === "strict",
        until: clock.now() + MOST_MS,
      };
      const searches = isSlow(plan.pattern, patterns) ? slow : coordinator;
      const { tally, matches, files, more, cut } = await searches.find(query, args.root_paths, call);
      const last = matches.at(-1) ?? files.at(-1);
      const structuredContent = {
        matches: [...matches],
        files: [...files],
        stats: tally.stats(clock.elapsed() - began),
        complete: cut === undefined,
        incomplete_because: cut ?? null,
        truncated: more || cut !== undefined,
        // What stood before the cut in the order of the search need not come first by path: no page follows.
        next_cursor: more && cut === undefined && last !== undefined ? encodeCursor(name, last) : null,
      };
      return { content: [{ type: "text", text: printed(structuredContent, args.output) }], structuredContent };
    };
  },
});

function linesOf(globs: readonly SafePattern[]): IgnoreLine[] | undefined {
  const lines = globs.map(({ source }) => globLines(source));
  return lines.includes(undefined) ? undefined : lines.flatMap((line) => line ?? []);
}
