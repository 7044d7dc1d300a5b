import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def bad(items):\n    return any([item.bad for item in items])\n",
      lines: [2],
      fixed: "def bad(items):\n    return any(item.bad for item in items)\n",
    },
    {
      code: "def good(items):\n    return all([check(item) for item in items if item])\n",
      lines: [2],
      fixed: "def good(items):\n    return all(check(item) for item in items if item)\n",
    },
    {
      code: "if not any({x % 2 for x in numbers}):\n    pass\n",
      lines: [1],
      fixed: "if not any(x % 2 for x in numbers):\n    pass\n",
    },
    {
      code: "import builtins\n\ndone = builtins.all([job.done for job in jobs])\n",
      lines: [3],
      fixed: "import builtins\n\ndone = builtins.all(job.done for job in jobs)\n",
    },
  ],
  good: [
    "def bad(items):\n    return any(item.bad for item in items)\n",
    "async def bad(items):\n    return any([await item.bad() for item in items])\n",
    "async def bad(items):\n    return any([item.bad async for item in items])\n",
    "def bad(flags):\n    return any([flags.a, flags.b])\n",
    "import numpy as np\n\ndef bad(rows):\n    return np.any([row.bad for row in rows])\n",
    "def find(items):\n    return any([(last := item) > 3 for item in items])\n",
    "def total(items):\n    return sum([item.price for item in items])\n",
    "def valid(forms):\n    return all([form.is_valid() for form in forms])\n",
  ],
};
