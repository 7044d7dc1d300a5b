/** The ways to get a path out of the roots: each is denied, nothing of what lies outside is told, the server goes on. */
import { mkdirSync, symlinkSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { codeOf, ServerProcess, textOf } from "./server-process.js";
import { batteries, fixture, Workspace } from "./workspace.js";

const workspace = new Workspace();
const { folder, root } = workspace;

/** What a client may send, and with which code it is denied. */
const ways: readonly { readonly name: string; readonly path: string; readonly code: string }[] = [
  { name: "a climb", path: "../outside/secret.txt", code: "OUTSIDE_ROOTS" },
  { name: "a climb from further inside", path: "folder/../../outside/secret.txt", code: "OUTSIDE_ROOTS" },
  { name: "a climb to the top", path: `${"../".repeat(40)}etc/passwd`, code: "OUTSIDE_ROOTS" },
  { name: "an absolute path", path: `${folder}/outside/secret.txt`, code: "OUTSIDE_ROOTS" },
  { name: "an absolute path that begins like the root", path: `${root}/../outside/secret.txt`, code: "OUTSIDE_ROOTS" },
  { name: "a sibling whose name begins like the root's", path: `${root}-sibling/secret.txt`, code: "OUTSIDE_ROOTS" },
  { name: "a link to a file outside", path: "file-link", code: "SYMLINK_DENIED" },
  { name: "a link to a directory outside", path: "folder-link/secret.txt", code: "SYMLINK_DENIED" },
  { name: "a link to nowhere", path: "dangling-link", code: "SYMLINK_DENIED" },
  { name: "the process's own view of the root", path: "/proc/self/root/etc/passwd", code: "OUTSIDE_ROOTS" },
  { name: "the process's own folder", path: "/proc/self/cwd/package.json", code: "OUTSIDE_ROOTS" },
  { name: "a name that a NUL cuts short", path: "notes.txt\0/../../outside/secret.txt", code: "PATH_INVALID" },
  { name: "a climb in percents", path: "%2e%2e/outside/secret.txt", code: "PATH_NOT_FOUND" },
  { name: "a slash in percents", path: "..%2foutside%2fsecret.txt", code: "PATH_NOT_FOUND" },
];

describe("a path out of the roots", () => {
  let server: ServerProcess;

  before(async () => {
    mkdirSync(`${root}/folder`);
    workspace.write("root-sibling/secret.txt", "the outside secret\n");
    symlinkSync("../outside/secret.txt", `${root}/file-link`);
    symlinkSync(`${folder}/outside`, `${root}/folder-link`);
    symlinkSync(`${folder}/nowhere`, `${root}/dangling-link`);
    const manifest = {
      plugins: [...batteries, fixture("polite-tools")],
      every: [workspace.auditLog, { use: "sanitizer" }],
      tools: {
        keyword_search: { policies: [workspace.roots, { use: "regex" }] },
        read_file: { policies: [workspace.roots] },
      },
    };
    server = await ServerProcess.started(["--manifest", workspace.manifest(manifest)], workspace.environment());
  });
  after(() => server.end());

  const call = async (tool: string, args: object) => {
    const result = await server.call(tool, args);
    const sent = JSON.stringify(result);
    expect(sent).not.to.contain("the outside secret").and.not.to.contain("root:x:0");
    expect(sent).not.to.contain(folder).and.not.to.contain("/etc").and.not.to.contain("/proc");
    return result;
  };

  for (const { name, path, code } of ways) {
    it(`is denied as ${code}: ${name}`, async () => {
      for (const [tool, args] of [
        ["read_file", { file_path: path }],
        ["keyword_search", { keyword: "secret", root_paths: [path] }],
        ["keyword_search", { keyword: "secret", root_paths: [".", path] }],
      ] as const) {
        const result = await call(tool, args);
        expect(codeOf(result)).to.equal(code);
        expect(result.isError).to.equal(true);
      }
      expect(textOf(await call("read_file", { file_path: "notes.txt" }))).to.equal("a TODO in a file\n");
    });
  }

  it("is not found by a search of the whole root either", async () => {
    const result = await call("keyword_search", { keyword: "secret", root_paths: ["."], include_hidden: true });
    expect(result.structuredContent).to.deep.include({ matches: [] });
  });

  it("is in the audit with the policy that denied it, and without the path", async () => {
    await call("read_file", { file_path: "../outside/secret.txt" });
    const [start, end] = workspace.audit().slice(-2);
    expect(start).to.deep.nested.include({ event: "call.start", "args.names": ["file_path"] });
    expect(end).to.include({ event: "call.end", outcome: "denied", policy: "roots", code: "OUTSIDE_ROOTS" });
    expect(JSON.stringify([start, end])).not.to.contain("secret.txt");
  });
});
