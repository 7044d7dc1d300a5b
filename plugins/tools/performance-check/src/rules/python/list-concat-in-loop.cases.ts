import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def squares(numbers):\n    out = []\n    for n in numbers:\n        out = out + [n * n]\n    return out\n",
      lines: [4],
      fixed: "def squares(numbers):\n    out = []\n    for n in numbers:\n        out.append(n * n)\n    return out\n",
    },
    {
      code: "def pairs(numbers):\n    out = []\n    for n in numbers:\n        out = out + [n, n]\n    return out\n",
      lines: [4],
      fixed: "def pairs(numbers):\n    out = []\n    for n in numbers:\n        out.extend([n, n])\n    return out\n",
    },
    {
      code: "def flat(lists):\n    out = []\n    for each in lists:\n        out = out + each\n    return out\n",
      lines: [4],
    },
    {
      code: "def back(items):\n    out = []\n    for item in items:\n        out = [item] + out\n    return out\n",
      lines: [4],
    },
    {
      code: "def copy(items):\n    out = []\n    while items.more():\n        out = [*out, items.next()]\n    return out\n",
      lines: [4],
    },
    {
      code: "def seen(items):\n    out = []\n    for item in items:\n        keep(out)\n        out = out + [item]\n    return out\n",
      lines: [5],
    },
  ],
  good: [
    "def squares(numbers):\n    out = []\n    for n in numbers:\n        out += [n * n]\n    return out\n",
    "def total(numbers):\n    out = 0\n    for n in numbers:\n        out = out + n\n    return out\n",
    "def rows(table):\n    for row in table:\n        cells = list(row)\n        cells = cells + ['end']\n        write(cells)\n",
    "def text(words):\n    out = ''\n    for word in words:\n        out = out + word\n    return out\n",
    "def both(a, b):\n    out = []\n    out = out + [a]\n    return out + [b]\n",
    "def paths(tree, path):\n    for node in tree:\n        walk(node, path + [node])\n",
    "def paths(tree, path):\n    for node in tree:\n        own = path + [node]\n        walk(node, own)\n",
    "def total(vectors, out):\n    for vector in vectors:\n        out = out + vector\n    return out\n",
    "def names():\n    out = []\n    for name in ('a', 'b'):\n        out = out + [name]\n    return out\n",
  ],
};
