import type { Content, Log, Result } from "@portcullis/plugin-api";
import { failure, text } from "@portcullis/plugin-api";
import sanitizer from "@portcullis/policy-sanitizer";
import { testPolicy } from "@portcullis/testing";
import { expect } from "chai";
import { describe, it } from "mocha";

const TOKEN = "ghp_4Vn/8+Zx\"q'é~7 k=?";
const MARK = "[redacted:known-secret]";
const environment = {
  GITHUB_TOKEN: TOKEN,
  DATABASE_URL: "postgres://app:w4lrus!@db/app",
  AUTHORIZATION: "Bearer eyJhbGciOiJub25lIn0.e30.",
  npm_config__authToken: "npm-98765",
  SESSION_PIN: "20261121",
  STRIPE_KEY: "abcdef-XYZ-1",
  OTHER_KEY: "XYZ-123456",
  // None of these is a secret, whatever its name says.
  DESKTOP_SESSION: "ubuntu",
  AUTH_TYPE: "github",
  TOKEN_TTL: "3600",
  TOKEN_TYPE: "Bearer",
  COOKIE_SECURE: "true",
  PASSWORD_FILE: process.execPath,
  SSH_PUBLIC_KEY: "ssh-ed25519 AAAAC3Nza",
  EDITOR: "/usr/bin/vim",
  LANG: "en_GB.UTF-8",
};
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const call = {
  id: "c1",
  tool: "t",
  args: {},
  principal: "local",
  signal: new AbortController().signal,
  progress() {},
  log: quiet,
};
const image = (bytes: string): Content => ({
  type: "image",
  mimeType: "image/png",
  data: Buffer.from(bytes).toString("base64"),
});

testPolicy(sanitizer, {
  with: () => ({}),
  environment,
  pass: [
    { name: "an answer without secrets", after: text("3 matches in 2 files") },
    { name: "an answer without content", after: { content: [] } },
    { name: "an image without secrets", after: { content: [image("\x89PNG\r\n\x1a\n and so on")] } },
    {
      name: "what settings hold: kinds of sessions, durations, switches, places of files, public keys",
      after: text(`ubuntu github 3600 Bearer true ${process.execPath} ssh-ed25519 AAAAC3Nza /usr/bin/vim en_GB.UTF-8`),
    },
    { name: "a connection string that nobody named", after: text("postgres://app:w4lrus!@db/app") },
    {
      name: "a secret that is cut in two by the end of a block",
      after: { content: [...text("npm-9").content, ...text("8765").content] },
    },
  ],
  rewrite: [
    { name: "a token in a text", after: text(`token=${TOKEN}!`), gives: text(`token=${MARK}!`) },
    {
      name: "a secret each time that it stands there",
      after: text("npm-98765,npm-98765"),
      gives: text(`${MARK},${MARK}`),
    },
    {
      name: "a bearer's token that stands without its scheme",
      after: text("eyJhbGciOiJub25lIn0.e30."),
      gives: text(MARK),
    },
    {
      name: "two secrets that overlap, as one",
      after: text("<abcdef-XYZ-123456>"),
      gives: text(`<${MARK}>`),
    },
    {
      name: "the value of a variable that the manifest names",
      with: { environment: ["DATABASE_URL"] },
      after: text("connecting to postgres://app:w4lrus!@db/app failed"),
      gives: text(`connecting to ${MARK} failed`),
    },
    {
      name: "a secret between letters beyond ASCII, and leaves those",
      after: text("é中😀npm-98765é中😀"),
      gives: text(`é中😀${MARK}é中😀`),
    },
    {
      name: "an image whose bytes hold a secret, whole, and leaves the block beside it",
      after: { content: [image("\x89PNG tEXt npm-98765"), ...text("done").content] },
      gives: { content: [...text(MARK).content, ...text("done").content] },
    },
    {
      name: "values, keys and numbers of structured content",
      after: { content: [], structuredContent: { list: [{ "npm-98765": 1, pin: 20261121, at: "npm-98765" }], n: 2.5 } },
      gives: { content: [], structuredContent: { list: [{ [MARK]: 1, pin: MARK, at: MARK }], n: 2.5 } },
    },
  ],
  deny: [],
  refuse: [
    { name: "a named variable that is not set", with: { environment: ["NOT_THERE"] }, code: "SECRET_NOT_SET" },
    {
      name: "a named value that is too short",
      with: { environment: ["COOKIE_SECURE"] },
      code: "SECRET_TOO_SHORT",
    },
    { name: "an option that it does not know", with: { enviroment: ["GITHUB_TOKEN"] } },
  ],
});

const base64At = (before: string) => (secret: string) => Buffer.from(`${before}${secret} tail`).toString("base64");
const encodings: Record<string, (secret: string) => string> = {
  plain: (secret) => secret,
  reversed: (secret) => [...secret].reverse().join(""),
  "base64, first alignment": base64At(""),
  "base64, second alignment": base64At("u"),
  "base64, third alignment": base64At("u:"),
  base64url: (secret) => Buffer.from(`?${secret}`).toString("base64url"),
  "hex, lower case": (secret) => Buffer.from(secret).toString("hex"),
  "hex, upper case": (secret) => Buffer.from(secret).toString("hex").toUpperCase(),
  "URL, component": encodeURIComponent,
  "URL, form": (secret) => new URLSearchParams({ q: secret }).toString().slice(2),
  "URL, path": (secret) => encodeURIComponent(secret).replaceAll("%2F", "/"),
  "URL, lower-case digits": (secret) => encodeURIComponent(secret).replace(/%../g, (digits) => digits.toLowerCase()),
  JSON: (secret) => JSON.stringify(secret),
  "JSON within JSON": (secret) => JSON.stringify(JSON.stringify({ secret })),
};
const bytes = (value: string) => Buffer.from(`\0\x01 ${value} \xff`).toString("base64");
const places: Record<string, (value: string) => Result> = {
  text: (value) => text(`a ${value} b`),
  "error text": (value) => failure("FAILED", value),
  image: (value) => ({ content: [{ type: "image", mimeType: "image/png", data: bytes(value) }] }),
  audio: (value) => ({ content: [{ type: "audio", mimeType: "audio/wav", data: bytes(value) }] }),
  "bytes that are none": (value) => ({ content: [{ type: "image", mimeType: "image/png", data: value }] }),
  "link's uri": (value) => ({ content: [{ type: "resource_link", uri: `x:${value}`, name: "n" }] }),
  "link's name": (value) => ({ content: [{ type: "resource_link", uri: "x:y", name: value }] }),
  "resource's uri": (value) => ({ content: [{ type: "resource", resource: { uri: `x:${value}`, text: "t" } }] }),
  "resource's text": (value) => ({ content: [{ type: "resource", resource: { uri: "x:y", text: value } }] }),
  "resource's bytes": (value) => ({ content: [{ type: "resource", resource: { uri: "x:y", blob: bytes(value) } }] }),
  "structured value": (value) => ({ content: [], structuredContent: { a: [{ b: value }] } }),
  "structured key": (value) => ({ content: [], structuredContent: { a: [{ [value]: 1 }] } }),
  _meta: (value) => ({ content: [], _meta: { "acme/trace": value } }),
};

/** Secrets of usual shapes, made by one rule so that a failure can be seen again. */
const secrets = Array.from({ length: 50 }, (_, index) => {
  const alphabet =
    ["0123456789abcdef", "ABCdefGHI_-789", "aB3+/=xY9", "p4ss w\"o'r&d%", "пароль7中\\/😀"][index % 5] ?? "";
  const letters = [...alphabet];
  return Array.from({ length: 8 + index }, (_, at) => letters[(at * 7 + index * 3 + at * at) % letters.length]).join(
    "",
  );
});

/** All that a client could read out of an answer: its JSON, its strings, its bytes. */
function readable(result: Result): string[] {
  const strings: string[] = [];
  JSON.stringify(result, (key, value: unknown) => {
    strings.push(key);
    if (typeof value === "string") strings.push(value, Buffer.from(value, "base64").toString());
    return value;
  });
  return strings;
}

describe("sanitizer: every secret in every encoding at every place", () => {
  it(`lets none of ${secrets.length} secrets out`, async () => {
    const many = Object.fromEntries(secrets.map((secret, index) => [`S${index}_SECRET`, secret]));
    const policy = await sanitizer.create({ environment: [] }, { environment: many, log: quiet });
    const leaks: string[] = [];
    let attempts = 0;
    for (const [encoding, encode] of Object.entries(encodings)) {
      for (const [place, put] of Object.entries(places)) {
        for (const secret of secrets) {
          const planted = put(encode(secret));
          const verdict = await policy.after?.(planted, call);
          attempts += 1;
          const trimmed = encode(secret).replace(/^["\\]+|["\\]+$/g, "");
          const out = verdict?.kind === "rewrite" ? readable(verdict.value) : [secret];
          if (out.some((part) => part.includes(secret) || part.includes(trimmed)))
            leaks.push(`${encoding}, ${place}: ${secret}`);
        }
      }
    }
    console.log(`      attempts ${attempts}, leaks ${leaks.length}`);
    expect(leaks).to.deep.equal([]);
  });

  it("asks nothing of a call when no secret is known", async () => {
    const policy = await sanitizer.create({ environment: [] }, { environment: { LANG: "C" }, log: quiet });
    expect(policy).to.deep.equal({});
  });

  it("redacts an error's text and keeps it an error", async () => {
    const policy = await sanitizer.create({ environment: [] }, { environment, log: quiet });
    const verdict = await policy.after?.(failure("DENIED", "npm-98765 was refused"), call);
    expect(verdict).to.deep.equal({ kind: "rewrite", value: failure("DENIED", `${MARK} was refused`) });
  });

  it("passes an answer that holds nothing", async () => {
    const policy = await sanitizer.create({ environment: [] }, { environment, log: quiet });
    expect(await policy.after?.(text("nothing"), call)).to.deep.equal({ kind: "pass" });
  });

  it("takes 100 KB in less than 20 ms with 50 secrets known", async () => {
    const many = Object.fromEntries(secrets.map((secret, index) => [`S${index}_SECRET`, secret]));
    const policy = await sanitizer.create({ environment: [] }, { environment: many, log: quiet });
    const answer = text("const answer = await client.callTool({ name, arguments: args }); // a line\n".repeat(1400));
    const started = performance.now();
    for (let round = 0; round < 10; round += 1) await policy.after?.(answer, call);
    const each = (performance.now() - started) / 10;
    console.log(`      ${each.toFixed(2)} ms`);
    expect(each).to.be.below(20);
  });
});
