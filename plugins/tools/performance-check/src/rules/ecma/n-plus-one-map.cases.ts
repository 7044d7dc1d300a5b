import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: "const users = await Promise.all(ids.map((id) => User.findById(id)));\n", lines: [1] },
    {
      code: "await Promise.all(\n  posts.map(async (post) => {\n    post.comments = await prisma.comment.findMany({ where: { postId: post.id } });\n  }),\n);\n",
      lines: [3],
    },
    {
      code: 'import { DataSource } from "typeorm";\nconst f = (source: DataSource, ids: number[]) =>\n  Promise.all(ids.map(async (id) => {\n    return source.getRepository(User).findOneBy({ id });\n  }));\n',
      lines: [4],
      language: "typescript",
    },
    {
      code: "const found = ids.map(async (id) => await knex('users').where({ id }));\nconst rows = await Promise.all(found);\n",
      lines: [1],
    },
    {
      code: "const rows = await Promise.all(ids.map((id) => client.query('SELECT * FROM t WHERE id = $1', [id])));\n",
      lines: [1],
    },
  ],
  good: [
    "const found = ids.map((id) => this.findById(id));\n",
    "const users = await Promise.all(ids.map((id) => prisma.user.findUnique({ where: { id } })));\n",
    "await prisma.$transaction(ids.map((id) => prisma.user.update({ where: { id }, data })));\n",
    "const names = users.map((user) => user.name);\n",
    "const users = await Promise.all(ids.map((id) => loader.load(id)));\n",
    "const pages = await Promise.all(chunks.map((ids) => prisma.user.findMany({ where: { id: { in: ids } } })));\n",
    "const counts = await Promise.all([User.count(), Post.count()]);\n",
    "const all = await Promise.all(models.map((model) => model.findAll({ old: true })));\n",
    "const both = await Promise.all(['a', 'b'].map((kind) => Item.find({ kind })));\n",
    "const found = lists.map((list) => list.find((x) => x.id === list.id));\n",
    "const rows = ids.map((id) => later(() => User.findById(id)));\n",
  ],
};
