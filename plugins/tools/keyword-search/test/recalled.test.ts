/** What a search found is recalled while the tree is at rest: every kind of change to the tree ends that at once. */
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { PathRules } from "@portcullis/plugin-api";
import { expect } from "chai";
import { type Handler, handlerOn } from "./handler.js";
import { treeOf } from "./tree.js";

const FILES = {
  "src/a.txt": "mark\n",
  "src/b.txt": "nothing\n",
  "src/deep/c.txt": "mark\nmark\n",
  "src/deep/d.log": "mark\n",
  ".git/info/exclude": "",
};
const [A, C, D] = ["src/a.txt: 1", "src/deep/c.txt: 2", "src/deep/d.log: 1"];
/** A file that is as old is taken for what it was, as long as its times are the same. */
const OLD_MS = 2100;

interface Case {
  readonly what: string;
  readonly start?: string;
  readonly rules?: Partial<PathRules>;
  /** Before the first search. */
  readonly prepare?: (at: (name: string) => string) => void;
  /** Root reads whatever it likes. */
  readonly asNobody?: true;
  /** What is done to the tree, and what is found right after. `..` leads to a folder beside the tree. */
  readonly changes: readonly (readonly [change: (at: (name: string) => string) => void, found: readonly string[]])[];
}

const cases: readonly Case[] = [
  {
    what: "a file that is made, and one that is deleted",
    changes: [
      [(at) => writeFileSync(at("src/new.txt"), "mark\n"), [A, C, D, "src/new.txt: 1"]],
      [(at) => unlinkSync(at("src/a.txt")), [C, D, "src/new.txt: 1"]],
    ],
  },
  {
    what: "a file that is written, and one that is renamed",
    changes: [
      [(at) => appendFileSync(at("src/b.txt"), "mark\n"), [A, "src/b.txt: 1", C, D]],
      [(at) => renameSync(at("src/a.txt"), at("src/z.txt")), ["src/b.txt: 1", C, D, "src/z.txt: 1"]],
    ],
  },
  {
    what: "a directory that is moved out, and in again under another name",
    changes: [
      [(at) => renameSync(at("src/deep"), at("../deep")), [A]],
      [(at) => renameSync(at("../deep"), at("src/new")), [A, "src/new/c.txt: 2", "src/new/d.log: 1"]],
    ],
  },
  {
    what: "another directory in the place of one",
    changes: [
      [
        (at) => {
          mkdirSync(at("../other"));
          writeFileSync(at("../other/c.txt"), "mark\n");
          renameSync(at("src/deep"), at("../deep"));
          renameSync(at("../other"), at("src/deep"));
        },
        [A, "src/deep/c.txt: 1"],
      ],
    ],
  },
  {
    what: "rules in a .gitignore above the start, and their end",
    start: "src",
    changes: [
      [(at) => writeFileSync(at(".gitignore"), "*.log\n"), [A, C]],
      [(at) => unlinkSync(at(".gitignore")), [A, C, D]],
    ],
  },
  {
    what: "rules in .git/info/exclude, which nobody watches",
    changes: [
      [(at) => writeFileSync(at(".git/info/exclude"), "*.log\n"), [A, C]],
      [(at) => writeFileSync(at(".git/info/exclude"), "deep/\n"), [A]],
      [(at) => rmSync(at(".git"), { recursive: true }), [A, C, D]],
    ],
  },
  {
    what: "a directory that may not be read, and may be again",
    asNobody: true,
    changes: [
      [(at) => chmodSync(at("src/deep"), 0o000), [A]],
      [(at) => chmodSync(at("src/deep"), 0o755), [A, C, D]],
    ],
  },
  {
    what: "another directory above the one that no search may leave",
    start: "src/deep",
    rules: { within: ["src/deep"] },
    changes: [
      [
        (at) => {
          mkdirSync(at("../other/deep"), { recursive: true });
          writeFileSync(at("../other/deep/c.txt"), "mark\n");
          renameSync(at("src"), at("../src"));
          renameSync(at("../other"), at("src"));
        },
        ["src/deep/c.txt: 1"],
      ],
      [
        (at) => {
          renameSync(at("src"), at("../other"));
          renameSync(at("../src"), at("src"));
        },
        [C, D],
      ],
    ],
  },
  {
    what: "what is written through another name of a file",
    prepare: (at) => linkSync(at("src/a.txt"), at("../a.txt")),
    changes: [[(at) => appendFileSync(at("../a.txt"), "mark\n"), ["src/a.txt: 2", C, D]]],
  },
];

/**
 * The processes that search are started with what this one may do.
 *
 * @returns whether they could be
 */
function becomeNobody(): boolean {
  try {
    process.seteuid?.(65534);
    readFileSync(fileURLToPath(import.meta.url));
    return true;
  } catch {
    process.seteuid?.(0);
    return false;
  }
}

describe("a tree at rest that is searched again", function () {
  this.timeout(30_000);
  let folder: string;
  const rootOf = (index: number): string => path.join(folder, `${index}`, "root");
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "portcullis-search-"));
    chmodSync(folder, 0o755);
    for (const [index, { prepare }] of cases.entries()) {
      const tree = treeOf(FILES);
      mkdirSync(path.dirname(rootOf(index)));
      renameSync(tree.root, rootOf(index));
      chmodSync(rootOf(index), 0o755);
      prepare?.((name) => path.join(rootOf(index), name));
    }
    await setTimeout(OLD_MS);
  });
  after(() => rmSync(folder, { recursive: true }));

  const found = async (handler: Handler): Promise<string[]> => {
    const { structuredContent } = await handler.search("mark", { output: "count" });
    return structuredContent?.files.map(({ path, count }) => `${path}: ${count}`) ?? [];
  };

  for (const [index, { what, start, rules, asNobody, changes }] of cases.entries()) {
    it(`shows at once ${what}`, async function () {
      const at = (name: string) => path.join(rootOf(index), name);
      const isRoot = process.getuid?.() === 0;
      if (asNobody && (process.platform === "win32" || (isRoot && !becomeNobody()))) {
        console.log("      left out: nobody but root can read this repository");
        this.skip();
      }
      const handler = await handlerOn(rootOf(index), { start, rules });
      try {
        /** Until the index is built, what is found is kept, and it is recalled. */
        const atRest = async (expected: readonly string[]) => {
          for (let call = 0; call < 5; call++) {
            expect(await found(handler)).to.deep.equal(expected);
            await setTimeout(50);
          }
        };
        await atRest(start?.endsWith("deep") ? [C, D] : [A, C, D]);
        for (const [change, expected] of changes) {
          if (isRoot) process.seteuid?.(0);
          change(at);
          if (isRoot && asNobody) becomeNobody();
          await atRest(expected);
        }
      } finally {
        if (isRoot) process.seteuid?.(0);
        await handler.close();
      }
    });
  }
});
