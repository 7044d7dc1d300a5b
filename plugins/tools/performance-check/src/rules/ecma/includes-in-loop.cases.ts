import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "const known = Object.keys(table);\nfor (const name of names) {\n  if (!known.includes(name)) missing(name);\n}\n",
      lines: [3],
    },
    {
      code: "function common(one: string[], two: string[]) {\n  return one.filter((x) => two.includes(x));\n}\n",
      lines: [2],
      language: "typescript",
    },
    {
      code: "const ids = users.map((user) => user.id);\nfor (let i = 0; i < posts.length; i++) {\n  const post = posts[i];\n  if (ids.indexOf(post.author) === -1) drop(post);\n}\n",
      lines: [4],
    },
    {
      code: "const unique = (xs: number[]) => xs.filter((x, at) => xs.indexOf(x) === at);\n",
      lines: [1],
      language: "typescript",
    },
    {
      code: "const stop = text.split(',');\nwhile (queue.length > 0) {\n  const word = queue.pop();\n  if (stop.includes(word)) continue;\n  use(word);\n}\n",
      lines: [4],
    },
    {
      code: "class Filter {\n  private readonly blocked: string[] = [];\n  run(xs: string[]) {\n    return xs.filter((x) => !this.blocked.includes(x));\n  }\n}\n",
      lines: [4],
      language: "typescript",
    },
    {
      code: "const WORDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p'];\nconst used = list.filter((x) => WORDS.includes(x.name));\n",
      lines: [2],
    },
    {
      code: "function common(one, arr2) {\n  const out = [];\n  for (const x of one) {\n    if (arr2.includes(x)) out.push(x);\n  }\n  return out;\n}\n",
      lines: [4],
    },
  ],
  good: [
    "const known = Object.keys(table);\nlet name = 'a';\nwhile (known.includes(name)) name = next(name);\n",
    "function hits(words, text) {\n  return words.filter((word) => text.includes(word));\n}\n",
    "const known = ['a', 'b', 'c'];\nfor (const name of names) if (known.includes(name)) use(name);\n",
    "const known = new Set(list);\nfor (const name of names) if (known.has(name)) use(name);\n",
    "for (const name of names) if (text.includes(name)) use(name);\n",
    {
      code: "function f(text: string, xs: string[]) {\n  return xs.filter((x) => text.includes(x));\n}\n",
      language: "typescript",
    },
    "const seen = [];\nfor (const x of xs) {\n  if (!seen.includes(x)) seen.push(x);\n}\n",
    "for (const row of rows) {\n  const cells = row.map(String);\n  if (cells.includes(row.key)) use(row);\n}\n",
    "const known = Object.keys(table);\nif (known.includes(name)) use(name);\n",
    "const known = Object.keys(table);\nfor (const x of ['a', 'b']) if (known.includes(x)) use(x);\n",
    "const known = Object.keys(table);\nfor (const x of xs) if (known.includes('all')) use(x);\n",
    "const line = parts.join(' ');\nfor (const x of xs) if (line.indexOf(x) >= 0) use(x);\n",
    "let rest = Object.keys(table);\nfor (const x of xs) {\n  if (rest.includes(x)) rest = rest.filter((y) => y !== x);\n}\n",
    "const known = Object.keys(table);\nfor (const x of xs) {\n  later(() => known.includes(x));\n}\n",
  ],
};
