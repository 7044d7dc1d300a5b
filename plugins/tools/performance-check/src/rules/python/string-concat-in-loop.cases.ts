import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: 'def text(items):\n    out = ""\n    for item in items:\n        out += str(item)\n    return out\n',
      lines: [4],
    },
    {
      code: 'def text(items):\n    out = ""\n    for item in items:\n        out = out + item + ","\n    return out\n',
      lines: [4],
    },
    {
      code: 'def text(rows):\n    out = "<table>"\n    for row in rows:\n        for cell in row:\n            out += f"<td>{cell}</td>"\n    return out\n',
      lines: [5],
    },
    { code: "def text(out: str, read):\n    while read():\n        out += read()\n    return out\n", lines: [3] },
  ],
  good: [
    "def total(items):\n    out = 0\n    for item in items:\n        out += item\n    return out\n",
    'def lines(items):\n    for item in items:\n        line = ""\n        line += item\n        print(line)\n',
    'def text(items):\n    out = []\n    for item in items:\n        out += [item]\n    return "".join(out)\n',
    "def text(out, items):\n    for item in items:\n        out += item\n    return out\n",
    'def text(name):\n    out = ""\n    for part in ("first", "last"):\n        out += name[part]\n    return out\n',
    'def text(items):\n    out = ""\n    if items:\n        out += str(items)\n    return out\n',
    'def text(items):\n    out = ""\n    for item in items:\n        out = item + "x"\n    return out\n',
    'def hint(items, name):\n    text = "no such item"\n    for item in items:\n        if item == name:\n            text += "; did you mean %s?" % item\n            break\n    return text\n',
  ],
};
