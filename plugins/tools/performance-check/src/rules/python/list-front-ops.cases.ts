import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def walk(root):\n    queue = [root]\n    while queue:\n        node = queue.pop(0)\n        queue.extend(node.children)\n",
      lines: [4],
    },
    {
      code: "def back(items):\n    out = []\n    for item in items:\n        out.insert(0, item)\n    return out\n",
      lines: [4],
    },
    { code: "def drain(jobs: list[str]):\n    while jobs:\n        run(jobs.pop(0))\n", lines: [3] },
    {
      code: "def drain(text):\n    lines = list(text)\n    while len(lines) > 0:\n        use(lines[0])\n        del lines[0]\n",
      lines: [5],
    },
    {
      code: "def merge(a, b):\n    left = sorted(a)\n    out = []\n    for x in b:\n        if left and x > 3:\n            out.append(left.pop(0))\n    return out\n",
      lines: [6],
    },
    {
      code: "class Crawler:\n    def run(self):\n        while self.queue:\n            page = self.queue.pop(0)\n            self.visit(page)\n",
      lines: [4],
    },
    { code: "def drain(queue):\n    while len(queue) > 0:\n        handle(queue.pop(0))\n", lines: [3] },
    {
      code: "def pairs(text):\n    words = text.split()\n    rest = list(words)\n    while rest:\n        name = rest.pop(0)\n        print(name, rest.pop(0))\n",
      lines: [5],
    },
  ],
  good: [
    "def drop(table, known):\n    for row in table:\n        known.pop(0)\n",
    "from collections import deque\n\ndef walk(root):\n    queue = deque([root])\n    while queue:\n        queue.popleft()\n",
    "def walk(root):\n    stack = [root]\n    while stack:\n        stack.pop()\n",
    "def first(parts):\n    words = list(parts)\n    return words.pop(0)\n",
    "def each(rows):\n    for row in rows:\n        cells = list(row)\n        cells.pop(0)\n        use(cells)\n",
    "def drop(table):\n    known = {0: 1}\n    for row in table:\n        known.pop(0)\n",
    "def trim(text):\n    lines = list(text)\n    while lines and not lines[0].strip():\n        lines.pop(0)\n    return lines\n",
    "import sys\n\ndef paths(extra):\n    for path in extra:\n        sys.path.insert(0, path)\n",
    "def find(items):\n    rest = list(items)\n    for item in items:\n        if item.ok:\n            rest.insert(0, item)\n            break\n    return rest\n",
    "def entry(fields):\n    for field in fields:\n        field.insert(0, 'x')\n",
    "def back(items):\n    out = []\n    for item in ('a', 'b'):\n        out.insert(0, item)\n    return out\n",
  ],
};
