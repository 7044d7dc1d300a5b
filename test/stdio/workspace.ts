/** A folder of a test's own: a root with files, what lies outside of it, a manifest, an audit. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "mocha";
import { chainOf } from "../../plugins/policies/audit-log/test/chain.js";
import { root as repository } from "../repository.js";

const made: Workspace[] = [];
after("remove the tests' folders", () => {
  for (const { folder } of made) rmSync(folder, { recursive: true, force: true });
});

export class Workspace {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-stdio-")));
  /** What a server may read. */
  readonly root = join(this.folder, "root");
  readonly auditFile = join(this.folder, "audit.jsonl");

  constructor() {
    made.push(this);
    this.write("root/notes.txt", "a TODO in a file\n");
    this.write("outside/secret.txt", "the outside secret\n");
  }

  /** Writes a file, its folders too. */
  write(name: string, content: string | Buffer): string {
    const file = join(this.folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Writes a manifest given as a value or as text. */
  manifest(content: object | string, name = "portcullis.yaml"): string {
    return this.write(name, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }

  /** Little of the tester's own environment; the state folder is the workspace's. */
  environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { PATH = "" } = process.env;
    return { PATH, HOME: this.folder, XDG_STATE_HOME: join(this.folder, "state"), ...more };
  }

  /** The audit's records, its chain checked. */
  audit(file = this.auditFile) {
    return chainOf(file);
  }

  /** The entry of a manifest that records calls in this folder. */
  get auditLog() {
    return { use: "audit-log", with: { file: this.auditFile } };
  }

  /** The entry of a manifest that allows the root. */
  get roots() {
    return { use: "roots", with: { allow: [this.root] } };
  }
}

/** The path of a fixture's plugin, for a manifest. */
export const fixture = (name: string): string => join(repository, "test/fixtures", name);

/** The packages that come with the server, for a manifest. */
export const batteries = [
  "@portcullis/tool-keyword-search",
  "@portcullis/tool-performance-check",
  "@portcullis/policy-audit-log",
  "@portcullis/policy-regex",
  "@portcullis/policy-roots",
  "@portcullis/policy-sanitizer",
];
