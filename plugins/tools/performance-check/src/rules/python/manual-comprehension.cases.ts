import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def names(users):\n    found = []\n    for user in users:\n        found.append(user.name)\n    return found\n",
      lines: [4],
      fixed: "def names(users):\n    found = [user.name for user in users]\n    return found\n",
    },
    {
      code: "def even(numbers):\n    found = []\n    for n in numbers:\n        if n % 2 == 0:\n            found.append(n)\n    return found\n",
      lines: [5],
      fixed: "def even(numbers):\n    found = [n for n in numbers if n % 2 == 0]\n    return found\n",
    },
    {
      code: "def more(rows, found: list[int]):\n    for row in rows:\n        found.append(row[0])\n",
      lines: [3],
      fixed: "def more(rows, found: list[int]):\n    found.extend(row[0] for row in rows)\n",
    },
    {
      code: "async def read(stream):\n    chunks = []\n    async for chunk in stream:\n        chunks.append(chunk)\n    return chunks\n",
      lines: [4],
      fixed: "async def read(stream):\n    chunks = [chunk async for chunk in stream]\n    return chunks\n",
    },
    { code: "found = list()\nfor x in range(3):\n    found.append(x * x)\n", lines: [3] },
  ],
  good: [
    "def copy(users):\n    found = []\n    for user in users:\n        found.append(user)\n    return found\n",
    "def fibonacci(n):\n    found = [0, 1]\n    for _ in range(n):\n        found.append(found[-1] + found[-2])\n    return found\n",
    "def unique(items):\n    found = []\n    for item in items:\n        if item not in found:\n            found.append(item)\n    return found\n",
    "def queue(items, found):\n    for item in items:\n        found.append(item.name)\n",
    "def split(items):\n    odd, even = [], []\n    for item in items:\n        if item % 2:\n            odd.append(item)\n        else:\n            even.append(item)\n    return odd, even\n",
    "def last(items):\n    found = []\n    for item in items:\n        found.append(item.name)\n    return found, item\n",
    "from collections import deque\n\ndef queue(items):\n    found = deque()\n    for item in items:\n        found.append(item.name)\n    return found\n",
    "def told(items):\n    found = []\n    for item in items:\n        print(item)\n        found.append(item.name)\n    return found\n",
  ],
};
