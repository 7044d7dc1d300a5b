import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "for (const line of lines) {\n  if (new RegExp(pattern).test(line)) found(line);\n}\n", lines: [2] },
    { code: 'const hits = lines.filter((line) => new RegExp("^" + prefix, "i").test(line));\n', lines: [1] },
    {
      code: "while (next()) {\n  const text = read();\n  out(text.replace(new RegExp(word, 'g'), ''));\n}\n",
      lines: [3],
    },
    {
      code: "lines.forEach((line) => {\n  const match = RegExp('^' + options.prefix).exec(line);\n  use(match);\n});\n",
      lines: [2],
    },
  ],
  good: [
    "const pattern = new RegExp(text);\nfor (const line of lines) pattern.test(line);\n",
    "for (const word of words) text = text.replace(new RegExp(word, 'g'), '');\n",
    "for (const line of lines) if (/^a/.test(line)) found(line);\n",
    "for (const line of lines) {\n  const pattern = new RegExp(text, 'g');\n  while (pattern.exec(line)) count();\n}\n",
    "for (const line of lines) later(() => new RegExp(text).test(line));\n",
    "for (const line of lines) {\n  const key = line.key;\n  if (new RegExp('^' + key).test(line.text)) found(line);\n}\n",
    "for (const line of lines) if (new RegExp(next()).test(line)) found(line);\n",
    "for (const kind of ['a', 'b']) if (new RegExp(text).test(kind)) found(kind);\n",
    "function f(lines, text) {\n  for (const line of lines) if (line.ok) return new RegExp(text).test(line);\n}\n",
  ],
};
