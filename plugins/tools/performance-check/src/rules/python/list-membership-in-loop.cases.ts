import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def known(names, path):\n    taken = list(read(path))\n    out = []\n    for name in names:\n        if name in taken:\n            out.append(name)\n    return out\n",
      lines: [5],
    },
    {
      code: "def new(items: list[str], old: list[str]):\n    return [item for item in items if item not in old]\n",
      lines: [2],
    },
    {
      code: "def places(items, order):\n    ranks = sorted(order)\n    return {item: ranks.index(item) for item in items}\n",
      lines: [3],
    },
    {
      code: "def uses(words):\n    every = [w.lower() for w in words]\n    for word in set(every):\n        print(word, every.count(word))\n",
      lines: [4],
    },
    {
      code: "def unique(items):\n    seen = []\n    for item in items:\n        if item not in seen:\n            seen.append(item)\n    return seen\n",
      lines: [4],
    },
    {
      code: "def missing(table, rows):\n    ids = [row.id for row in rows]\n    for group in table:\n        for item in group:\n            if item.id in ids:\n                print(item)\n",
      lines: [5],
    },
    { code: "def common(list1, list2):\n    return [x for x in list1 if x in list2]\n", lines: [2] },
    {
      code: "def without(items, bad):\n    kept = list(items)\n    for item in bad:\n        kept.remove(item)\n    return kept\n",
      lines: [4],
    },
  ],
  good: [
    "def without(items, bad):\n    kept = set(items)\n    for item in bad:\n        kept.remove(item)\n    return kept\n",
    "def without(items, bad):\n    kept = list(items)\n    while bad in kept:\n        kept.remove(bad)\n    return kept\n",
    "def common(names, whitelist):\n    return [x for x in names if x in whitelist]\n",
    "def known(names, path):\n    taken = set(read(path))\n    return [name for name in names if name in taken]\n",
    "def known(names, text: str):\n    return [name for name in names if name in text]\n",
    "def known(names, taken):\n    return [name for name in names if name in taken]\n",
    "def known(names):\n    kinds = ['a', 'b', 'c']\n    return [name for name in names if name in kinds]\n",
    "def known(rows):\n    for row in rows:\n        cells = list(row)\n        if 'x' in cells:\n            return row\n",
    "def known(name, items):\n    taken = list(items)\n    return name in taken\n",
    "def free(name, items):\n    taken = list(items)\n    while name in taken:\n        name += '_'\n    return name\n",
    "def known(items):\n    taken = list(items)\n    for name in ('a', 'b'):\n        if name in taken:\n            print(name)\n",
    "def each(names, items):\n    for name in list(items):\n        print(name)\n",
    "def at(words, text: str):\n    return [text.index(word) for word in words]\n",
    "def known(names, items):\n    taken = dict(items)\n    return [name for name in names if name not in taken]\n",
  ],
};
