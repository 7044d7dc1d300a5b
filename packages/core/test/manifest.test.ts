/** From text to manifest: what it says, what it may leave out, and where each fault stands. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the manifest fills them in
import { createHash } from "node:crypto";
import { expect } from "chai";
import { describe, it } from "mocha";
import { faultsOf, read, told } from "./in-memory.js";

const limitsOf = (limits: object) => read({ tools: { tool: { policies: [], limits } } }).tools.tool?.limits;

describe("a manifest", () => {
  it("may leave out what has a default", () => {
    const { locate, ...content } = read("tools:\n  tool:\n    policies:\n      - use: gate\n");
    expect(locate).to.be.a("function");
    expect(content).to.deep.equal({
      server: { name: "portcullis", maxMessageBytes: 4_000_000 },
      plugins: [],
      every: [],
      tools: {
        tool: {
          with: {},
          policies: [{ use: "gate", with: {}, mode: "enforce", onFailure: "deny" }],
          limits: { timeout: 30_000, concurrency: 8, queue: 256, maxResultBytes: 1_000_000 },
        },
      },
      folder: "/srv/space",
      hash: createHash("sha256").update("tools:\n  tool:\n    policies:\n      - use: gate\n").digest("hex"),
    });
  });

  it("may not leave out a tool's policies: none is written []", async () => {
    const [fault] = await faultsOf(() => read("tools:\n  tool: {}\n"));
    expect(fault).to.deep.include({ code: "MANIFEST_INVALID", at: "m.yaml:2:3" });
    expect(fault?.message).to.contain("tools.tool.policies");
  });

  it("may be JSON", () => {
    expect(read('{"tools": {"tool": {"policies": []}}}').tools).to.have.property("tool");
  });
});

describe("a manifest's times and sizes", () => {
  for (const [written, milliseconds] of [
    ["1ms", 1],
    ["300ms", 300],
    ["30s", 30_000],
    ["1.5m", 90_000],
    ["2h", 7_200_000],
    ["30 s", 30_000],
    ["0.25s", 250],
  ] as const) {
    it(`read ${written} as ${milliseconds} milliseconds`, () => {
      expect(limitsOf({ timeout: written })).to.include({ timeout: milliseconds });
    });
  }
  for (const [written, bytes] of [
    ["1B", 1],
    ["1KB", 1000],
    ["1KiB", 1024],
    ["1.5MiB", 1_572_864],
    ["2GB", 2_000_000_000],
  ] as const) {
    it(`read ${written} as ${bytes} bytes`, () => {
      expect(limitsOf({ maxResultBytes: written })).to.include({ maxResultBytes: bytes });
    });
  }
  for (const written of ["", "30", "s", "0s", "0.4ms", "-1s", "1e3s", "30d", "600h", "30s ", "1,5s", "30S", 30]) {
    it(`refuse ${JSON.stringify(written)} as a time`, async () => {
      const [fault] = await faultsOf(() => limitsOf({ timeout: written }));
      expect(fault).to.include({ code: "MANIFEST_INVALID", at: "m.yaml:6:5" });
      expect(fault?.message).to.contain("tools.tool.limits.timeout");
    });
  }
  for (const written of ["1mb", "10", "0B", "3GB", "1TB"]) {
    it(`refuse ${written} as a size, and say how one is written`, async () => {
      const [fault] = await faultsOf(() => limitsOf({ maxResultBytes: written }));
      expect(fault?.message).to.contain("B, KB, MB, GB, KiB, MiB, GiB, as in 1MB");
    });
  }
});

describe("a fault's place", () => {
  const places: readonly { readonly name: string; readonly text: string; readonly faults: readonly string[] }[] = [
    {
      name: "is the key that is not known",
      text: "tools: {}\nevery:\n  - use: gate\n    mood: audit\n",
      faults: ["m.yaml:4:5 MANIFEST_INVALID"],
    },
    {
      name: "is each key that is not known",
      text: "colour: red\ntools: {}\nserver:\n  name: a\n  port: 1\n",
      faults: ["m.yaml:5:3 MANIFEST_INVALID", "m.yaml:1:1 MANIFEST_INVALID"],
    },
    {
      name: "is the value in a list",
      text: "tools: {}\nplugins:\n  - a\n  - 7\n",
      faults: ["m.yaml:4:5 MANIFEST_INVALID"],
    },
    {
      name: "is the key of a value",
      text: "tools: {}\nserver: { name: '' }\n",
      faults: ["m.yaml:2:11 MANIFEST_INVALID"],
    },
    {
      name: "is a size out of its range",
      text: "tools: {}\nserver: { maxMessageBytes: 65MB }\n",
      faults: ["m.yaml:2:11 MANIFEST_INVALID"],
    },
    { name: "is what holds a key that is missing", text: "server: {}\n", faults: ["m.yaml:1:1 MANIFEST_INVALID"] },
    {
      name: "is the same in JSON",
      text: '{\n  "tools": {\n    "tool": { "policies": [{ "use": "gate", "mode": "loud" }] }\n  }\n}\n',
      faults: ["m.yaml:3:45 MANIFEST_INVALID"],
    },
    {
      name: "counts characters, not bytes",
      text: 'tools: {}\nserver: { name: "ü", größe: 1 }\n',
      faults: ["m.yaml:2:22 MANIFEST_INVALID"],
    },
    { name: "is line 1 of an empty file", text: "", faults: ["m.yaml:1:1 MANIFEST_INVALID"] },
    { name: "is line 1 of a file of bare text", text: "hello\n", faults: ["m.yaml:1:1 MANIFEST_INVALID"] },
    {
      name: "is the second of two keys of one name",
      text: "tools: {}\ntools: {}\n",
      faults: ["m.yaml:2:1 MANIFEST_SYNTAX"],
    },
    { name: "is a tag that means nothing here", text: "tools: !secret {}\n", faults: ["m.yaml:1:8 MANIFEST_SYNTAX"] },
    {
      name: "is told for every fault, of syntax and of variables too",
      text: "tools: {}\nplugins: [7, '${env:NOPE}']\nevery: {}\n",
      faults: ["m.yaml:2:14 VARIABLE_UNKNOWN", "m.yaml:2:11 MANIFEST_INVALID", "m.yaml:3:1 MANIFEST_INVALID"],
    },
  ];
  for (const { name, text, faults } of places) {
    it(name, async () => {
      expect(await told(() => read(text))).to.deep.equal(faults);
    });
  }

  it("is that of the key for a fault deep in the options", async () => {
    const manifest = read("tools: {}\nevery:\n  - use: gate\n    with:\n      hours:\n        - from: 9\n");
    expect(manifest.locate(["every", 0, "with", "hours", 0, "from"])).to.equal("m.yaml:6:11");
    expect(manifest.locate(["every", 0, "with", "hours", 0, "until"])).to.equal("m.yaml:6:11");
    expect(manifest.locate(["every", 0, "with", "days"])).to.equal("m.yaml:4:5");
  });

  it("is told for aliases that would expand without end", async () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}]`,
    );
    const faults = await faultsOf(() => read(`l0: &l0 [a]\n${levels.join("\n")}\ntools: {}\n`));
    expect(faults.map(({ code }) => code)).to.include("MANIFEST_SYNTAX");
  });
});

describe("a manifest's variables", () => {
  const options = (value: unknown, environment: Readonly<Record<string, string>> = {}) =>
    read({ tools: {}, every: [{ use: "gate", with: { value } }] }, environment).every[0]?.with.value;

  it("are filled in wherever a string stands", () => {
    const value = ["${workspace}/src", { file: "${state}/${env:NAME}.log" }, "a ${env:NAME} b ${env:NAME}", 7, null];
    expect(options(value, { NAME: "n" })).to.deep.equal([
      "/srv/space/src",
      { file: "/srv/state/n.log" },
      "a n b n",
      7,
      null,
    ]);
  });

  it("may be empty when they are set", () => {
    expect(options("<${env:NAME}>", { NAME: "" })).to.equal("<>");
  });

  it("are not filled in twice: what one holds is text", () => {
    expect(options("${env:NAME}", { NAME: "${workspace} $& $1" })).to.equal("${workspace} $& $1");
  });

  it("leave keys and lone dollars alone", () => {
    expect(options({ "${workspace}": "$workspace costs $5" })).to.deep.equal({ "${workspace}": "$workspace costs $5" });
  });

  it("stop the start when they are not set, each at its place, and say what to do", async () => {
    const text = "tools: {}\nplugins:\n  - ${env:ONE}\n  - ${home}\n  - ${ENV:TWO}\n";
    const faults = await faultsOf(() => read(text, { TWO: "2" }));
    expect(faults.map(({ at, code }) => `${at} ${code}`).slice(0, 3)).to.deep.equal([
      "m.yaml:3:5 VARIABLE_UNKNOWN",
      "m.yaml:4:5 VARIABLE_UNKNOWN",
      "m.yaml:5:5 VARIABLE_UNKNOWN",
    ]);
    expect(faults[0]?.mend).to.equal("Set ONE in the environment that starts the server.");
    expect(faults[1]?.mend).to.contain("${workspace}, ${state} or ${env:NAME}");
  });

  it("do not find what every object inherits", async () => {
    expect(await told(() => options("${env:constructor}"))).to.include("m.yaml:7:5 VARIABLE_UNKNOWN");
  });
});
