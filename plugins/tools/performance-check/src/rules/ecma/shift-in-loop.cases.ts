import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "const queue = [root];\nwhile (queue.length > 0) {\n  const node = queue.shift();\n  queue.push(...node.children);\n}\n",
      lines: [3],
    },
    { code: "const out = [];\nfor (const x of xs) out.unshift(x);\n", lines: [2] },
    { code: "const rows = [];\nxs.forEach((x) => {\n  rows.splice(0, 0, x);\n});\n", lines: [3] },
    {
      code: "class Crawler {\n  private readonly pending: string[] = [];\n  run() {\n    for (;;) {\n      const url = this.pending.shift();\n      if (url === undefined) return;\n      for (const link of links(url)) this.pending.push(link);\n    }\n  }\n}\n",
      lines: [5],
      language: "typescript",
    },
  ],
  good: [
    "const path = [];\nlet node = leaf;\nwhile (node.parent) {\n  path.unshift(node.name);\n  node = node.parent;\n}\n",
    "const parts = [];\nwhile (from.pop()) parts.unshift('..');\n",
    "const rows = load();\nrows.sort();\nwhile (rows.length > 0) save(rows.splice(0, 100));\n",
    "const first = queue.shift();\n",
    "const args = process.argv.slice(2);\nwhile (args.length > 0) parse(args.shift());\n",
    "for (const row of rows) {\n  const cells = row.split(',');\n  cells.unshift(row.id);\n  print(cells);\n}\n",
    "const out = [];\nfor (const x of xs) {\n  if (x.first) {\n    out.unshift(x);\n    break;\n  }\n}\n",
    "const parts = [];\nfor (const x of ['a', 'b']) parts.unshift(x);\n",
    "for (const x of xs) heap.shift(x);\n",
    "const rows = [];\nfor (const x of xs) rows.splice(x.at, 1);\n",
    "const queue = [root];\nlet head = 0;\nwhile (head < queue.length) {\n  const node = queue[head++];\n  queue.push(...node.children);\n}\n",
    "const out = [];\nfor (const x of xs) later(() => out.unshift(x));\n",
  ],
};
