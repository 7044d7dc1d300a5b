/** The shape that every plugin has. To add a plugin is to add a folder that these pass on. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Plugin, parseManifest, start } from "@portcullis/core";
import { type AnyPolicy, type AnyTool, defineTool, path, pattern, text } from "@portcullis/plugin-api";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { z } from "zod";
import { writtenCodes } from "./codes.js";
import { sectionOf, termsOf } from "./markdown.js";
import { plugins, read, root } from "./repository.js";

const HEADINGS = ["Options", "Sample", "Codes", "Limits"];

/** A tool with a guarded parameter of each kind, for a policy to stand around. */
const everyKind = defineTool({
  name: "every_kind",
  title: "Every kind",
  description: "Takes a guarded parameter of each kind.",
  input: z.strictObject({ path: path().optional(), pattern: pattern().optional() }),
  create: () => () => text("done"),
});

const loaded = new Map<string, AnyPolicy | AnyTool>();
const isPolicy = (plugin: Plugin): plugin is AnyPolicy => plugin.kind === "policy";
const admits = (plugin: Plugin, kind: string): boolean =>
  isPolicy(plugin) && (plugin.admits?.some((admitted) => admitted === kind) ?? false);
const pluginOf = (folder: string): AnyPolicy | AnyTool => {
  const plugin = loaded.get(folder);
  if (plugin === undefined) throw new Error(`${folder} is not loaded`);
  return plugin;
};
const sampleOf = (folder: string): string => read(`${folder}/sample.yaml`);
const indent = (yaml: string, spaces: number): string => yaml.replace(/^(?=.)/gm, " ".repeat(spaces));
const asItem = (yaml: string): string => indent(`- ${indent(yaml, 2).trimStart()}`, 6);

/** A manifest that holds a plugin's sample: a tool's as it stands, a policy's with the guards that are missing beside it. */
function manifestWith(folder: string): string {
  const plugin = pluginOf(folder);
  if (!isPolicy(plugin)) return `tools:\n${indent(sampleOf(folder), 2)}`;
  const missing = ["path", "pattern"].filter((kind) => !admits(plugin, kind));
  const others = missing.flatMap((kind) => [...loaded].find(([, one]) => admits(one, kind))?.[0] ?? []);
  const samples = [folder, ...others].map((one) => asItem(sampleOf(one)));
  return `tools:\n  every_kind:\n    policies:\n${samples.join("\n")}`;
}

describe("every plugin", () => {
  let state: string;
  before(async () => {
    state = await mkdtemp(join(tmpdir(), "portcullis-samples-"));
    for (const folder of plugins) {
      const { name } = JSON.parse(read(`${folder}/package.json`)) as { name: string };
      const module: { default: AnyPolicy | AnyTool } = await import(name);
      loaded.set(folder, module.default);
    }
  });
  after(() => rm(state, { recursive: true }));

  for (const folder of plugins) {
    const name = basename(folder);
    const kind = folder.startsWith("plugins/tools/") ? "tool" : "policy";

    describe(name, () => {
      it("has the files that every plugin has", () => {
        const files = [
          "README.md",
          "package.json",
          "tsconfig.json",
          "sample.yaml",
          `src/${name}.ts`,
          `test/${name}.test.ts`,
        ];
        expect(files.filter((file) => !existsSync(join(root, folder, file)))).to.deep.equal([]);
      });

      it("is called by its folder's name: as a package, in code, in the manifest", () => {
        const plugin = pluginOf(folder);
        const { name: packageName, exports } = JSON.parse(read(`${folder}/package.json`)) as Record<string, unknown>;
        expect(packageName).to.equal(`@portcullis/${kind}-${name}`);
        expect(exports).to.deep.equal({ ".": { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` } });
        expect(plugin.kind).to.equal(kind);
        expect(plugin.name).to.equal(kind === "tool" ? name.replaceAll("-", "_") : name);
        expect(sampleOf(folder))
          .to.match(kind === "tool" ? /^(\w+):$/m : /^use: [a-z-]+$/m)
          .and.include(plugin.name);
      });

      it("says in its README what it does, with its options, a sample, its codes and its limits", () => {
        const readme = read(`${folder}/README.md`);
        expect(readme.startsWith(`# ${name}\n\n`), readme.slice(0, 80)).to.equal(true);
        expect([...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).to.include.members(
          // A plugin that has nothing to set need not say so.
          HEADINGS.filter((heading) => heading !== "Options" || pluginOf(folder).options !== undefined),
        );
        expect(sectionOf(readme, "Sample")).to.include(`\`\`\`yaml\n${sampleOf(folder).trimEnd()}\n\`\`\``);
      });

      it("tells of each option that it has, and of no other", () => {
        const { options } = pluginOf(folder);
        const told = termsOf(sectionOf(read(`${folder}/README.md`), "Options"));
        expect(told).to.have.members(Object.keys(options?.shape ?? {}));
      });

      it("describes each option where an editor finds it", () => {
        const { properties = {} } = z.toJSONSchema(pluginOf(folder).options ?? z.strictObject({}), { io: "input" });
        const silent = Object.entries(properties).filter(
          ([, property]) => typeof property !== "object" || property.description === undefined,
        );
        expect(silent).to.deep.equal([]);
      });

      it("tells of each code that it gives, and of none that docs/errors.md does not have", () => {
        const told = termsOf(sectionOf(read(`${folder}/README.md`), "Codes"));
        expect(told).to.include.members(writtenCodes([folder]));
        expect(writtenCodes()).to.include.members(told);
      });

      it("has a sample that binds, probes and all", async () => {
        const around = { folder: root, state, environment: {} };
        const manifest = parseManifest(manifestWith(folder), `${folder}/sample.yaml`, around);
        const all = [...loaded.values(), everyKind];
        const started = await start(manifest, { plugins: all, version: "0.0.0", environment: {}, logLevel: "silent" });
        await started.close();
        const { policies = [], name: tool } = [...started.bound.routes.values()][0] ?? {};
        expect([tool, ...policies.map((policy) => policy.name)]).to.include(pluginOf(folder).name);
      });
    });
  }
});
