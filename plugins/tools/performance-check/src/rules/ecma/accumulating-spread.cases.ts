import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "const names = users.reduce((acc, user) => [...acc, user.name], []);\n",
      lines: [1],
      fixed: "const names = users.reduce((acc, user) => { acc.push(user.name); return acc; }, []);\n",
    },
    { code: "const byId = users.reduce((all, user) => ({ ...all, [user.id]: user }), {});\n", lines: [1] },
    {
      code: "const byId = users.reduceRight(function (all, user) {\n  return { ...all, [user.id]: user };\n}, {});\n",
      lines: [2],
    },
    {
      code: "const odd = xs.reduce((acc, x) => (x % 2 ? [...acc, x] : acc), start);\n",
      lines: [1],
    },
    {
      code: "const counts = words.reduce((acc, word) => {\n  const next = { ...acc, [word]: 1 };\n  return next;\n}, {});\n",
      lines: [2],
    },
    { code: "const all = xs.reduce((acc, x) => Object.assign({}, acc, { [x.k]: x }), {});\n", lines: [1] },
    {
      code: "function f(xs) {\n  let out = [];\n  for (const x of xs) {\n    if (x.ok) out = [...out, x.name];\n  }\n  return out;\n}\n",
      lines: [4],
      fixed:
        "function f(xs) {\n  let out = [];\n  for (const x of xs) {\n    if (x.ok) out.push(x.name);\n  }\n  return out;\n}\n",
    },
    {
      code: "let index = {};\nwhile (more()) {\n  const row = next();\n  index = { ...index, [row.id]: row };\n}\n",
      lines: [4],
    },
    {
      code: "let out: string[] = [];\nrows.forEach((row: Row) => {\n  out = [...out, row.name];\n});\n",
      lines: [3],
      language: "typescript",
      fixed: "let out: string[] = [];\nrows.forEach((row: Row) => {\n  out.push(row.name);\n});\n",
    },
    { code: "for (const x of xs) this.items = [...this.items, x];\n", lines: [1] },
    {
      code: "let last = [];\nfor (const x of xs) {\n  last = [...last, x];\n  history.push(last);\n}\n",
      lines: [3],
    },
    { code: 'const all = lists["reduce"]((acc, list) => [...acc, ...list], []);\n', lines: [1] },
  ],
  good: [
    "const state = events.reduce((acc, event) => ({ ...acc, last: event }), {});\n",
    "const names = users.reduce((acc, user) => { acc.push(user.name); return acc; }, []);\n",
    "const last = xs.reduce((acc, x) => [...x.items, acc.length], []);\n",
    "const merged = xs.reduce((acc, x) => Object.assign(acc, x), {});\n",
    "const grouped = xs.reduce((acc, x) => { acc[x.k] = [...x.items]; return acc; }, {});\n",
    "const rows = xs.map((x) => ({ ...x, seen: true }));\n",
    "for (const x of xs) {\n  let own = [];\n  own = [...own, x];\n  save(own);\n}\n",
    "let path = [];\nfor (const x of xs) {\n  if (x.start) path = [];\n  path = [...path, x];\n}\n",
    "let all = [];\nfor (const x of xs) {\n  if (x.found) {\n    all = [...all, x];\n    break;\n  }\n}\n",
    "let copy = [];\nfor (const x of xs) copy = [...x.list, x];\n",
    "list = [...list, item];\n",
    "const total = xs.reduce((acc, x, at) => (at === 0 ? [...acc, x] : acc), []);\n",
    "const max = xs.reduce((best, x) => Math.max(...[...best.list, x]), first);\n",
    "const add = (state, item) => [...state, item];\n",
    "items.forEach((item) => setItems((old) => [...old, item]));\n",
  ],
};
