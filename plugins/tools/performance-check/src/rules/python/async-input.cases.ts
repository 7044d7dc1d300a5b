import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "async def ask():\n    return input()\n", lines: [2] },
    { code: "async def ask():\n    while True:\n        if input('more? ') == 'n':\n            break\n", lines: [3] },
    { code: "import builtins\n\nasync def ask():\n    return builtins.input('name? ')\n", lines: [4] },
    { code: "async def ask():\n    answers = [input(q) for q in questions]\n    return answers\n", lines: [2] },
  ],
  good: [
    "def ask():\n    return input()\n",
    "async def ask():\n    return await asyncio.to_thread(input, 'name? ')\n",
    "async def ask():\n    return await asyncio.to_thread(lambda: input('name? '))\n",
    "from prompts import input\n\nasync def ask():\n    return input('name? ')\n",
    "async def ask(input):\n    return input('name? ')\n",
    "async def ask(form):\n    return form.input('name')\n",
  ],
};
