import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "import subprocess\n\nasync def build():\n    subprocess.run(['make'], check=True)\n", lines: [4] },
    {
      code: "from subprocess import Popen, PIPE\n\nasync def build():\n    process = Popen(['make'], stdout=PIPE)\n    process.wait()\n",
      lines: [4, 5],
    },
    { code: "import os\n\nasync def build():\n    os.system('make')\n", lines: [4] },
    {
      code: "import subprocess as sp\n\nasync def build():\n    return await parse(sp.check_output(['make']))\n",
      lines: [4],
    },
    { code: "import os\n\nasync def reap(pid):\n    os.waitpid(pid, 0)\n", lines: [4] },
  ],
  good: [
    "import subprocess\n\ndef build():\n    subprocess.run(['make'])\n",
    "import asyncio\n\nasync def build():\n    process = await asyncio.create_subprocess_exec('make')\n    await process.wait()\n",
    "import subprocess\n\nasync def build():\n    await asyncio.to_thread(subprocess.run, ['make'])\n",
    "import subprocess\n\nasync def build():\n    return subprocess.list2cmdline(['make'])\n",
    "async def build(pool):\n    pool.run('make')\n    pool.wait()\n",
    "import os\n\nasync def build():\n    return os.getpid()\n",
    "def system(command): ...\n\nasync def build():\n    system('make')\n",
  ],
};
