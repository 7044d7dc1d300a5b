import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "def count(path):\n    with open(path) as file:\n        for line in file.readlines():\n            print(line)\n",
      lines: [3],
      fixed: "def count(path):\n    with open(path) as file:\n        for line in file:\n            print(line)\n",
    },
    {
      code: "def names(path):\n    return [line.strip() for line in open(path).readlines()]\n",
      lines: [2],
      fixed: "def names(path):\n    return [line.strip() for line in open(path)]\n",
    },
    {
      code: "def names(path):\n    with path.open() as file, open(path) as other:\n        for line in other.read().splitlines():\n            print(line)\n",
      lines: [3],
    },
    {
      code: "import hashlib\n\ndef digest(path):\n    with open(path, 'rb') as file:\n        return hashlib.sha256(file.read()).hexdigest()\n",
      lines: [5],
    },
    {
      code: "import sys\n\nfor line in sys.stdin.readlines():\n    print(line)\n",
      lines: [3],
      fixed: "import sys\n\nfor line in sys.stdin:\n    print(line)\n",
    },
  ],
  good: [
    "def count(path):\n    with open(path) as file:\n        for line in file:\n            print(line)\n",
    "def head(path):\n    with open(path) as file:\n        for line in file.readlines(1000):\n            print(line)\n",
    "def lines(response):\n    for line in response.read().splitlines():\n        print(line)\n",
    "def lines(archive):\n    with archive.open('x') as member:\n        for line in member.readlines():\n            print(line)\n",
    "async def lines(path):\n    async with aiofiles.open(path) as file:\n        for line in await file.readlines():\n            print(line)\n",
    "def words(path):\n    with open(path) as file:\n        for word in file.read().split():\n            print(word)\n",
    "import hashlib\n\ndef digest(path):\n    sha = hashlib.sha256()\n    with open(path, 'rb') as file:\n        while piece := file.read(65536):\n            sha.update(piece)\n",
  ],
};
