import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "items = (1, 2, 3)\nfor item in list(items):\n    print(item)\n",
      lines: [2],
      fixed: "items = (1, 2, 3)\nfor item in items:\n    print(item)\n",
    },
    {
      code: "for item in list([1, 2, 3]):\n    print(item)\n",
      lines: [1],
      fixed: "for item in [1, 2, 3]:\n    print(item)\n",
    },
    {
      code: "def show(names: list[str]):\n    for name in list(names):\n        print(name)\n",
      lines: [2],
      fixed: "def show(names: list[str]):\n    for name in names:\n        print(name)\n",
    },
    {
      code: "seen = set()\n\ndef lengths():\n    return [len(x) for x in list(seen)]\n",
      lines: [4],
      fixed: "seen = set()\n\ndef lengths():\n    return [len(x) for x in seen]\n",
    },
  ],
  good: [
    "items = [1, 2, 3]\nfor item in list(items):\n    items.remove(item)\n",
    "items = [1, 2, 3]\nfor item in list(items):\n    if item:\n        del items[0]\n",
    "table = {1: 2}\nfor key in list(table):\n    print(key)\n",
    "for item in list(source()):\n    print(item)\n",
    "def close(jobs):\n    for job in list(jobs):\n        job.close()\n",
    "items = [1, 2]\nfor item in list(items):\n    handle(items)\n",
    "items = [1, 2]\nfor item in list(items):\n    items = items + [item]\n",
    "items = [1, 2]\nfor item in list(map(str, items)):\n    print(item)\n",
  ],
};
