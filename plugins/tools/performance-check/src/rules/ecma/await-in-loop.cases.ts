import type { Cases } from "../../rule.js";

const inAsync = (body: string): string => `async function f(items) {\n${body}\n}\n`;

export const cases: Cases = {
  bad: [
    {
      code: inAsync("  const out = [];\n  for (const item of items) out.push(await load(item));\n  return out;"),
      lines: [3],
    },
    {
      code: inAsync(
        "  for (const user of items) {\n    const record = await getRecord(user.id);\n    print(record);\n  }",
      ),
      lines: [3],
    },
    {
      code: inAsync(
        "  for (let i = 0; i < items.length; i++) {\n    items[i].size = await sizeOf(items[i].path);\n  }",
      ),
      lines: [3],
    },
    {
      code: inAsync(
        "  const byName = {};\n  for (const name in items) {\n    byName[name] = await loader.load(items[name]);\n  }\n  return byName;",
      ),
      lines: [4],
    },
    {
      code: inAsync(
        "  const all = new Map();\n  for (const { id } of items) {\n    if (!id) continue;\n    const user = await getUser(id);\n    const avatar = await getAvatar(user);\n    all.set(id, avatar);\n  }\n  return all;",
      ),
      lines: [5],
    },
    {
      code: inAsync(
        "  for (const item of items) {\n    try {\n      print((await fetch(item.url)).status);\n    } catch (error) {\n      log(error);\n    }\n  }",
      ),
      lines: [4],
    },
    { code: inAsync("  for (const user of items) await sendMail(user.address);"), lines: [2] },
    {
      code: inAsync(
        "  const out = [];\n  for (const url of items) {\n    const response = await fetch(url);\n    const data = await response.json();\n    out.push(data);\n  }\n  return out;",
      ),
      lines: [4],
    },
  ],
  good: [
    inAsync("  // One at a time: the service allows no more.\n  for (const item of items) print(await load(item));"),
    "async function inOrder(items, run) {\n  const out = [];\n  for (const item of items) out.push(await run(item));\n  return out;\n}\n",
    inAsync("  return Promise.all(items.map((item) => load(item)));"),
    inAsync("  for (const item of await load(items)) print(item);"),
    inAsync("  for await (const item of items) print(await load(item));"),
    inAsync("  let last = start;\n  for (const item of items) last = await merge(last, item);\n  return last;"),
    inAsync("  for (const item of items) {\n    const found = await load(item);\n    if (found) return found;\n  }"),
    inAsync("  for (const item of items) {\n    const found = await load(item);\n    if (!found.more) break;\n  }"),
    inAsync(
      "  for (const item of items) {\n    const sent = await send(item);\n    await sleep(100);\n    print(sent);\n  }",
    ),
    inAsync("  while (more()) {\n    const page = await load(next());\n    print(page);\n  }"),
    inAsync("  for (const step of items) await step();"),
    inAsync("  for (const item of items) await save(item);"),
    inAsync("  for (const item of items) print(await tx.load(item));"),
    inAsync("  for (const item of items) print(await load(tx, item));"),
    inAsync("  for (let attempt = 0; attempt < items.length; attempt++) print(await load(attempt));"),
    inAsync("  for (const promise of items) print(await promise);"),
    inAsync(
      "  const seen = new Set();\n  for (const item of items) {\n    if (seen.has(item.id)) continue;\n    seen.add(await idOf(item));\n  }",
    ),
    inAsync("  for (const item of items) answers.push(await prompt(item.question));"),
    inAsync("  for (const item of items) run(async () => print(await load(item)));"),
    "async function* f(items) {\n  for (const item of items) yield await load(item);\n}\n",
    inAsync("  for (const item of items) print(await User.findById(item.id));"),
    inAsync("  let total = 0;\n  for (const item of items) total += await sizeOf(item);\n  return total;"),
    inAsync("  for (const item of items) made.push(await createUser(item));"),
    inAsync("  for (const hook of items) print(await hook(context));"),
    inAsync("  for (const plugin of items) print(await plugin.transform(code));"),
    inAsync("  for (const kind of ['a', 'b']) print(await load(kind));"),
  ],
};
