import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "async def read(path):\n    with open(path) as file:\n        return file.read()\n", lines: [2] },
    { code: "import io\n\nasync def read(path):\n    return io.open(path).read()\n", lines: [4] },
    {
      code: "from pathlib import Path\n\nasync def read(name):\n    path = Path('/tmp') / name\n    with path.open() as file:\n        return file.read()\n",
      lines: [5],
    },
    { code: "import shutil\n\nasync def clear(path):\n    shutil.rmtree(path)\n", lines: [4] },
    { code: "async def names(paths):\n    return [open(path).readline() for path in paths]\n", lines: [2] },
  ],
  good: [
    "def read(path):\n    return open(path).read()\n",
    "from aiofiles import open\n\nasync def read(path):\n    async with open(path) as file:\n        return await file.read()\n",
    "import aiofiles\n\nasync def read(path):\n    async with aiofiles.open(path) as file:\n        return await file.read()\n",
    "async def read(path, open):\n    return open(path)\n",
    "async def read(path):\n    def work():\n        return open(path).read()\n    return await asyncio.to_thread(work)\n",
    "from anyio import Path\n\nasync def read(name):\n    async with await Path(name).open() as file:\n        return await file.read()\n",
    "import webbrowser\n\nasync def show(url):\n    webbrowser.open(url)\n",
    "class Door:\n    def open(self): ...\n\nasync def enter():\n    Door().open()\n",
  ],
};
