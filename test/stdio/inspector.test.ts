/** The inspector's command line, a client that is not ours. Its exit codes: 0 for an answer, 5 for an error. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { describe, it } from "mocha";
import { portcullis, root as repository } from "../repository.js";
import { Workspace } from "./workspace.js";

const inspector = join(repository, "node_modules/.bin/mcp-inspector");

describe("the inspector's command line", () => {
  const workspace = new Workspace();

  /** Its own words follow on the server's. */
  const inspect = async (...words: string[]) => {
    const env = workspace.environment();
    const server = [process.execPath, portcullis, "serve", "--root", workspace.root, "--log", "error"];
    const state = ["-e", `XDG_STATE_HOME=${env.XDG_STATE_HOME}`];
    const child = spawn(inspector, ["--cli", ...state, ...server, ...words], { env });
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    return { out, err, code };
  };
  const search = (args: object) =>
    inspect("--method", "tools/call", "--tool-name", "keyword_search", "--tool-args-json", JSON.stringify(args));

  it("lists the tools, whose schemas it finds portable", async () => {
    const { out, code } = await inspect("--method", "tools/list", "--strict");
    expect(code).to.equal(0);
    expect(JSON.parse(out).tools.map(({ name }: { name: string }) => name)).to.deep.equal([
      "keyword_search",
      "performance_check",
    ]);
  });

  it("calls a tool", async () => {
    const { out, code } = await search({ keyword: "TODO", root_paths: ["."] });
    expect(code).to.equal(0);
    expect(JSON.parse(out).structuredContent.stats).to.include({ files_matched: 1, occurrences: 1 });
  });

  it("is told of a denial", async () => {
    const { out, err, code } = await search({ keyword: "secret", root_paths: ["../outside"] });
    expect(code).to.equal(5);
    expect(out + err)
      .to.contain("OUTSIDE_ROOTS")
      .and.not.to.contain("the outside secret");
  });
});
