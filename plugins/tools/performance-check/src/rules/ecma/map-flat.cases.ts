import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "const all = lists.map((list) => list.items).flat();\n", lines: [1] },
    { code: "const all = lists.map(itemsOf).flat(1);\n", lines: [1] },
    { code: "for (const x of xs.map((y) => [y, y]).flat()) use(x);\n", lines: [1] },
    {
      code: "const words = text.split('\\n').map((line) => line.split(' ')).flat();\n",
      lines: [1],
      fixed: "const words = text.split('\\n').flatMap((line) => line.split(' '));\n",
    },
  ],
  good: [
    "const all = lists.flatMap((list) => list.items);\n",
    "const all = lists.map((list) => list.items).flat(2);\n",
    "const all = lists.map((list) => list.items).flat(Infinity);\n",
    "const all = lists.flat();\n",
    "const all = lists.map((list) => list.items).filter(Boolean).flat();\n",
    "const all = React.Children.map(children, toList).flat();\n",
    "const all = (await Promise.all(lists.map(load))).flat();\n",
    "const mapped = lists.map((list) => list.items);\nprint(mapped.flat(), mapped.length);\n",
  ],
};
