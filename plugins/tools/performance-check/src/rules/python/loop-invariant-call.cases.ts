import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def scaled(values):\n    out = []\n    for value in values:\n        out.append(value / max(values))\n    return out\n",
      lines: [4],
    },
    { code: "def common(a, b):\n    return [x for x in a if x in set(b)]\n", lines: [2] },
    {
      code: 'import re\n\ndef words(lines):\n    for line in lines:\n        word = re.compile(r"\\w+")\n        print(word.match(line))\n',
      lines: [5],
    },
    {
      code: "import json\n\ndef tell(users, text):\n    for user in users:\n        print(user, json.loads(text)['name'])\n",
      lines: [5],
    },
    {
      code: "def ranks(rows, scores):\n    for row in rows:\n        order = sorted(scores)\n        print(order[row.rank])\n",
      lines: [3],
    },
    {
      code: "import pandas as pd\n\ndef merge(parts):\n    for part in parts:\n        print(part.merge(pd.read_parquet('all.parquet')))\n",
      lines: [5],
    },
    {
      code: "def tell(users):\n    for user in users:\n        with open('config.json') as f:\n            print(user, f.read())\n",
      lines: [3],
    },
    {
      code: "import json\n\ndef tell(users, text):\n    for user in users:\n        config = json.loads(text)\n        print(user, config.get('name'))\n",
      lines: [5],
    },
    { code: "def known(names, d):\n    return [name for name in names if name in list(d.keys())]\n", lines: [2] },
  ],
  good: [
    "def known(names, d):\n    return [name for name in names if name in d.keys()]\n",
    "def windows(items, window):\n    for _ in map(window.append, items):\n        yield tuple(window)\n",
    "def log(users):\n    for user in users:\n        with open('log.txt', 'a') as f:\n            f.write(user)\n",
    "import json\n\ndef parts(users, text):\n    out = []\n    for user in users:\n        config = json.loads(text)\n        out.append(config)\n    return out\n",
    "def scaled(values):\n    top = max(values)\n    return [value / top for value in values]\n",
    "def tops(rows):\n    for row in rows:\n        print(max(row))\n",
    "def clamp(values, low):\n    return [max(value, low) for value in values]\n",
    "def clamp(values, low, high):\n    return [value * max(low, high) for value in values]\n",
    "def copies(rows, empty):\n    out = []\n    for row in rows:\n        out.append(list(empty))\n    return out\n",
    "def grow(values, more):\n    for value in more:\n        values.append(value)\n        print(sum(values))\n",
    "def grow(values, more):\n    for value in more:\n        change(values)\n        print(sum(values))\n",
    "def check(rows, known):\n    for row in rows:\n        left = set(known)\n        left.discard(row)\n        print(left)\n",
    "def find(rows, names):\n    for row in rows:\n        if row.bad:\n            raise ValueError(sorted(names))\n",
    "def lengths(rows, names):\n    return [len(names) + row for row in rows]\n",
    "import re\n\ndef words(lines, names):\n    for name in names:\n        print(re.compile(name).findall(lines))\n",
    "import json\n\ndef retry(text):\n    for attempt in range(20):\n        use(json.loads(text))\n",
    "def drain(jobs):\n    while jobs:\n        job = min(jobs)\n        jobs.remove(job)\n",
  ],
};
