import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: 'import { PrismaClient } from "@prisma/client";\nconst db = new PrismaClient();\nasync function f(ids) {\n  for (const id of ids) {\n    const user = await db.user.findUnique({ where: { id } });\n    print(user);\n  }\n}\n',
      lines: [5],
    },
    {
      code: 'import { Repository } from "typeorm";\nclass Service {\n  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}\n  async names(ids: number[]) {\n    const names: string[] = [];\n    for (const id of ids) names.push((await this.users.findOne({ where: { id } })).name);\n    return names;\n  }\n}\n',
      lines: [6],
      language: "typescript",
    },
    {
      code: 'const User = require("../models/user");\nconst f = async (posts) => {\n  for (let i = 0; i < posts.length; i++) {\n    const post = posts[i];\n    post.author = await User.findById(post.authorId).lean();\n  }\n};\n',
      lines: [5],
    },
    {
      code: "const Account = sequelize.define('Account', {});\nasync function f(names) {\n  for (const name of names) await Account.create({ name });\n}\n",
      lines: [3],
    },
    {
      code: 'import knex from "knex";\nconst db = knex(config);\nasync function f(ids) {\n  for (const id of ids) use(await db("users").where({ id }).first());\n}\n',
      lines: [4],
    },
    {
      code: 'import { Pool } from "pg";\nconst pool = new Pool();\nasync function f(ids) {\n  for (const id of ids) {\n    const { rows } = await pool.query("SELECT * FROM users WHERE id = $1", [id]);\n    use(rows);\n  }\n}\n',
      lines: [5],
    },
    {
      code: 'import { drizzle } from "drizzle-orm/node-postgres";\nconst db = drizzle(url);\nasync function f(list) {\n  for (const { id } of list) use(await db.select().from(users).where(eq(users.id, id)));\n}\n',
      lines: [4],
    },
    { code: "ids.forEach(async (id) => {\n  await prisma.post.delete({ where: { id } });\n});\n", lines: [2] },
    {
      code: "async function f(orders) {\n  for (const order of orders) order.user = await User.findOne({ _id: order.user });\n}\n",
      lines: [2],
    },
    {
      code: "for (const { id } of users) use(await db.collection('posts').find({ user: id }).toArray());\n",
      lines: [1],
    },
    {
      code: "async function f(users) {\n  for (const user of users) user.posts = await db.getPosts(user.id);\n}\n",
      lines: [2],
    },
    {
      code: "for (const [name, id] of Object.entries(users)) use(await prisma.post.findMany({ where: { id, name } }));\n",
      lines: [1],
    },
  ],
  good: [
    "const users = await prisma.user.findMany({ where: { id: { in: ids } } });\nfor (const user of users) print(user);\n",
    "for (const user of await prisma.user.findMany()) print(user);\n",
    "for (const id of ids) print(await cache.get(id));\n",
    "for (const chunk of chunks(ids)) use(await prisma.user.findMany({ where: { id: { in: chunk } } }));\n",
    "for (let page = 0; page < pages; page++) use(await prisma.user.findMany({ skip: page * 100, take: 100 }));\n",
    "async function root(id) {\n  let node = await Node.findById(id);\n  while (node.parent) node = await Node.findById(node.parent);\n  return node;\n}\n",
    "for (let attempt = 0; attempt < 3; attempt++) await prisma.lock.create({ data: { attempt } });\n",
    "async function find(ids) {\n  for (const id of ids) {\n    const user = await User.findById(id);\n    return user;\n  }\n}\n",
    "for (const model of models) await model.deleteMany({ old: true });\n",
    `for (const table of tables) await db.query(\`DELETE FROM \${table}\`);\n`,
    "for (const table of tables) await db.query('DELETE FROM ' + table);\n",
    "for (const item of items) use(await prisma.setting.findFirst());\n",
    'import { User } from "./types.js";\nfor (const id of ids) use(await User.create(id));\n',
    "const map = new Map();\nfor (const id of ids) use(await map.get(id));\n",
    'it("creates", async () => {\n  for (const name of names) await User.create({ name });\n});\n',
    "for (const role of ['admin', 'user']) await Role.create({ role });\n",
    "for (const el of elements) use(await Promise.all([el]));\n",
  ],
};
