import type { Cases } from "../../rule.js";

const inAsync = (body: string): string => `async function f(id) {\n${body}\n}\n`;

export const cases: Cases = {
  bad: [
    {
      code: inAsync(
        "  const user = await getUser(id);\n  const posts = await getPosts(id);\n  return { user, posts };",
      ),
      lines: [3],
    },
    { code: "const users = await api.listUsers();\nconst roles = await api.listRoles();\n", lines: [2] },
    {
      code: inAsync(
        "  const a = await loadA(id);\n  const b = await loadB(id);\n  const c = await loadC(id);\n  return [a, b, c];",
      ),
      lines: [3],
    },
    {
      code: inAsync(
        "  const { items } = await this.items.find(id);\n  const total = await this.items.count(id);\n  return { items, total };",
      ),
      lines: [3],
    },
    {
      code: inAsync(
        "  const org = await getOrg(id);\n  const team = await getTeam(org.id);\n  const plan = await getPlan(id);\n  return [team, plan];",
      ),
      lines: [4],
    },
  ],
  good: [
    inAsync("  const [user, posts] = await Promise.all([getUser(id), getPosts(id)]);\n  return { user, posts };"),
    inAsync("  const user = await getUser(id);\n  const posts = await getPosts(user.id);\n  return posts;"),
    inAsync("  const { key } = await getUser(id);\n  const posts = await getPosts(key);\n  return posts;"),
    inAsync(
      "  const user = await getUser(id);\n  if (!user) return;\n  const posts = await getPosts(id);\n  return posts;",
    ),
    inAsync("  const made = await createUser(id);\n  const mailed = await sendMail(id);\n  return [made, mailed];"),
    inAsync("  const session = await getSession(id);\n  const posts = await getPosts(id);\n  return posts;"),
    inAsync("  const one = await getNext(id);\n  const two = await getNext(id);\n  return [one, two];"),
    inAsync("  const one = await tx.findOne(id);\n  const two = await tx.findTwo(id);\n  return [one, two];"),
    'it("loads", async () => {\n  const user = await getUser(1);\n  const posts = await getPosts(1);\n  expect(user, posts);\n});\n',
    inAsync("  const user = await userPromise;\n  const posts = await postsPromise;\n  return [user, posts];"),
    inAsync("  const response = await fetch(id);\n  const body = await response.json();\n  return body;"),
  ],
};
