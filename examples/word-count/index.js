/** The tool `word_count`: lines, words and bytes of a file, as `wc` counts them. */
import { defineTool, path, text } from "@portcullis/plugin-api";
import { z } from "zod";

export default defineTool({
  name: "word_count",
  title: "Count words",
  description: "Counts the lines, words and bytes of a text file.",
  input: z.strictObject({ file_path: path({ type: "file" }) }),
  output: z.strictObject({ lines: z.int(), words: z.int(), bytes: z.int() }),
  annotations: { readOnlyHint: true },
  create: () => async (args) => {
    const bytes = await args.file_path.read();
    const lines = bytes.filter((byte) => byte === 10).length;
    const words = bytes.toString("utf8").match(/\S+/g)?.length ?? 0;
    const counts = { lines, words, bytes: bytes.length };
    return { ...text(`${lines} lines, ${words} words, ${bytes.length} bytes`), structuredContent: counts };
  },
});
