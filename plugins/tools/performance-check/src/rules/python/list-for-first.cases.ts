import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "def first(items):\n    return list(items)[0]\n", lines: [2] },
    { code: "def first(table):\n    return list(table.values())[0].name\n", lines: [2] },
    { code: "def find(users, name):\n    return [user for user in users if user.name == name][0]\n", lines: [2] },
    { code: "key = tuple(table)[0]\n", lines: [1] },
  ],
  good: [
    "def second(items):\n    return list(items)[1]\n",
    "def some(items):\n    return list(items)[:3]\n",
    "def first(items):\n    try:\n        return list(items)[0]\n    except IndexError:\n        return None\n",
    "def first(items):\n    found = list(items)\n    return found[0], len(found)\n",
    "async def first(items):\n    return [item async for item in items][0]\n",
    "def first(items):\n    return next(iter(items))\n",
    "def zero(rows):\n    return [0, 1, 2][0]\n",
    "def only(items):\n    if len(items) == 1:\n        return list(items)[0]\n    return None\n",
  ],
};
