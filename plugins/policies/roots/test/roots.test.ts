/** What the policy admits and denies, case by case, on a tree of real files. */
import { execFileSync } from "node:child_process";
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostFiles, parseManifest, StartError, start } from "@portcullis/core";
import { defineTool, type Files, type RootedPath, text, writablePath } from "@portcullis/plugin-api";
import roots from "@portcullis/policy-roots";
import { testPolicy, testTool } from "@portcullis/testing";
import { expect } from "chai";
import { z } from "zod";
import { admitter, clientWith, writingAdmitter } from "./admitter.js";

const top = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-roots-")));
const root = join(top, "root");
for (const folder of ["root/src/.cache", "root/..hidden", "root-evil", "outside", "second", "kept"]) {
  mkdirSync(join(top, folder), { recursive: true });
}
const ordinary = ["src/main.ts", "notes.md", "..hidden/x", "x (deleted)", "new\nline", "back\\slash", "..."];
for (const name of [...ordinary, "src/.cache/x.ts", ".env"]) writeFileSync(join(root, name), "inside");
for (const name of ["root-evil/secret", "outside/secret", "second/file"]) writeFileSync(join(top, name), "secret");
const links = {
  out: "../outside/secret",
  "out-dir": "../outside",
  dangling: "../outside/none",
  in: "src",
  env: ".env",
  "src/to-notes": "../notes.md",
};
for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name));
symlinkSync(root, join(top, "link"));
linkSync(join(top, "outside/secret"), join(root, "hard"));
execFileSync("mkfifo", [join(root, "fifo")]);

const host = new HostFiles();
host.keepOut(join(top, "kept/audit.jsonl"));
/** The host's own, save for one name: no mode keeps a file from root, who may be running this. */
const files: Files = {
  root(directory, index) {
    const held = host.root(directory, index);
    const locate: typeof held.locate = (relative, rules) =>
      relative === "locked" ? { kind: "refused", why: "unreadable" } : held.locate(relative, rules);
    return { directory: held.directory, locate, locateWritable: held.locateWritable.bind(held) };
  },
  keepOut: (file) => host.keepOut(file),
};
after(() => {
  host.close();
  rmSync(top, { recursive: true, force: true });
});

const admit = "path" as const;
const writing = "writable-path" as const;
const is = (expected: Partial<RootedPath>) => (value: unknown) => expect(value).to.include(expected);
const allow = [root];

testPolicy(roots, {
  with: () => ({ allow }),
  given: { files },
  pass: [
    { name: "the root", admit, raw: ".", check: is({ relative: ".", kind: "directory", rootIndex: 0 }) },
    { name: "the root by its absolute path", admit, raw: root, check: is({ relative: "." }) },
    { name: "a file", admit, raw: "src/main.ts", check: is({ relative: "src/main.ts", kind: "file" }) },
    { name: "a file by its absolute path", admit, raw: `${root}/notes.md`, check: is({ relative: "notes.md" }) },
    { name: "a path that starts with ./", admit, raw: "./src/./main.ts", check: is({ relative: "src/main.ts" }) },
    { name: "a trailing slash", admit, raw: "src//", check: is({ relative: "src", kind: "directory" }) },
    { name: "dot-dot that stays inside", admit, raw: "src/../notes.md", check: is({ relative: "notes.md" }) },
    ...ordinary.map((raw) => ({ name: `the name ${JSON.stringify(raw)}`, admit, raw, check: is({ relative: raw }) })),
    {
      name: "what the hint asks for",
      admit,
      raw: "src",
      hint: { type: "directory" },
      check: is({ kind: "directory" }),
    },
    { name: "a hidden name, unless told", admit, raw: "src/.cache/x.ts" },
    {
      name: "a path under the name that the operator gave a linked root",
      admit,
      raw: `${top}/link/notes.md`,
      with: { allow: [join(top, "link")] },
      check: is({ relative: "notes.md" }),
    },
    {
      name: "a path under the real name of a linked root",
      admit,
      raw: `${root}/notes.md`,
      with: { allow: [join(top, "link")] },
      check: is({ relative: "notes.md" }),
    },
    {
      name: "an absolute path beneath the second root",
      admit,
      raw: `${top}/second/file`,
      with: { allow: [root, join(top, "second")] },
      check: is({ relative: "file", rootIndex: 1 }),
    },
    {
      name: "a link that stays inside, when links may",
      admit,
      raw: "in/main.ts",
      with: { allow, symlinks: "inside" },
      check: is({ relative: "src/main.ts" }),
    },
    { name: "a file of an allowed extension", admit, raw: "src/main.ts", with: { allow, extensions: [".js", ".ts"] } },
    { name: "a directory whatever the extensions", admit, raw: "src", with: { allow, extensions: [".js"] } },
    {
      name: "a path where nothing stands, when it need not exist",
      admit,
      raw: "src/new.ts",
      hint: { type: "file" },
      with: { allow, mustExist: false, extensions: [".ts"] },
      check: is({ relative: "src/new.ts", kind: "missing" }),
    },
    { name: "a file with other names, to be read", admit, raw: "hard", check: is({ kind: "file" }) },
    {
      name: "a file with other names, to be written, when told",
      admit: writing,
      raw: "hard",
      with: { allow, write: true, hardlinks: "allow" },
    },
    {
      name: "a path where nothing stands, to be written",
      admit: writing,
      raw: "src/new.ts",
      with: { allow, write: true },
      check: is({ relative: "src/new.ts", kind: "missing" }),
    },
  ],
  deny: [
    { name: "dot-dot that climbs out", admit, raw: "../outside/secret", code: "OUTSIDE_ROOTS" },
    { name: "dot-dot that climbs out and comes back", admit, raw: "../root/notes.md", code: "OUTSIDE_ROOTS" },
    { name: "dot-dot in the middle", admit, raw: "src/../../outside/secret", code: "OUTSIDE_ROOTS" },
    { name: "an absolute path elsewhere", admit, raw: "/etc/passwd", code: "OUTSIDE_ROOTS" },
    { name: "an absolute path that climbs out", admit, raw: `${root}/../outside/secret`, code: "OUTSIDE_ROOTS" },
    { name: "a sibling whose name starts like the root's", admit, raw: `${root}-evil/secret`, code: "OUTSIDE_ROOTS" },
    { name: "a link to a file outside", admit, raw: "out", code: "SYMLINK_DENIED" },
    { name: "a link to a directory outside", admit, raw: "out-dir/secret", code: "SYMLINK_DENIED" },
    { name: "a dangling link", admit, raw: "dangling", code: "SYMLINK_DENIED" },
    { name: "a link inside, when links may not", admit, raw: "in/main.ts", code: "SYMLINK_DENIED" },
    ...["out", "out-dir/secret", "out-dir/none", "dangling"].map((raw) => ({
      name: `${raw}, a link that leads out, when links may stay inside`,
      admit,
      raw,
      with: { allow, symlinks: "inside" },
      code: "OUTSIDE_ROOTS",
    })),
    { name: "a process's view of /", admit, raw: `/proc/self/root${root}/notes.md`, code: "OUTSIDE_ROOTS" },
    { name: "a NUL", admit, raw: "notes.md\0.png", code: "PATH_INVALID" },
    { name: "an empty path", admit, raw: "", code: "PATH_INVALID" },
    { name: "a path of 4097 bytes", admit, raw: "\u00e9/".repeat(1366).slice(0, -1), code: "PATH_INVALID" },
    { name: "percent that nobody decodes", admit, raw: "%2e%2e/outside/secret", code: "PATH_NOT_FOUND" },
    { name: "a tilde that nobody expands", admit, raw: "~/secret", code: "PATH_NOT_FOUND" },
    { name: "backslashes, which are letters here", admit, raw: "..\\outside\\secret", code: "PATH_NOT_FOUND" },
    { name: "a path where nothing stands", admit, raw: "src/none.ts", code: "PATH_NOT_FOUND" },
    { name: "a path through a file", admit, raw: "notes.md/x", code: "PATH_NOT_FOUND" },
    { name: "a file for a directory", admit, raw: "notes.md", hint: { type: "directory" }, code: "WRONG_TYPE" },
    { name: "a directory for a file", admit, raw: "src", hint: { type: "file" }, code: "WRONG_TYPE" },
    {
      name: "another extension",
      admit,
      raw: "notes.md",
      with: { allow, extensions: [".ts"] },
      code: "EXTENSION_DENIED",
    },
    {
      name: "an extension in other case",
      admit,
      raw: "notes.md",
      with: { allow, extensions: [".MD"] },
      code: "EXTENSION_DENIED",
    },
    { name: "a hidden file, when told", admit, raw: ".env", with: { allow, hidden: false }, code: "HIDDEN_PATH" },
    {
      name: "a hidden directory, when told",
      admit,
      raw: "src/.cache/x.ts",
      with: { allow, hidden: false },
      code: "HIDDEN_PATH",
    },
    {
      name: "a link to a hidden file, when told",
      admit,
      raw: "env",
      with: { allow, hidden: false, symlinks: "inside" },
      code: "HIDDEN_PATH",
    },
    {
      name: "a file with other names, when told",
      admit,
      raw: "hard",
      with: { allow, hardlinks: "deny" },
      code: "HARDLINK_DENIED",
    },
    {
      name: "a file with other names, to be written",
      admit: writing,
      raw: "hard",
      with: { allow, write: true },
      code: "HARDLINK_DENIED",
    },
    {
      name: "a dangling link, to be written",
      admit: writing,
      raw: "dangling",
      with: { allow, write: true },
      code: "SYMLINK_DENIED",
    },
    {
      name: "a dangling link, to be written, when links may stay inside",
      admit: writing,
      raw: "dangling",
      with: { allow, write: true, symlinks: "inside" },
      code: "OUTSIDE_ROOTS",
    },
    {
      name: "any path as long as no client has told its roots, when only those are to be admitted",
      admit,
      raw: "notes.md",
      with: { allow, clientRoots: "narrow" },
      code: "CLIENT_ROOTS_EMPTY",
    },
    { name: "a FIFO, at once", admit, raw: "fifo", code: "NOT_REGULAR" },
    { name: "what the server may not read", admit, raw: "locked", code: "UNREADABLE" },
  ],
  refuse: [
    { name: "no directory", with: { allow: [] } },
    { name: "a relative directory", with: { allow: ["src"] } },
    { name: "an option that it does not have", with: { allow, follow: true } },
    { name: "an extension without its dot", with: { allow, extensions: ["ts"] } },
    { name: "a directory that does not exist", with: { allow: [join(top, "none")] }, code: "ROOT_UNUSABLE" },
    { name: "a file for a root", with: { allow: [join(root, "notes.md")] }, code: "ROOT_UNUSABLE" },
    { name: "a root that holds the audit", with: { allow: [join(top, "kept")] }, code: "AUDIT_INSIDE_ROOTS" },
  ],
});

describe("roots", () => {
  it("tells nothing of what lies outside: the same words whether or not something is there", async () => {
    for (const symlinks of ["deny", "inside"]) {
      const ask = await admitter({ allow, symlinks }, files);
      const pairs = [
        ["out", "dangling"],
        ["../outside/secret", "../outside/none"],
        [`${top}/outside/secret`, `${top}/outside/none`],
        ["out-dir/secret", "out-dir/none"],
      ] as const;
      for (const [there, notThere] of pairs) {
        const verdict = await ask(there);
        expect(verdict.kind).to.equal("deny");
        expect(verdict).to.deep.equal(await ask(notThere));
      }
    }
  });

  it("reaches a device of its own through the root that is on it", async () => {
    const everything = new HostFiles();
    const ask = await admitter({ allow: ["/", "/proc"] }, everything);
    const verdict = await ask("/proc/version");
    expect(verdict.kind === "rewrite" && verdict.value).to.include({ relative: "version", rootIndex: 1 });
    everything.close();
  });

  it("keeps its probes under whatever options", async () => {
    for (const directory of [root, `${root}/`, join(top, "link"), "/", "/proc"]) {
      const narrow = { clientRoots: "narrow", write: true };
      for (const more of [
        {},
        { mustExist: false },
        { symlinks: "inside" },
        { hidden: false, extensions: [".ts"] },
        narrow,
      ]) {
        const options = { allow: [directory, join(top, "second")], ...more };
        const own = new HostFiles();
        const ask = await admitter(options, own);
        const probes = roots.probes?.(roots.options.parse(options), { files: own, clientRoots: clientWith() }) ?? [];
        expect(probes.length).to.be.at.least(3);
        for (const probe of probes) {
          const { kind } = await ask("raw" in probe ? probe.raw : "");
          expect(kind, `${probe.name} ${JSON.stringify(options)}`).to.equal(
            probe.expect === "pass" ? "rewrite" : "deny",
          );
        }
        own.close();
      }
    }
  });

  it("points at the directory that cannot be a root", async () => {
    const error = await admitter({ allow: [root, join(top, "none")] }, files).catch((thrown: unknown) => thrown);
    expect(error).to.deep.include({ code: "ROOT_UNUSABLE", option: ["allow", 1] });
  });
});

describe("roots, narrowed by the client's own", () => {
  const options = { allow, clientRoots: "narrow", symlinks: "inside" };
  const codeOf = async (raw: string, client: string[] | undefined, more = {}) => {
    const verdict = await (await admitter({ ...options, ...more }, files, clientWith(client)))(raw);
    return verdict.kind === "deny" ? verdict.code : verdict.value.relative;
  };
  const client = [join(top, "outside"), join(root, "src")];

  it("admits what lies beneath both", async () => {
    expect(await codeOf("src", client)).to.equal("src");
    expect(await codeOf("src/main.ts", client)).to.equal("src/main.ts");
    expect(await codeOf(`${root}/src/main.ts`, client)).to.equal("src/main.ts");
    expect(await codeOf("in/main.ts", [root])).to.equal("src/main.ts");
    expect(await codeOf("main.ts", [top], { allow: [join(root, "src")] })).to.equal("main.ts");
  });

  it("denies what lies beneath one of them alone, a directory that holds both included", async () => {
    for (const raw of ["notes.md", ".", "none", `${top}/outside/secret`, `${top}/outside`, "srcs"]) {
      expect(await codeOf(raw, client), raw).to.equal("OUTSIDE_ROOTS");
    }
    expect(await codeOf("main.ts", client, { allow: [join(top, "second")] })).to.equal("OUTSIDE_ROOTS");
  });

  it("denies a link that leaves the client's roots and stays in ours", async () => {
    expect(await codeOf("src/to-notes", client)).to.equal("OUTSIDE_ROOTS");
    expect(await codeOf("src/to-notes", [root])).to.equal("notes.md");
  });

  it("denies everything when the client has no list, or an empty one", async () => {
    for (const none of [undefined, []]) expect(await codeOf("src/main.ts", none)).to.equal("CLIENT_ROOTS_EMPTY");
  });

  it("admits for writing what lies beneath both, and nothing else", async () => {
    const ask = await writingAdmitter(options, files, clientWith(client));
    const verdicts = [await ask("src/new.ts"), await ask("new.ts"), await ask("src/to-notes")];
    expect(verdicts.map(({ kind }) => kind)).to.deep.equal(["rewrite", "deny", "deny"]);
  });

  it("shows no directory above the client's", async () => {
    const verdict = await (await admitter(options, files, clientWith(client)))("src/main.ts");
    if (verdict.kind !== "rewrite") expect.fail("denied");
    expect([...verdict.value.parents()].map(({ relative }) => relative)).to.deep.equal(["src"]);
  });

  it("takes no notice of the client's roots unless told", async () => {
    expect(await codeOf("notes.md", client, { clientRoots: "ignore" })).to.equal("notes.md");
  });
});

const note = defineTool({
  name: "note",
  title: "Note",
  description: "Writes a note.",
  input: z.strictObject({ file: writablePath({ type: "file" }), words: z.string() }),
  create: () => async (args) => {
    await args.file.write(args.words, { overwrite: true });
    return text(await args.file.readText());
  },
});

testTool(note, {
  policies: () => [[roots, { allow, write: true, extensions: [".md"] }]],
  calls: [
    {
      name: "a tool writes where the operator lets it",
      args: { file: "src/note.md", words: "written" },
      check: ({ content }) => {
        expect(content).to.deep.equal([{ type: "text", text: "written" }]);
        expect(readFileSync(join(root, "src/note.md"), "utf8")).to.equal("written");
      },
    },
    { name: "a tool writes nowhere else", args: { file: "../outside/note.md", words: "" }, code: "OUTSIDE_ROOTS" },
    { name: "a tool writes no file of another kind", args: { file: "note.sh", words: "" }, code: "EXTENSION_DENIED" },
    { name: "a tool writes no hard link", args: { file: "hard", words: "" }, code: "HARDLINK_DENIED" },
  ],
});

describe("roots, around a tool that writes", () => {
  it("stops the start unless writing is allowed, and points at its own entry", async () => {
    const manifest = { tools: { note: { policies: [{ use: "roots", with: { allow } }] } } };
    const around = { folder: root, state: top, environment: {} };
    const plugins = { plugins: [note, roots], version: "0.0.0", environment: {}, logLevel: "silent" } as const;
    const error = await start(parseManifest(JSON.stringify(manifest), "test", around), plugins).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(StartError);
    const [fault, ...others] = (error as StartError).faults;
    expect(fault).to.include({ code: "PARAMETER_UNGUARDED", at: "test:1:31" });
    expect(fault?.mend).to.contain("options of roots");
    expect(others).to.deep.equal([]);
  });

  it("admits no writable path as one to read, and the reverse", async () => {
    const asked = await (await writingAdmitter({ allow }, files))("notes.md");
    const read = await (await admitter({ allow, write: true }, files))("notes.md");
    const written = (verdict: typeof asked | typeof read) => verdict.kind === "rewrite" && "write" in verdict.value;
    expect([written(asked), written(read)]).to.deep.equal([true, false]);
  });

  it("holds a file with other names to the option in every directory that it admits, not in its own path alone", async () => {
    const kinds: string[] = [];
    for (const hardlinks of ["deny", "read"]) {
      const verdict = await (await admitter({ allow, hardlinks }, files))(".");
      if (verdict.kind !== "rewrite") expect.fail("denied");
      for (const directory of verdict.value.walk()) {
        if (directory.relative === ".") kinds.push(directory.read("hard", 100).kind);
      }
    }
    expect(kinds).to.deep.equal(["outside", "bytes"]);
  });
});
