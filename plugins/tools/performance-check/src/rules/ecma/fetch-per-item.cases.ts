import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: "for (const id of ids) {\n  const response = await fetch('/users/' + id);\n  use(await response.json());\n}\n",
      lines: [2],
    },
    {
      code: 'import http from "axios";\nfor (const url of urls) {\n  const { data } = await http.get(url);\n  use(data);\n}\n',
      lines: [3],
    },
    {
      code: "const got = require('got');\nasync function f(urls) {\n  for (let i = 0; i < urls.length; i++) out.push(await got(urls[i]).json());\n}\n",
      lines: [3],
    },
    { code: "for (const user of users) await fetch('/mail', { method: 'POST', body: user.mail });\n", lines: [1] },
  ],
  good: [
    "const response = await fetch(url);\n",
    "const all = await Promise.all(urls.map((url) => fetch(url)));\n",
    "let next = first;\nwhile (next) {\n  const page = await (await fetch(next)).json();\n  next = page.next;\n}\n",
    "for (let page = 1; page <= last; page++) rows.push(await fetch('/rows?page=' + page));\n",
    "for (let attempt = 0; attempt < 5; attempt++) {\n  const response = await fetch(url + attempt);\n  use(response);\n}\n",
    "async function f(mirrors) {\n  for (const mirror of mirrors) {\n    const response = await fetch(mirror);\n    return response;\n  }\n}\n",
    "for (const id of ids) {\n  use(await fetch('/users/' + id));\n  await sleep(100);\n}\n",
    "for (const id of ids) use(await fetch('/status'));\n",
    "for (const id of ids) use(await repository.fetch(id));\n",
    "let cursor;\nfor (const id of ids) {\n  const page = await fetch('/users/' + id + '?after=' + cursor);\n  cursor = page.next;\n}\n",
  ],
};
