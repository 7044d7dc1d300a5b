/** The tool `keyword_search`: finds text in files, with ripgrep's answers. */
import { defineTool, failure, Patterns } from "@portcullis/plugin-api";
import { decodeCursor, encodeCursor, nameOf } from "./cursor.js";
import { input } from "./input.js";
import { lineMatcher } from "./line-matcher.js";
import { output } from "./output.js";
import { printed } from "./print.js";
import { Search } from "./search.js";

export default defineTool({
  name: "keyword_search",
  title: "Search in files",
  description:
    "Finds text or a regular expression (RE2) in files, line by line, with exact totals. " +
    "Leaves out what ignore files name, hidden and binary files, unless told otherwise, and says how much.",
  input,
  output,
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  needs: { patterns: Patterns },

  create:
    (_options, { patterns }) =>
    async (args, call) => {
      const began = performance.now();
      const matcher = lineMatcher(args.keyword, args.whole_word, patterns);
      if (matcher === undefined) {
        return failure(
          "PATTERN_MULTILINE",
          "The search goes line by line: no line holds a line break. Search for the part on one line, with context_lines.",
        );
      }
      const query = nameOf(call.args);
      const after = args.cursor === undefined ? undefined : decodeCursor(query, args.cursor);
      if (args.cursor !== undefined && after === undefined) {
        return failure(
          "CURSOR_INVALID",
          "This cursor belongs to a search with other arguments. Repeat the arguments, or leave the cursor out.",
        );
      }

      const search = new Search(
        {
          starts: args.root_paths,
          choice: {
            include: args.include_patterns,
            exclude: args.exclude_patterns,
            respectIgnoreFiles: args.respect_gitignore,
            includeHidden: args.include_hidden,
          },
          matcher,
          rows: args.output === "content" ? "matches" : "files",
          shape: { contextLines: args.context_lines, maxLineLength: args.max_line_length },
          pageSize: args.max_results,
          stopAtLimit: args.stop_at_limit,
          after,
        },
        patterns,
        call,
      );
      await search.run();

      const matches = search.matches.rows();
      const files = search.files.rows();
      const last = matches.rows.at(-1) ?? files.rows.at(-1);
      const more = matches.more || files.more;
      const structuredContent = {
        matches: [...matches.rows],
        files: [...files.rows],
        stats: search.tally.stats(performance.now() - began),
        truncated: more || search.stopped,
        // What stood before the limit in the order of the search need not come first by path: no page follows.
        next_cursor: more && !search.stopped && last !== undefined ? encodeCursor(query, last) : null,
      };
      return { content: [{ type: "text", text: printed(structuredContent, args.output) }], structuredContent };
    },
});
