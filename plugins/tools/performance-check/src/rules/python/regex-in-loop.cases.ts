import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: 'import re\n\ndef words(lines):\n    for line in lines:\n        if re.match(r"\\w+", line):\n            yield line\n',
      lines: [5],
    },
    { code: "def clean(lines):\n    return [re.sub('a+', 'a', line) for line in lines]\n", lines: [2] },
    {
      code: 'from re import findall as every\n\ndef numbers(read):\n    while True:\n        line = read()\n        if not line:\n            break\n        print(every("[0-9]+", line))\n',
      lines: [8],
    },
    {
      code: 'import re\n\nDATE = r"\\d+-\\d+"\n\ndef dates(rows):\n    for row in rows:\n        for cell in row:\n            print(re.search(DATE, cell))\n',
      lines: [8],
    },
    {
      code: 'import re\n\ndef parts(lines):\n    for line in lines:\n        yield re.split("[,;]" "[ ]*", line, flags=re.A)\n',
      lines: [5],
    },
    {
      code: "import re\n\ndef words(lines, pattern: str):\n    return [line for line in lines if re.search(pattern, line)]\n",
      lines: [4],
    },
  ],
  good: [
    "import re\n\nWORD = re.compile('a')\n\ndef words(lines):\n    return [re.match(WORD, line) for line in lines]\n",
    'import re\n\nWORD = re.compile(r"\\w+")\n\ndef words(lines):\n    return [line for line in lines if WORD.match(line)]\n',
    'import re\n\ndef word(line):\n    return re.match(r"\\w+", line)\n',
    'import re\n\ndef words(lines, names):\n    for name in names:\n        print(re.findall(rf"{name}\\d", lines))\n',
    "import re\n\ndef words(text, patterns):\n    return [re.findall(pattern, text) for pattern in patterns]\n",
    'import re\n\ndef words(text):\n    for word in re.findall(r"\\w+", text):\n        print(word)\n',
    'import re\n\ndef first(lines):\n    for line in lines:\n        if line:\n            return re.match(r"\\w+", line)\n',
    "def words(lines):\n    for line in lines:\n        print(line.split(','))\n",
    "def words(lines, re):\n    for line in lines:\n        print(re.match('a', line))\n",
    "import re\n\ndef both(a, b):\n    for each in (a, b):\n        print(re.match('x', each))\n",
    "import re\n\ndef each(lines):\n    for line in lines:\n        yield lambda: re.match('x', line)\n",
  ],
};
