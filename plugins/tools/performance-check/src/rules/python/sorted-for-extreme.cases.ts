import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def first(items):\n    return sorted(items)[0]\n",
      lines: [2],
      fixed: "def first(items):\n    return min(items)\n",
    },
    { code: "def oldest(users):\n    return sorted(users, key=lambda user: user.born)[-1]\n", lines: [2] },
    { code: "top = sorted(scores, reverse=True)[0]\n", lines: [1], fixed: "top = max(scores)\n" },
    { code: "low = sorted(scores, key=len, reverse=True)[-1]\n", lines: [1] },
  ],
  good: [
    "def second(items):\n    return sorted(items)[1]\n",
    "def top(items):\n    return sorted(items)[:3]\n",
    "def ends(items):\n    ordered = sorted(items)\n    return ordered[0], ordered[-1]\n",
    "def pick(items, down):\n    return sorted(items, reverse=down)[0]\n",
    "from natsort import sorted\n\ndef first(items):\n    return sorted(items)[0]\n",
    "def first(items, i):\n    return sorted(items)[i]\n",
    "def first(frame):\n    return frame.sorted()[0]\n",
  ],
};
