/** What a project brings of its own: `.portcullis/rules/*.yml` and `.portcullis/vocabulary.yml`. */
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { places, Server, type Tree, treeOf } from "./server.js";

const RULE = `- id: acme/legacy-client
  language: python
  category: blocking_io_in_async
  severity: high
  message: the legacy client waits for the network
  suggestion: acme.client.AsyncClient
  match:
    call: [acme.client.fetch, "*.fetch_all"]
  where: { inAsync: true }
  tests:
    bad:
      - |
        from acme.client import fetch as get
        async def f():
            get(1)
      - "async def f(c):\\n    c.fetch_all()"
    good:
      - "from acme.client import fetch\\ndef f():\\n    fetch(1)"
      - "async def f(c):\\n    c.fetch()"
`;
const CODE = "import acme.client as a\n\nasync def f():\n    a.fetch(2)\n";

const QUERY = `- id: acme/no-sort-in-loop
  language: [javascript, typescript]
  category: inefficient_loop
  severity: low
  message: sorts once per turn
  suggestion: sort before the loop
  match:
    query: |
      (call_expression function: (member_expression property: (property_identifier) @name)
        (#eq? @name "sort")) @match
  where: { inLoop: true, notInside: catch_clause }
  tests:
    bad: ["for (const x of xs) { x.sort(); }"]
    good: ["xs.sort();", "for (const x of xs) { try { f(); } catch { x.sort(); } }"]
`;

describe("a project's own rules", function () {
  this.timeout(20_000);
  let tree: Tree;
  let server: Server;
  beforeEach(async () => {
    tree = treeOf({ "src/a.py": CODE, "src/b.js": "for (const x of xs) {\n  x.sort();\n}\n" });
    server = await Server.on(tree.root);
  });
  afterEach(async () => {
    await server.close();
    tree.remove();
  });

  it("are found beside the root of the file, by resolved names", async () => {
    tree.write(".portcullis/rules/acme.yml", RULE);
    const output = await server.check({ file_path: "src/a.py" });
    expect(places(output)).to.deep.equal(["src/a.py:4 acme/legacy-client"]);
    expect(output.issues[0]).to.deep.include({
      severity: "high",
      category: "blocking_io_in_async",
      description: "the legacy client waits for the network",
      suggestion: "acme.client.AsyncClient",
    });
  });

  it("may be queries of tree-sitter, for several languages", async () => {
    tree.write(".portcullis/rules/acme.yml", QUERY);
    expect(places(await server.check({ paths: ["src"] }))).to.deep.equal(["src/b.js:2 acme/no-sort-in-loop"]);
  });

  it("may ask for a receiver: by its type, its resolved name, or its text", async () => {
    const session = RULE.replace("acme.client.fetch, ", "")
      .replace("{ inAsync: true }", "{ receiver: [acme.db.Session, acme.db.shared, self.db] }")
      .replace(/ {2}tests:.*/s, '  tests: { bad: ["self.db.fetch_all()"], good: ["other.fetch_all()"] }\n');
    tree.write(".portcullis/rules/acme.yml", session);
    const source = [
      "from acme import db",
      "s = db.Session()",
      "s.fetch_all()",
      "db.shared.fetch_all()",
      "db.other.fetch_all()",
      "t.fetch_all()",
    ];
    tree.write("src/d.py", source.join("\n"));
    const { issues } = await server.check({ file_path: "src/d.py", rules: ["acme/legacy-client"] });
    expect(issues.map(({ line_number }) => line_number)).to.deep.equal([3, 4]);
  });

  it("can be asked for and suppressed by name", async () => {
    tree.write(".portcullis/rules/acme.yml", RULE);
    tree.write("src/c.py", CODE.replace("(2)", "(2)  # perf: ignore[acme/legacy-client]"));
    const { issues, stats } = await server.check({ paths: ["src"], rules: ["acme/legacy-client"] });
    expect([issues.length, stats.suppressed]).to.deep.equal([1, 1]);
  });

  it("are read anew when they change", async () => {
    tree.write(".portcullis/rules/acme.yml", RULE);
    await server.check({ file_path: "src/a.py" });
    tree.write(".portcullis/rules/acme.yml", RULE.replace("severity: high", "severity: low"));
    expect((await server.check({ file_path: "src/a.py" })).issues[0]?.severity).to.equal("low");
  });

  it("know the names that the project adds to the vocabulary", async () => {
    tree.write(
      ".portcullis/vocabulary.yml",
      "blocking:\n  sleep:\n    - { call: acme.client.fetch, instead: acme.client.afetch }\n",
    );
    const { issues } = await server.check({ file_path: "src/a.py" });
    expect(issues.map(({ line_number }) => line_number)).to.deep.equal([4]);
  });

  it("do not count for a source that belongs to no project", async () => {
    tree.write(".portcullis/rules/acme.yml", "broken: [");
    expect((await server.check({ source_code: CODE })).issues).to.deep.equal([]);
  });

  for (const [what, text, told] of [
    ["no YAML", "- id: [", /acme\.yml:1: /],
    ["a key that there is not", RULE.replace("where:", "were:"), /acme\.yml:9: .*were/],
    ["a category that there is not", RULE.replace("blocking_io_in_async", "slow"), /acme\.yml:3: .*category/],
    ["a test that fails", RULE.replace("c.fetch_all()", "c.fetch()"), /acme\.yml:16: the rule does not fire here/],
    [
      "a good one on which it fires",
      RULE.replace("def f():\\n    fetch", "async def f():\\n    fetch"),
      /acme\.yml:18: the rule fires here/,
    ],
    ["no tests", RULE.replace(/ {2}tests:.*/s, ""), /acme\.yml:1: 0\.tests/],
    ["neither call nor query", RULE.replace(/ {4}call.*/, "    {}"), /acme\.yml:\d+: .*a call or a query/],
    [
      "the name of a rule of ours",
      RULE.replace("acme/legacy-client", "py/async-sleep"),
      /acme\.yml:1: there is a rule of this name/,
    ],
    ["a query that does not fit the grammar", QUERY.replace("call_expression", "call_me"), /acme\.yml:8: .*call_me/],
    ["a query that captures no match", QUERY.replace("@match", "@found"), /acme\.yml:8: .*@match/],
    ["a text predicate that V8 would run", QUERY.replace("#eq?", "#match?"), /acme\.yml:8: match\? and the like/],
    ["the same in its other spelling", QUERY.replace("(#eq?", "(.not-match?"), /acme\.yml:8: match\? and the like/],
    ["aliases that stand for millions of nodes", bomb(), /acme\.yml:1: has too many aliases/],
    ["brackets without an end", "[".repeat(60_000), /acme\.yml:\d+: /],
  ] as const) {
    it(`are refused with the file and line: ${what}`, async () => {
      tree.write(".portcullis/rules/acme.yml", text);
      const failed = await server.failure({ paths: ["src"] });
      expect(failed.code).to.equal("RULES_INVALID");
      expect(failed.text)
        .to.match(told)
        .and.match(/^RULES_INVALID: \.portcullis\/rules\//)
        .and.not.include(tree.root);
    });
  }

  it("are refused when two have one name", async () => {
    tree.write(".portcullis/rules/a.yml", RULE);
    tree.write(".portcullis/rules/b.yml", RULE);
    expect((await server.failure({ file_path: "src/a.py" })).text).to.include(
      "rules/b.yml:1: there is a rule of this name",
    );
  });

  it("are refused with a vocabulary that is none", async () => {
    tree.write(".portcullis/vocabulary.yml", "blocking:\n  sleeps: []\n");
    expect((await server.failure({ file_path: "src/a.py" })).text).to.include(".portcullis/vocabulary.yml:2: ");
  });
});

/** Nine levels of ten aliases each. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) =>
    level === 0
      ? "- &a0 [x]"
      : `- &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
  );
  return `${levels.join("\n")}\n`;
}
