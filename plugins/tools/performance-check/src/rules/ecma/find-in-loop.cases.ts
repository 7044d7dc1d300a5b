import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "for (const order of orders) {\n  const user = users.find((u) => u.id === order.userId);\n  print(user, order);\n}\n",
      lines: [2],
    },
    {
      code: "const rows = orders.map((order) => ({ order, user: users.find((u) => u.id === order.userId) }));\n",
      lines: [1],
    },
    {
      code: "posts.forEach((post) => {\n  post.comments = comments.filter((comment) => comment.postId === post.id && comment.visible);\n});\n",
      lines: [2],
    },
    {
      code: "const added = next.filter((item) => !previous.some((old) => old.key === item.key));\n",
      lines: [1],
    },
    {
      code: "for (let i = 0; i < rows.length; i++) {\n  const { key } = rows[i];\n  const at = this.columns.findIndex(function (column) {\n    return column.key === key;\n  });\n  mark(at);\n}\n",
      lines: [3],
    },
  ],
  good: [
    "const user = users.find((u) => u.id === id);\n",
    "for (const group of groups) {\n  const lead = group.users.find((u) => u.id === group.lead);\n  print(lead);\n}\n",
    "for (const order of orders) {\n  const big = users.filter((u) => u.age > order.age);\n  print(big);\n}\n",
    "const roles = [{ id: 1 }, { id: 2 }];\nfor (const user of users) print(roles.find((role) => role.id === user.role));\n",
    "const byId = new Map(users.map((u) => [u.id, u]));\nfor (const order of orders) print(byId.get(order.userId));\n",
    "for (const kind of ['a', 'b']) print(items.filter((item) => item.kind === kind));\n",
    "for (const order of orders) {\n  const admin = users.find((u) => u.role === 'admin');\n  print(order, admin);\n}\n",
    "const seen = [];\nfor (const x of xs) {\n  if (!seen.some((y) => y.id === x.id)) seen.push(x);\n}\n",
    "for (const order of orders) {\n  const user = await users.find({ id: order.userId });\n  print(user);\n}\n",
    "function f(orders, users) {\n  for (const order of orders) {\n    if (order.open) return users.find((u) => u.id === order.userId);\n  }\n}\n",
  ],
};
