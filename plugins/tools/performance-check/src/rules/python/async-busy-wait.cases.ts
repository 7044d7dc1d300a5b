import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "async def wait(job):\n    while not job.done:\n        await asyncio.sleep(0.1)\n", lines: [2] },
    {
      code: "from asyncio import sleep\n\nasync def wait(job):\n    while not job.done:\n        await sleep(1)\n",
      lines: [4],
    },
    { code: "import trio\n\nasync def forever():\n    while True:\n        await trio.sleep(3600)\n", lines: [4] },
    {
      code: "import anyio as io\n\nasync def wait(t):\n    while busy():\n        await io.sleep_until(t)\n",
      lines: [4],
    },
  ],
  good: [
    "async def poll(api):\n    while not await api.ready():\n        await api.refresh()\n",
    "async def poll(api):\n    while True:\n        if await api.ready():\n            break\n        await asyncio.sleep(1)\n",
    "async def wait(event):\n    await event.wait()\n",
    "def wait(job):\n    while not job.done:\n        time.sleep(1)\n",
    "async def wait(jobs):\n    for job in jobs:\n        await asyncio.sleep(1)\n",
    "async def wait(clock, job):\n    while not job.done:\n        await clock.sleep(1)\n",
    "async def wait(job):\n    while not job.done:\n        asyncio.sleep(1)\n",
  ],
};
