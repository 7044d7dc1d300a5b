/** The client's roots as a server learns them: from a real client, through a policy that asks for them. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { ListRootsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { parseManifest, Session, type Started, start } from "@portcullis/core";
import { ClientRoots, definePolicy, defineTool, text } from "@portcullis/plugin-api";
import { expect } from "chai";
import { z } from "zod";

/** Puts what it learns in place of the answer. */
const asks = definePolicy({
  name: "asks",
  description: "Asks for the client's roots.",
  options: z.strictObject({}),
  codes: [],
  needs: { clientRoots: ClientRoots },
  create: (_, { clientRoots }) => ({
    after: async () => ({ kind: "rewrite", value: text(JSON.stringify((await clientRoots.current()) ?? "none")) }),
  }),
});
const tool = defineTool({
  name: "roots",
  title: "Roots",
  description: "Tells nothing by itself.",
  input: z.strictObject({}),
  create: () => () => text(""),
});

describe("the client's roots", () => {
  let top: string;
  let started: Started;
  let session: Session;
  let client: Client;
  let asked: number;

  /** @param answer - what the client says when it is asked; left out, it cannot be asked */
  const connect = async (answer?: () => Promise<{ uri: string }[]>) => {
    const manifest = JSON.stringify({
      tools: { roots: { policies: [{ use: "asks" }], limits: { timeout: "300ms" } } },
    });
    started = await start(parseManifest(manifest, "test", { folder: top, state: top, environment: {} }), {
      plugins: [tool, asks],
      version: "0.0.0",
      environment: {},
      logLevel: "silent",
    });
    session = new Session(started.bound, started.services);
    const capabilities = answer === undefined ? {} : { roots: { listChanged: true } };
    client = new Client({ name: "test", version: "1" }, { capabilities });
    asked = 0;
    if (answer !== undefined) {
      client.setRequestHandler(ListRootsRequestSchema, async () => {
        asked++;
        return { roots: await answer() };
      });
    }
    const [near, far] = InMemoryTransport.createLinkedPair();
    await Promise.all([session.connect(far), client.connect(near)]);
  };
  const told = async (): Promise<unknown> => {
    const { content } = await client.callTool({ name: "roots", arguments: {} });
    const [block] = z.array(z.looseObject({ text: z.string() })).parse(content);
    return block?.text.startsWith("TIMEOUT") ? "TIMEOUT" : JSON.parse(block?.text ?? "");
  };
  const uri = (name: string) => ({ uri: pathToFileURL(join(top, name)).href });

  beforeEach(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), "portcullis-client-")));
    for (const name of ["one", "two words"]) mkdirSync(join(top, name));
    symlinkSync("one", join(top, "link"));
  });
  afterEach(async () => {
    await client.close();
    await started.close();
    rmSync(top, { recursive: true, force: true });
  });

  it("are real paths, asked for once, when they are first wanted", async () => {
    await connect(async () => [uri("link"), uri("two words")]);
    await client.ping();
    expect(asked).to.equal(0);
    expect(await told()).to.deep.equal([join(top, "one"), join(top, "two words")]);
    expect(await told()).to.deep.equal([join(top, "one"), join(top, "two words")]);
    expect(asked).to.equal(1);
  });

  it("are asked for again after the client says that they changed", async () => {
    let roots = [uri("one")];
    await connect(async () => roots);
    expect(await told()).to.deep.equal([join(top, "one")]);
    roots = [uri("two words")];
    await client.sendRootsListChanged();
    expect(await told()).to.deep.equal([join(top, "two words")]);
  });

  it("leave out what is not there, hides a slash, or is on another machine", async () => {
    const hidden = `${pathToFileURL(top).href}/one%2f..%2f..`;
    await connect(async () => [uri("none"), { uri: hidden }, { uri: "file://elsewhere/one" }, uri("one")]);
    expect(await told()).to.deep.equal([join(top, "one")]);
  });

  it("are an empty list when the client tells one", async () => {
    await connect(async () => []);
    expect(await told()).to.deep.equal([]);
  });

  it("are none when the client cannot be asked", async () => {
    await connect();
    expect(await told()).to.equal("none");
  });

  it("are none when the client answers with an error or with nonsense, and the next call asks again", async () => {
    const answers = [() => Promise.reject(new Error("no")), async () => [{ uri: "https://example.com" }]];
    await connect(() => answers.shift()?.() ?? Promise.resolve([uri("one")]));
    expect(await told()).to.equal("none");
    expect(await told()).to.equal("none");
    expect(await told()).to.deep.equal([join(top, "one")]);
  });

  it("are waited for no longer than the call's own limit", async () => {
    const later: (() => void)[] = [];
    await connect(() => new Promise((resolve) => later.push(() => resolve([uri("one")]))));
    expect(await told()).to.equal("TIMEOUT");
    for (const answer of later) answer();
    expect(await told()).to.deep.equal([join(top, "one")]);
    expect(asked).to.equal(1);
  });
});
