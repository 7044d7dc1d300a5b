import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "async def poll():\n    time.sleep(1)\n", lines: [2] },
    { code: "from time import sleep as nap\n\nasync def poll():\n    nap(1)\n", lines: [4] },
    {
      code: "import asyncio\nimport time as clock\n\nasync def poll():\n    while True:\n        clock.sleep(0.1)\n",
      lines: [6],
      fixed:
        "import asyncio\nimport time as clock\n\nasync def poll():\n    while True:\n        await asyncio.sleep(0.1)\n",
    },
    {
      code: "import time\n\ndef outer():\n    async def inner():\n        if ready:\n            time.sleep(1)\n    return inner\n",
      lines: [6],
    },
  ],
  good: [
    "import time\n\ndef wait():\n    time.sleep(1)\n",
    "import asyncio\n\nasync def wait():\n    await asyncio.sleep(1)\n",
    "import time\n\nasync def wait():\n    def blocking():\n        time.sleep(1)\n    await asyncio.to_thread(blocking)\n",
    "import time\n\nasync def wait(loop):\n    await loop.run_in_executor(None, lambda: time.sleep(1))\n",
    "from trio import sleep\n\nasync def wait():\n    await sleep(1)\n",
    "async def wait(time):\n    time.sleep(1)\n",
    "import time\n\nasync def wait():\n    await asyncio.to_thread(time.sleep, 1)\n",
  ],
};
