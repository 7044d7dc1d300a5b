import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "async function f() {\n  return Promise.all([await a(), b()]);\n}\n",
      lines: [2],
      fixed: "async function f() {\n  return Promise.all([a(), b()]);\n}\n",
    },
    {
      code: "const [x, y] = await Promise.allSettled([\n  await load(1),\n  await load(2),\n]);\n",
      lines: [2, 3],
      fixed: "const [x, y] = await Promise.allSettled([\n  load(1),\n  load(2),\n]);\n",
    },
    {
      code: "const first = await Promise.race([(await a()), timeout]);\n",
      lines: [1],
      fixed: "const first = await Promise.race([(a()), timeout]);\n",
    },
    {
      code: "const all = await Promise.any([await (a as Promise<string>), b]);\n",
      lines: [1],
      language: "typescript",
      fixed: "const all = await Promise.any([(a as Promise<string>), b]);\n",
    },
    { code: "void Promise.all([await /* the first */ a()]);\n", lines: [1] },
  ],
  good: [
    "new Promise.all([await a()]);\n",
    "Promise.all(...[await a()]);\n",
    "await Promise.all([a(), b()]);\n",
    "await Promise.all(await list());\n",
    "await Promise.all([load(await id()), b()]);\n",
    "await Promise.all([...(await list())]);\n",
    "await Promise.all(xs.map(async (x) => await load(x)));\n",
    "await Promise.all([async () => await a()].map((run) => run()));\n",
    "class Promise {\n  static all(xs) {}\n}\nPromise.all([await a()]);\n",
    "await pool.all([await a()]);\n",
    "await Promise.resolve([await a()]);\n",
    "const both = [await a(), await b()];\nawait Promise.all(both);\n",
  ],
};
