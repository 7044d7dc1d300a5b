import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "import os\n\nasync def size(path):\n    return os.path.getsize(path)\n", lines: [4] },
    { code: "from pathlib import Path\n\nasync def read(name):\n    return Path(name).read_text()\n", lines: [4] },
    { code: "import pathlib\n\nasync def read(path: pathlib.Path | None):\n    return path.exists()\n", lines: [4] },
    { code: "from os import path as p\n\nasync def check(name):\n    return p.isfile(name)\n", lines: [4] },
    {
      code: "from pathlib import Path\n\nROOT = Path('/srv')\n\nasync def names():\n    return [child.name for child in (ROOT / 'data').iterdir()]\n",
      lines: [6],
    },
  ],
  good: [
    "import os\n\nasync def place(folder, name):\n    return os.path.join(folder, os.path.basename(name))\n",
    "from pathlib import Path\n\nasync def place(name):\n    return Path(name).with_suffix('.txt').name\n",
    "from anyio import Path\n\nasync def read(name):\n    return await Path(name).read_text()\n",
    "from pathlib import Path\n\ndef read(name):\n    return Path(name).read_text()\n",
    "async def check(storage, name):\n    return storage.exists(name)\n",
    "import os\n\nasync def size(path):\n    return await asyncio.to_thread(os.path.getsize, path)\n",
    "async def swap(text):\n    return text.replace('a', 'b')\n",
  ],
};
