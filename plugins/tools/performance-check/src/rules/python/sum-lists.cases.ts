import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "def flat(lists):\n    return sum(lists, [])\n", lines: [2] },
    { code: "def flat(lists):\n    return sum(lists, start=list())\n", lines: [2] },
    { code: "def names(groups):\n    return sum((g.names for g in groups), [])\n", lines: [2] },
    { code: "def flat(tuples):\n    return sum(tuples, ())\n", lines: [2] },
    {
      code: "import itertools\n\ndef flat(lists):\n    return sum(lists, [])\n",
      lines: [4],
      fixed: "import itertools\n\ndef flat(lists):\n    return list(itertools.chain.from_iterable(lists))\n",
    },
    {
      code: "from itertools import chain as joined\n\ndef names(groups):\n    return sum((g.names for g in groups), [])\n",
      lines: [4],
      fixed:
        "from itertools import chain as joined\n\ndef names(groups):\n    return list(joined.from_iterable((g.names for g in groups)))\n",
    },
  ],
  good: [
    "def total(numbers):\n    return sum(numbers)\n",
    "def total(numbers):\n    return sum(numbers, 0)\n",
    "def total(lists):\n    return sum(len(each) for each in lists)\n",
    "def total(times):\n    return sum(times, start=timedelta())\n",
    "def total(frame):\n    return frame.sum(1, [])\n",
    "import numpy as np\n\ndef total(rows):\n    return np.sum(rows, [])\n",
    "from itertools import chain\n\ndef flat(lists):\n    return list(chain.from_iterable(lists))\n",
    "def sum(values, start):\n    return values\n\nx = sum([1], [])\n",
    "def total(numbers, start):\n    return sum(numbers, start)\n",
  ],
};
