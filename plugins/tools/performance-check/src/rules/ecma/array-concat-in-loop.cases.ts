import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "let all = [];\nfor (const page of pages) {\n  all = all.concat(page.items);\n}\n", lines: [3] },
    { code: "const flat = lists.reduce((acc, list) => acc.concat(list), []);\n", lines: [1] },
    {
      code: "async function read(stream) {\n  let data = Buffer.alloc(0);\n  for await (const chunk of stream) data = Buffer.concat([data, chunk]);\n  return data;\n}\n",
      lines: [3],
    },
    {
      code: 'let body = Buffer.alloc(0);\nreq.on("data", (chunk) => {\n  body = Buffer.concat([body, chunk]);\n});\n',
      lines: [3],
    },
    {
      code: "function walk(dirs: Dir[]): string[] {\n  let files: string[] = [];\n  dirs.forEach((dir) => {\n    files = files.concat(list(dir));\n  });\n  return files;\n}\n",
      lines: [4],
      language: "typescript",
    },
    {
      code: "let rows = new Array();\ndo {\n  const page = fetchPage();\n  rows = rows.concat(page.rows);\n} while (page.next);\n",
      lines: [4],
    },
  ],
  good: [
    'let text = "";\nfor (const part of parts) text = text.concat(part);\n',
    "for (const page of pages) total = total.concat(page);\n",
    "const both = one.concat(two);\n",
    "for (const page of pages) {\n  let rows = [];\n  rows = rows.concat(page.rows);\n  save(rows);\n}\n",
    "let line = [];\nfor (const token of tokens) {\n  if (token.newline) line = [];\n  line = line.concat(token.parts);\n}\n",
    "let all = [];\nfor (const page of pages) {\n  if (page.ok) {\n    all = all.concat(page.items);\n    break;\n  }\n}\n",
    "const lists = xs.map((x) => base.concat(x));\n",
    'const text = parts.reduce((acc, part) => acc.concat(part), "");\n',
    "const chunks = [];\nfor await (const chunk of stream) chunks.push(chunk);\nconst data = Buffer.concat(chunks);\n",
    "let rest = [];\nfor (const x of xs) rest = x.children.concat(x.more);\n",
  ],
};
