import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "const any = users.filter((user) => user.admin).length > 0;\n", lines: [1] },
    { code: "if (users.filter(isAdmin).length === 0) warn();\n", lines: [1] },
    { code: "if (users.filter((user) => user.admin).length) greet();\n", lines: [1] },
    { code: "const none = !users.filter((user) => user.admin).length;\n", lines: [1] },
    { code: "const word = users.filter(isAdmin).length >= 1 ? 'some' : 'none';\n", lines: [1] },
  ],
  good: [
    "const any = users.some((user) => user.admin);\n",
    "const count = users.filter((user) => user.admin).length;\n",
    "if (users.filter((user) => user.admin).length > 1) warn();\n",
    "const admins = users.filter((user) => user.admin);\nif (admins.length > 0) greet(admins);\n",
    "if ($(list).filter('.active').length > 0) show();\n",
    "if (users.filter((user) => user.admin).length === limit) warn();\n",
    "print(users.filter((user) => user.admin).length);\n",
    "if (users.length > 0) greet();\n",
    "const left = 0 < users.map(toName).length;\n",
  ],
};
