/** What each package exports, by name: a change of the public surface is a change of this page. */
import { expect } from "chai";
import { describe, it } from "mocha";
import { foldersIn, plugins, read } from "./repository.js";

/** The values and the types; together with what an entry re-exports there is nothing else. */
interface Surface {
  readonly values: readonly string[];
  readonly types: readonly string[];
}

const surfaces: Readonly<Record<string, Surface>> = {
  "plugin-api": {
    values: [
      "ClientRoots",
      "Clock",
      "Environment",
      "Files",
      "Lifetime",
      "Log",
      "PatternError",
      "Patterns",
      "ServerFacts",
      "StartRefusal",
      "WorkerLost",
      "Workers",
      "definePolicy",
      "defineService",
      "defineTool",
      "defineWorker",
      "deny",
      "failure",
      "guarded",
      "pass",
      "path",
      "pattern",
      "rewrite",
      "text",
      "token",
      "writablePath",
    ],
    types: [
      "Admit",
      "Admitted",
      "AnyPolicy",
      "AnyService",
      "AnyTool",
      "Call",
      "Content",
      "Decision",
      "DirectoryEntry",
      "FileBytes",
      "FileRead",
      "FileStats",
      "FileVersion",
      "Given",
      "Ground",
      "GuardHint",
      "GuardKind",
      "Guards",
      "Handler",
      "Job",
      "Located",
      "Needs",
      "OpenDirectory",
      "Outcome",
      "PathHint",
      "PathRules",
      "Pattern",
      "PatternFlags",
      "PatternHint",
      "Phase",
      "Policy",
      "PolicyPlugin",
      "Probe",
      "Refusal",
      "Refused",
      "Result",
      "Root",
      "RootedPath",
      "SafePattern",
      "ServicePlugin",
      "Standing",
      "Token",
      "ToolPlugin",
      "Verdict",
      "Watch",
      "Work",
      "Worker",
      "WorkerGiven",
      "WorkerPool",
      "WritablePath",
    ],
  },
  core: {
    values: [
      "CallInFlight",
      "HostFiles",
      "HostWorkers",
      "NoServer",
      "Session",
      "StartError",
      "Trail",
      "callOnce",
      "loadPatterns",
      "manifestSchema",
      "parseManifest",
      "readManifest",
      "run",
      "serve",
      "start",
      "takeStdout",
    ],
    types: [
      "Answer",
      "Called",
      "Fault",
      "LogLevel",
      "Manifest",
      "Output",
      "Plugin",
      "Probed",
      "Route",
      "StartOptions",
      "Started",
      "Surroundings",
    ],
  },
  "ignore-rules": {
    values: ["Chooser", "IGNORE_FILES", "IgnoreScope", "globLines"],
    types: ["Choice", "IgnoreKind", "IgnoreLine", "Verdict"],
  },
  testing: { values: ["testPolicy", "testTool"], types: ["PolicyCases", "ToolCases"] },
};

/** The types that an entry re-exports, in both forms: `export type { A }` and `export { type A }`. */
const typesOf = (entry: string): string[] =>
  [...entry.matchAll(/^export (type )?\{([^}]*)\}/gm)]
    .flatMap(([, whole, names = ""]) =>
      names
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "" && (whole !== undefined || name.startsWith("type ")))
        .map((name) => name.replace(/^type /, "")),
    )
    .sort();

describe("the public surface", () => {
  for (const [name, { values, types }] of Object.entries(surfaces)) {
    it(`of @portcullis/${name} is what stands here`, async () => {
      expect(Object.keys(await import(`@portcullis/${name}`)).sort()).to.deep.equal([...values].sort());
      expect(typesOf(read(`packages/${name}/src/index.ts`))).to.deep.equal([...types].sort());
    });
  }

  it("of a plugin is its default export", async () => {
    for (const folder of plugins) {
      const { name } = JSON.parse(read(`${folder}/package.json`)) as { name: string };
      expect(Object.keys(await import(name)), name).to.deep.equal(["default"]);
    }
  });

  it("of portcullis is its command: nothing can be imported", () => {
    const { bin, exports } = JSON.parse(read("packages/portcullis/package.json")) as Record<string, unknown>;
    expect(bin).to.deep.equal({ portcullis: "bin/portcullis.js" });
    expect(exports).to.equal(undefined);
  });

  it("leaves no package out", () => {
    expect(foldersIn("packages")).to.have.members(
      [...Object.keys(surfaces), "portcullis"].map((name) => `packages/${name}`),
    );
  });

  it("is reached through a package's entry alone", () => {
    for (const folder of [...foldersIn("packages"), ...plugins]) {
      const { exports = {} } = JSON.parse(read(`${folder}/package.json`)) as { exports?: object };
      expect(Object.keys(exports), folder).to.deep.equal(folder === "packages/portcullis" ? [] : ["."]);
    }
  });
});
