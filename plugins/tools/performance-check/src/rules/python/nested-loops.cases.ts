import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "for i in range(10):\n    for j in range(10):\n        for k in range(10):\n            print(i, j, k)\n",
      lines: [3],
    },
    {
      code: "def triples(users, orders, items):\n    for user in users:\n        for order in orders:\n            for item in items:\n                match(user, order, item)\n",
      lines: [4],
    },
    {
      code: "def sums(xs):\n    n = len(xs)\n    for i in range(n):\n        for j in range(i + 1, n):\n            for k in range(j + 1, n):\n                use(xs[i], xs[j], xs[k])\n",
      lines: [5],
    },
    {
      code: "def sums(xs):\n    for i, a in enumerate(xs):\n        for j, b in enumerate(xs[i + 1:]):\n            for c in xs:\n                use(a, b, c)\n",
      lines: [4],
    },
    {
      code: "def product(a, b, n):\n    i = 0\n    while i < n:\n        j = 0\n        while j < n:\n            k = 0\n            while k < n:\n                use(a, b)\n                k += 1\n            j += 1\n        i += 1\n",
      lines: [7],
    },
    {
      code: "def walk(cube):\n    for layer in cube:\n        for row in layer:\n            for cell in row:\n                for value in cell:\n                    use(value)\n",
      lines: [5],
    },
    {
      code: "def four(a, b, c, d):\n    for w in a:\n        for x in b:\n            for y in c:\n                for z in d:\n                    use(w, x, y, z)\n",
      lines: [4],
    },
  ],
  good: [
    "def options(runs):\n    for a in (True, False):\n        for b in (True, False):\n            for run in runs:\n                for step in run:\n                    use(a, b, step)\n",
    "def triplets(numbers, target):\n    for i, a in enumerate(numbers):\n        left, right = i + 1, len(numbers) - 1\n        while left < right:\n            left += 1\n            while left < right and numbers[left] == a:\n                left += 1\n",
    "def pairs(users, orders):\n    for user in users:\n        for order in orders:\n            match(user, order)\n",
    "def walk(cube):\n    for layer in cube:\n        for row in layer:\n            for cell in row:\n                use(cell)\n",
    "def walk(shops):\n    for shop in shops:\n        orders = shop.orders\n        for order in orders:\n            for item in order.items:\n                use(item)\n",
    "def walk(matrix):\n    for i in range(len(matrix)):\n        for j in range(len(matrix[i])):\n            for value in matrix[i][j]:\n                use(value)\n",
    "def near(grid):\n    for x in range(100):\n        for y in range(100):\n            for dx in (-1, 0, 1):\n                use(x, y, dx)\n",
    "def near(n, m):\n    for x in range(n):\n        for y in range(m):\n            for dx in range(-1, 2):\n                use(x, y, dx)\n",
    "import os\n\ndef lines(top):\n    for root, folders, files in os.walk(top):\n        for name in files:\n            for line in open(name):\n                use(line)\n",
    "SIDES = ['left', 'right']\n\ndef sides(a, b):\n    for x in a:\n        for y in b:\n            for side in SIDES:\n                use(x, y, side)\n",
    "def outer(a, b, c):\n    for x in a:\n        for y in b:\n            def inner():\n                for z in c:\n                    use(z)\n            inner()\n",
    "def drain(queue, seen):\n    while queue:\n        for x in queue.pop():\n            for y in x:\n                queue.add(y)\n",
    "def after(a, b, c):\n    for x in a:\n        for y in b:\n            use(x, y)\n    for z in c:\n        use(z)\n",
  ],
};
