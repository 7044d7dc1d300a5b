import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "with open('large.txt') as f:\n    data = f.read()\n", lines: [2] },
    { code: "import json\n\nwith open('data.json') as f:\n    data = json.load(f)\n", lines: [4] },
    {
      code: "import pickle\n\ndef load(path):\n    with open(path, 'rb') as f:\n        return pickle.load(f)\n",
      lines: [5],
    },
    { code: "with open('file.txt') as f:\n    lines = f.readlines()\n", lines: [2] },
    {
      code: "from pathlib import Path\n\ndef load(path: Path):\n    with path.open() as f:\n        pass\n    with path.open() as f:\n        lines = f.read()\n    return len(lines), [x for x in lines.splitlines()]\n",
      lines: [7],
    },
  ],
  good: [
    "def load(path):\n    with open(path) as f:\n        text = f.read()\n    return parse(text)\n",
    "def thread_reader():\n    pass\n",
    "def load(f):\n    data = f.read()\n    return data\n",
    "def load(path):\n    with open(path) as f:\n        head = f.read(1024)\n    return head\n",
    "import json\n\ndef load(response):\n    return json.load(response)\n",
    "def run(path):\n    with open(path) as f:\n        exec(compile(f.read(), path, 'exec'))\n",
    "def text(path):\n    with open(path) as f:\n        return f.read()\n",
    "import yaml\n\ndef load(path):\n    with open(path) as f:\n        return yaml.load(f)\n",
    "def load(path):\n    with open(path) as f:\n        for line in f.readlines():\n            print(line)\n",
  ],
};
