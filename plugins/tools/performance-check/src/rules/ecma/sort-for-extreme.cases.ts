import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "const least = [...xs].sort((a, b) => a - b)[0];\n", lines: [1] },
    { code: "const newest = posts.map((post) => post.date).sort().pop();\n", lines: [1] },
    { code: "const oldest = users.toSorted((a, b) => a.age - b.age).at(-1);\n", lines: [1] },
    { code: "const first = Object.keys(table).sort().shift();\n", lines: [1] },
    { code: "const best = users.filter(isActive).sort(byScore)[0].name;\n", lines: [1] },
  ],
  good: [
    "const least = Math.min(...xs);\n",
    "const sorted = [...xs].sort();\nprint(sorted[0], sorted.length);\n",
    "const second = [...xs].sort()[1];\n",
    "const first = xs.sort(byName)[0];\n",
    "const top = [...xs].sort(byScore).slice(0, 10);\n",
    "const names = [...xs].sort().map(toName);\n",
    "const middle = [...xs].sort()[Math.floor(xs.length / 2)];\n",
    "const text = [...xs].sort().join();\n",
  ],
};
