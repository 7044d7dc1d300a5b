/** `clientRoots: narrow`: a client's own roots decide with the operator's what is admitted. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ListRootsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { z } from "zod";
import { portcullis } from "../repository.js";
import { batteries, fixture, Workspace } from "./workspace.js";

describe("roots, narrowed by the client's own", () => {
  const workspace = new Workspace();
  for (const name of ["one", "two"]) workspace.write(`root/${name}/text`, name);
  const entry = { use: "roots", with: { allow: [workspace.root], clientRoots: "narrow" } };
  const manifest = workspace.manifest({
    plugins: [...batteries, fixture("polite-tools")],
    tools: { read_file: { policies: [entry] } },
  });

  let client: Client;
  afterEach(() => client.close());

  /** @param told - folders of the workspace; left out, the client has no list of roots */
  const connect = async (told?: () => readonly string[]) => {
    client = new Client({ name: "test", version: "1" }, { capabilities: told ? { roots: { listChanged: true } } : {} });
    if (told !== undefined) {
      const uriOf = (name: string) => ({ uri: pathToFileURL(join(workspace.folder, name)).href });
      client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: told().map(uriOf) }));
    }
    const args = [portcullis, "serve", "--manifest", manifest];
    const env = workspace.environment();
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: "pipe" }));
  };
  /** The file's text, or the code. */
  const read = async (name: string): Promise<string> => {
    const file_path = join(workspace.folder, name);
    const { content } = await client.callTool({ name: "read_file", arguments: { file_path } });
    const [block] = z.array(z.looseObject({ text: z.string() })).parse(content);
    return block?.text.replace(/:.*/s, "") ?? "";
  };
  const all = () => Promise.all(["root/one/text", "root/two/text", "outside/secret.txt"].map(read));

  it("a path is admitted beneath both alone, and a change of the client's counts from the next call on", async () => {
    let told = ["root/one", "outside"];
    await connect(() => told);
    expect(await all()).to.deep.equal(["one", "OUTSIDE_ROOTS", "OUTSIDE_ROOTS"]);
    for (const [now, expected] of [
      [["root/two"], ["OUTSIDE_ROOTS", "two", "OUTSIDE_ROOTS"]],
      [["."], ["one", "two", "OUTSIDE_ROOTS"]],
      [[], ["CLIENT_ROOTS_EMPTY", "CLIENT_ROOTS_EMPTY", "CLIENT_ROOTS_EMPTY"]],
    ] as const) {
      told = [...now];
      await client.sendRootsListChanged();
      expect(await all()).to.deep.equal(expected);
    }
  });

  it("nothing is admitted for a client that has no list of roots", async () => {
    await connect();
    expect(await all()).to.deep.equal(["CLIENT_ROOTS_EMPTY", "CLIENT_ROOTS_EMPTY", "CLIENT_ROOTS_EMPTY"]);
  });
});
