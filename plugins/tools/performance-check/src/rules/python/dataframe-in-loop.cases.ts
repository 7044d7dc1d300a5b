import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "import pandas as pd\n\ndef load(paths):\n    df = pd.DataFrame()\n    for path in paths:\n        df = pd.concat([df, pd.read_csv(path)])\n    return df\n",
      lines: [6],
    },
    {
      code: "def load(rows, df):\n    for row in rows:\n        df = df.append(row, ignore_index=True)\n    return df\n",
      lines: [3],
    },
    {
      code: "import numpy as np\n\ndef squares(numbers):\n    out = np.array([])\n    for n in numbers:\n        out = np.append(out, n * n)\n    return out\n",
      lines: [6],
    },
    {
      code: "import numpy as np\n\ndef stack(rows):\n    out = np.empty((0, 3))\n    while rows:\n        out = np.vstack((out, rows.pop()))\n    return out\n",
      lines: [6],
    },
    {
      code: "def total(df):\n    total = 0\n    for i, row in df.iterrows():\n        total += row['price'] * row['count']\n    return total\n",
      lines: [3],
    },
    { code: "def fill(df, rows):\n    for row in rows:\n        df.loc[len(df)] = row\n", lines: [3] },
    { code: "def name(df):\n    df['name'] = df.apply(lambda row: row['a'] + row['b'], axis=1)\n", lines: [2] },
    {
      code: "def load(rows):\n    result = pd.DataFrame()\n    for row in rows:\n        result = result.append(row)\n    return result\n",
      lines: [4],
    },
  ],
  good: [
    "import pandas as pd\n\ndef load(paths):\n    return pd.concat([pd.read_csv(path) for path in paths])\n",
    "import pandas as pd\n\ndef load(paths):\n    parts = []\n    for path in paths:\n        parts.append(pd.read_csv(path))\n    return pd.concat(parts)\n",
    "import pandas as pd\n\ndef each(groups, extra):\n    for group in groups:\n        both = pd.concat([group, extra])\n        write(both)\n",
    "import pandas as pd\n\ndef each(paths, extra):\n    for path in paths:\n        df = pd.read_csv(path)\n        df = pd.concat([df, extra])\n        write(df)\n",
    "def paths(top, names):\n    for name in names:\n        top = top.append(name)\n    return top\n",
    "import numpy as np\n\ndef both(a, b):\n    return np.append(a, b)\n",
    "def names(df):\n    for row in df.itertuples():\n        print(row.name)\n",
    "def columns(df):\n    return df.apply(lambda column: column.max())\n",
    "import pandas as pd\n\ndef both(df, a, b):\n    for part in (a, b):\n        df = pd.concat([df, part])\n    return df\n",
    "def rows(df, keys):\n    for key in keys:\n        df.loc[key] = 0\n",
  ],
};
