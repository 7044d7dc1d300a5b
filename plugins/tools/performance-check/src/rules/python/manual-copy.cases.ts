import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def copy(users):\n    found = []\n    for user in users:\n        found.append(user)\n    return found\n",
      lines: [4],
      fixed: "def copy(users):\n    found = list(users)\n    return found\n",
    },
    {
      code: "def more(rows, found: list):\n    for row in rows:\n        found.append(row)\n",
      lines: [3],
      fixed: "def more(rows, found: list):\n    found.extend(rows)\n",
    },
    { code: "found = list()\nfor x in range(3):\n    found.append(x)\n", lines: [3] },
    {
      code: "def flat(groups):\n    found = []\n    for group in groups:\n        for item in group:\n            found.append(item)\n    return found\n",
      lines: [5],
      fixed:
        "def flat(groups):\n    found = []\n    for group in groups:\n        found.extend(group)\n    return found\n",
    },
  ],
  good: [
    "def names(users):\n    found = []\n    for user in users:\n        found.append(user.name)\n    return found\n",
    "async def read(stream):\n    found = []\n    async for chunk in stream:\n        found.append(chunk)\n    return found\n",
    "def some(items):\n    found = []\n    for item in items:\n        if item:\n            found.append(item)\n    return found\n",
    "import sys\n\nfor path in paths:\n    sys.path.append(path)\n",
    "def fill(queue, items):\n    for item in items:\n        queue.append(item)\n",
    "def last(items):\n    found = []\n    for item in items:\n        found.append(item)\n    return found, item\n",
    "def told(items):\n    found = []\n    for item in items:\n        print(item)\n        found.append(item)\n    return found\n",
  ],
};
