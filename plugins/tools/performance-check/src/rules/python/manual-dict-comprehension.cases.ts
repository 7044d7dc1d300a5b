import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def table(pairs):\n    found = {}\n    for key, value in pairs:\n        found[key] = value\n    return found\n",
      lines: [4],
    },
    {
      code: "def table(names):\n    found = {}\n    for place, name in enumerate(names):\n        if name:\n            found[name] = place\n    return found\n",
      lines: [5],
    },
    {
      code: "def add(found: dict[str, int], pairs):\n    for key, value in pairs:\n        found[key] = value\n",
      lines: [3],
    },
    { code: "found = dict()\nfor key, value, _ in rows:\n    found[key] = value\n", lines: [3] },
  ],
  good: [
    "def table(users):\n    found = {}\n    for user in users:\n        found[user.id] = user\n    return found\n",
    "def table(pairs):\n    found = []\n    for key, value in pairs:\n        found[key] = value\n",
    "def first(pairs):\n    found = {}\n    for key, value in pairs:\n        if key not in found:\n            found[key] = value\n    return found\n",
    "def count(words):\n    found = {}\n    for word in words:\n        found[word] = found.get(word, 0) + 1\n    return found\n",
    "def put(found, pairs):\n    for key, value in pairs:\n        found[key] = value\n",
    "def last(pairs):\n    found = {}\n    for key, value in pairs:\n        found[key] = value\n    return found, key\n",
    "def put(pairs, holder):\n    found = {}\n    for holder.key, holder.value in pairs:\n        found[holder.key] = holder.value\n",
  ],
};
