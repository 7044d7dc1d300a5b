/** Manifests that must not start: exit code 78, every fault with its place and what would mend it, nothing on stdout. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { ServerProcess } from "./server-process.js";
import { fixture, Workspace } from "./workspace.js";

const workspace = new Workspace();

const plugins = `plugins: ["@portcullis/tool-keyword-search", "@portcullis/policy-roots", "@portcullis/policy-regex"]`;
const withPlugin = (name: string) => `${plugins.slice(0, -1)}, ${JSON.stringify(fixture(name))}]`;
const search = `tools:
  keyword_search:
    policies:
      - use: roots
        with: { allow: ["${workspace.root}"] }
      - use: regex`;
/** The manifest that the others differ from by a fault. */
const sound = `${plugins}\n${search}\n`;

interface Refusal {
  readonly name: string;
  readonly manifest: string;
  /** One for each fault: the words that its line, and the lines on how to mend it, must hold. */
  readonly faults: readonly (readonly string[])[];
}

const refusals: readonly Refusal[] = [
  {
    name: "a path parameter that no policy guards",
    manifest: `${plugins}
tools:
  keyword_search:
    policies:
      - use: regex
`,
    faults: [["portcullis.yaml:4:5 PARAMETER_UNGUARDED", "root_paths[]", "- use: roots", 'with: {"allow":']],
  },
  {
    name: "pattern parameters that no policy guards",
    manifest: `${plugins}
tools:
  keyword_search:
    policies:
      - use: roots
        with: { allow: ["${workspace.root}"] }
`,
    faults: ["keyword", "include_patterns[]", "exclude_patterns[]"].map((parameter) => [
      "portcullis.yaml:4:5 PARAMETER_UNGUARDED",
      `pattern parameter ${parameter},`,
      "- use: regex",
    ]),
  },
  {
    name: "a misspelt policy",
    manifest: `${sound}      - use: sanitiser\n`,
    faults: [["portcullis.yaml:8:9 POLICY_UNKNOWN", "sanitiser", "Loaded policies: regex, roots."]],
  },
  {
    name: "a misspelt option",
    manifest: `${sound}        with: { maxLenght: 100 }\n`,
    faults: [["portcullis.yaml:8:17 OPTION_INVALID", "regex: maxLenght is not known", "spelling"]],
  },
  {
    name: "an option of the wrong type",
    manifest: `${sound}        with:\n          maxLength: long\n`,
    faults: [["portcullis.yaml:9:11 OPTION_INVALID", "regex: maxLength", "expected number"]],
  },
  {
    name: "a misspelt tool",
    manifest: `${sound}  keyword_serch:\n    policies: []\n`,
    faults: [["portcullis.yaml:8:3 TOOL_UNKNOWN", "keyword_serch", "Loaded tools: keyword_search."]],
  },
  {
    name: "a plugin that throws when it is loaded",
    manifest: `plugins:\n  - ${JSON.stringify(fixture("throws-when-loaded"))}\ntools: {}\n`,
    faults: [["portcullis.yaml:2:5 PLUGIN_BROKEN", "throws-when-loaded", "no licence found"]],
  },
  {
    name: "a plugin that is not there",
    manifest: `plugins: [./no-such-folder, "@portcullis/no-such-package"]\ntools: {}\n`,
    faults: [
      ["portcullis.yaml:1:11 PLUGIN_NOT_FOUND", "./no-such-folder"],
      ["portcullis.yaml:1:29 PLUGIN_NOT_FOUND", "npm install @portcullis/no-such-package"],
    ],
  },
  {
    name: "a variable of the environment that is not set",
    manifest: `${plugins}
tools:
  keyword_search:
    policies:
      - use: roots
        with: { allow: ["\${env:NO_SUCH_ROOT}"] }
      - use: regex
`,
    faults: [["portcullis.yaml:6:25 VARIABLE_UNKNOWN", "env:NO_SUCH_ROOT", "Set NO_SUCH_ROOT"]],
  },
  {
    name: "a key that stands twice",
    manifest: `${sound}  keyword_search:\n    policies: []\n`,
    faults: [["portcullis.yaml:8:3 MANIFEST_SYNTAX", "unique"]],
  },
  {
    name: "a key that is not known",
    manifest: `${sound}everything: []\n`,
    faults: [["portcullis.yaml:8:1 MANIFEST_INVALID", "everything is not known"]],
  },
  {
    name: "a service that nobody provides",
    manifest: `${withPlugin("needs-a-service")}\n${search}\n  invoice:\n    policies: []\n`,
    faults: [["portcullis.yaml:8:3 SERVICE_MISSING", "invoice", "acme:billing"]],
  },
  {
    name: "a policy that does not do what it says",
    manifest: `${withPlugin("rude-policies")}\n${search}\n      - use: fails-its-probe\n`,
    faults: [["portcullis.yaml:8:9 PROBE_FAILED", "fails-its-probe", "what it says it denies"]],
  },
  {
    name: "a policy that does not admit what it says it admits",
    manifest: `${withPlugin("rude-policies")}\n${search}\nevery:\n  - use: claims-to-admit\n`,
    faults: [["portcullis.yaml:9:5 POLICY_BROKEN", "claims-to-admit"]],
  },
  {
    name: "a guard that is only to look on",
    manifest: `${sound}        mode: audit\n`,
    faults: [["portcullis.yaml:8:9 GUARD_NOT_ENFORCED", "regex", "pattern"]],
  },
  {
    name: "an audit that a tool could read",
    manifest: `${withPlugin("polite-tools").slice(0, -1)}, "@portcullis/policy-audit-log"]
every:
  - use: audit-log
    with: { file: "${workspace.root}/audit.jsonl" }
${search}
`,
    faults: [["AUDIT_INSIDE_ROOTS", "audit.jsonl", workspace.root]],
  },
  {
    name: "faults of two kinds, and tells both",
    manifest: `${plugins}
tools:
  keyword_search:
    policies:
      - use: roots
        with: { allow: [] }
      - use: regex
        with: { maxLength: 0 }
  word_count:
    policies: []
`,
    faults: [
      ["portcullis.yaml:6:17 OPTION_INVALID", "roots: allow"],
      ["portcullis.yaml:8:17 OPTION_INVALID", "regex: maxLength"],
      ["portcullis.yaml:9:3 TOOL_UNKNOWN", "word_count"],
    ],
  },
  {
    name: "a fault, although a plugin keeps a timer",
    manifest: `${withPlugin("keeps-a-timer")}\ntools:\n  tock:\n    policies: []\n`,
    faults: [["portcullis.yaml:3:3 TOOL_UNKNOWN", "tock"]],
  },
  {
    name: "a fault, although a plugin prints when it is loaded",
    manifest: `${withPlugin("rude-tools")}\ntools:\n  tock:\n    policies: []\n`,
    faults: [["portcullis.yaml:3:3 TOOL_UNKNOWN", "tock"]],
  },
];

const refused = async (...words: string[]): Promise<string[]> => {
  const server = new ServerProcess(words, workspace.environment());
  expect(await server.exit).to.deep.equal({ code: 78, signal: null });
  expect(server.messages).to.deep.equal([]);
  expect(server.strays, "on stdout").to.deep.equal([]);
  // A fault begins a line, as `file:line:column CODE`; how to mend it is indented beneath.
  return server.stderr.split(/\n(?=\S)/).filter((part) => /^\S.* [A-Z]+_[A-Z_]+ /.test(part));
};

describe("a start is refused for", () => {
  for (const { name, manifest, faults } of refusals) {
    it(name, async () => {
      const told = await refused("--manifest", workspace.manifest(manifest));
      expect(told).to.have.length(faults.length);
      for (const [index, words] of faults.entries()) {
        for (const word of words) expect(told[index]).to.contain(word);
      }
    });
  }

  it("a manifest that is not there", async () => {
    const told = await refused("--manifest", `${workspace.folder}/none.yaml`);
    expect(told).to.have.length(1);
    expect(told[0]).to.contain("none.yaml MANIFEST_UNREADABLE");
  });

  it("a root that is not there", async () => {
    const told = await refused("--root", `${workspace.folder}/none`);
    expect(told).to.have.length(1);
    expect(told[0]).to.contain("ROOT_UNUSABLE").and.to.contain("none");
  });
});

describe("a start is not refused for", () => {
  it("the manifest that the others differ from", async () => {
    const server = await ServerProcess.started(["--manifest", workspace.manifest(sound)], workspace.environment());
    expect(await server.end()).to.deep.equal({ code: 0, signal: null });
  });
});
