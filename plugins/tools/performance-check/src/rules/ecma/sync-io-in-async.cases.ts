import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    {
      code: 'import fs from "node:fs";\nexport async function load(path) {\n  const text = fs.readFileSync(path, "utf8");\n  return JSON.parse(text);\n}\n',
      lines: [3],
      fixed:
        'import fs from "node:fs";\nexport async function load(path) {\n  const text = await fs.promises.readFile(path, "utf8");\n  return JSON.parse(text);\n}\n',
    },
    {
      code: 'const { readFileSync: read } = require("fs");\nconst load = async (path) => read(path);\n',
      lines: [2],
    },
    {
      code: 'import * as fs from "fs";\nasync function names(dir: string) {\n  return fs.readdirSync(dir).map((name) => name.toUpperCase());\n}\n',
      lines: [3],
      language: "typescript",
      fixed:
        'import * as fs from "fs";\nasync function names(dir: string) {\n  return (await fs.promises.readdir(dir)).map((name) => name.toUpperCase());\n}\n',
    },
    { code: "async function f() {\n  return fs.readFileSync('a');\n}\n", lines: [2] },
    {
      code: 'const zlib = require("zlib");\napp.get("/data", (req, res) => {\n  res.end(zlib.gzipSync(data));\n});\n',
      lines: [3],
    },
    {
      code: 'import { execSync } from "child_process";\nclass Repository {\n  async head() {\n    return execSync("git rev-parse HEAD").toString();\n  }\n}\n',
      lines: [4],
    },
    {
      code: 'import crypto from "crypto";\nconst login = async (p, s) => crypto.pbkdf2Sync(p, s, 1e5, 64, "sha512");\n',
      lines: [2],
    },
    {
      code: 'import { existsSync } from "fs-extra";\nfunction handler(request, reply) {\n  reply.send(existsSync(request.path));\n}\n',
      lines: [3],
    },
    {
      code: 'import fs from "fs";\nasync function load(xs) {\n  return xs.map((x) => fs.readFileSync(x));\n}\n',
      lines: [3],
    },
    {
      code: 'import { readFileSync } from "fs";\n@Controller()\nclass Pages {\n  @Get("/page")\n  page() {\n    return readFileSync("page.html");\n  }\n}\n',
      lines: [6],
      language: "typescript",
    },
    {
      code: 'import fs from "fs";\nasync function load(path) {\n  return new Promise((resolve) => resolve(fs.readFileSync(path)));\n}\n',
      lines: [3],
    },
    {
      code: 'const fs_1 = require("fs");\nasync function load(path) {\n  return (0, fs_1.readFileSync)(path);\n}\n',
      lines: [3],
    },
  ],
  good: [
    'import fs from "fs";\nconst config = fs.readFileSync("config.json");\n',
    'import fs from "fs";\nfunction load(path) {\n  return fs.readFileSync(path);\n}\n',
    'import fs from "fs/promises";\nasync function load(path) {\n  return fs.readFile(path);\n}\n',
    'import fs from "fs";\nasync function load(x) {\n  return lazy(() => fs.readFileSync(x));\n}\n',
    '#!/usr/bin/env node\nimport fs from "fs";\nasync function run(path) {\n  return fs.readFileSync(path);\n}\n',
    'import fs from "fs";\nasync function main() {\n  print(fs.readFileSync("a"));\n}\n',
    'import fs from "fs";\n(async () => {\n  print(fs.readFileSync("a"));\n})();\n',
    'import fs from "fs";\nit("reads", async () => {\n  expect(fs.readFileSync("a")).to.equal("b");\n});\n',
    'import fs from "fs";\ntest("file", async (t) => {\n  await t.test("reads", async () => use(fs.readFileSync("a")));\n});\n',
    "async function load(db) {\n  return db.readFileSync('a');\n}\n",
    'import { readFileSync } from "./memory.js";\nasync function load() {\n  return readFileSync("a");\n}\n',
    'import fs from "fs";\nasync function fail(error) {\n  fs.writeFileSync("crash.log", error.stack);\n  process.exit(1);\n}\n',
    'import { execSync } from "child_process";\nasync function edit(file) {\n  execSync("vi " + file, { stdio: "inherit" });\n}\n',
    'import fs from "fs";\nasync function load(read = fs.readFileSync) {\n  return read;\n}\n',
  ],
};
