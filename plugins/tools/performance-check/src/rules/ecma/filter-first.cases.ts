import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "const admin = users.filter((user) => user.admin)[0];\n", lines: [1] },
    { code: "const first = users.filter(isAdmin).shift();\n", lines: [1] },
    { code: "const [owner] = users.filter((user) => user.owner);\n", lines: [1] },
    { code: "const last = users.filter((user) => user.active).at(-1);\n", lines: [1] },
    {
      code: "const xs = text.split(',');\nconst x = xs.filter((s) => s.length > 2)[0];\n",
      lines: [2],
      fixed: "const xs = text.split(',');\nconst x = xs.find((s) => s.length > 2);\n",
    },
    {
      code: "function last(xs: number[]) {\n  return xs.filter((x) => x > 0).pop();\n}\n",
      lines: [2],
      language: "typescript",
    },
  ],
  good: [
    "const admin = users.find((user) => user.admin);\n",
    "const admins = users.filter((user) => user.admin);\nprint(admins[0], admins.length);\n",
    "const second = users.filter((user) => user.admin)[1];\n",
    "const [one, two] = users.filter((user) => user.admin);\n",
    "const [one, ...others] = users.filter((user) => user.admin);\n",
    "const element = $(list).filter('.active')[0];\n",
    "const element = list.filter('.active')[0];\n",
    "const names = users.filter((user) => user.admin).map((user) => user.name);\n",
    "const [...all] = users.filter((user) => user.admin);\n",
    "const any = users.filter()[0];\n",
  ],
};
