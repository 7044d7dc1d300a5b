import { loadPatterns } from "@portcullis/core";
import type { Content, Policy } from "@portcullis/plugin-api";
import { failure, text } from "@portcullis/plugin-api";
import sanitizer from "@portcullis/policy-sanitizer";
import { testPolicy } from "@portcullis/testing";
import { expect } from "chai";
import { describe, it } from "mocha";
import { call, quiet } from "./call.js";

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
/** Of known formats, and put together here, so that no scanner takes them for real ones. */
const NPM = `npm_${"Ab3dEf6hIj9lMn2pQr5t".repeat(2).slice(0, 36)}`;
const KEY = ["-----BEGIN PRIVATE", " KEY-----\n", "Ab3dEf6hIj9l".repeat(16), "\n-----END PRIVATE", " KEY-----"].join(
  "",
);
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
    { name: "lines of source that name programs", after: text("#!/usr/bin/env node\n    at noon\n/* a/b */ /x/") },
    {
      name: "marks that emoji, Persian, Hebrew, Chinese and the flag of Wales are written with",
      after: text("\ufeff👩‍💻 ❤️ 1️⃣ 🏳️‍🌈 🏴󠁧󠁢󠁷󠁬󠁳󠁿 می‌خواهم क्‍ष שלום\u200f! 葛󠄀 \t\r\n"),
    },
    {
      name: "an invisible character, when told to keep them",
      with: { invisible: "keep" },
      after: text("a\u200bb"),
    },
    {
      name: "a key whose rule is off",
      with: { rules: { "npm-token": "off" } },
      after: text(NPM),
    },
    { name: "text as long as is allowed", with: { maxTextBytes: 4 }, after: text("12é") },
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
    {
      name: "the password of a connection string that nobody named",
      after: text("postgres://app:w4lrus!@db/app"),
      gives: text("postgres://app:[redacted:connection-string]@db/app"),
    },
    {
      name: "a secret that is divided over two blocks of text",
      after: { content: [...text("<npm-9").content, ...text("8765>").content] },
      gives: { content: [...text(`<${MARK}`).content, ...text(`${MARK}>`).content] },
    },
    {
      name: "a secret that the manifest gives",
      with: { values: ["correct horse"] },
      after: text("the correct horse battery"),
      gives: text(`the ${MARK} battery`),
    },
    {
      name: "a secret with characters of no width strewn in, whole",
      after: text("<n\u200bp\u200dm-9\ufeff87\u{e0041}65>"),
      gives: text(`<${MARK}>`),
    },
    {
      name: "a passphrase broken at its spaces",
      with: { values: ["correct horse battery"] },
      after: text("the correct\n  horse battery"),
      gives: text(`the ${MARK}`),
    },
    { name: "a secret broken over lines", after: text("> npm-9\n    8765 <"), gives: text(`> ${MARK} <`) },
    { name: "a key of a known format", after: text(`token: ${NPM}.`), gives: text("token: [redacted:npm-token].") },
    {
      name: "a private key, whole, and leaves what stands around it",
      after: text(`a\n${KEY}\nb`),
      gives: text("a\n[redacted:private-key]\nb"),
    },
    {
      name: "a key of a known format in structured content, keys too",
      after: { content: [], structuredContent: { [NPM]: [NPM] } },
      gives: { content: [], structuredContent: { "[redacted:npm-token]": ["[redacted:npm-token]"] } },
    },
    {
      name: "a block, whole, when its rule withholds",
      with: { rules: { "npm-token": "withhold" } },
      after: { content: [...text(`before ${NPM} after`).content, ...text("next").content] },
      gives: { content: [...text("[redacted:npm-token]").content, ...text("next").content] },
    },
    {
      name: "a path in an answer, when told to redact them everywhere",
      with: { paths: "everywhere" },
      after: text("see /usr/bin/env"),
      gives: text("see [redacted:path]"),
    },
    {
      name: "control characters, overrides and tags, by writing them out",
      after: { ...text("\x1b[31mred\u202e \u{e0041}x\u200b"), structuredContent: { "k\u2066": "\u0085" } },
      gives: {
        ...text("\\u{1b}[31mred\\u{202e} \\u{e0041}x\\u{200b}"),
        structuredContent: { "k\\u{2066}": "\\u{85}" },
      },
    },
    {
      name: "a terminal's sequences and what is invisible, when told to drop them",
      with: { invisible: "drop" },
      after: text("\x1b[31mred\x1b[0m\u202e \x1b]0;title\x07x\u200d"),
      gives: text("red x"),
    },
    {
      name: "a block of text that is too long, cut at a character, and says so",
      with: { maxTextBytes: 4 },
      after: text("123é56"),
      gives: text("123[cut: 4 more bytes]"),
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
    { name: "a given value that is too short", with: { values: ["short"] }, code: "SECRET_TOO_SHORT" },
    { name: "a rule that there is not", with: { rules: { "no-rule": "off" } }, code: "RULE_UNKNOWN" },
    { name: "an option that it does not know", with: { enviroment: ["GITHUB_TOKEN"] } },
  ],
});

/** The policy with the options of a manifest's `with`. */
const created = async (options: object = {}): Promise<Policy> => {
  const given = { environment, log: quiet, patterns: await loadPatterns() };
  return sanitizer.create(sanitizer.options.parse(options), given);
};

describe("sanitizer", () => {
  it("counts what it found by rule, never saying what", async () => {
    const policy = await created({ rules: { "npm-token": "report" } });
    const verdict = await policy.after?.(text(`npm-98765 npm-98765 ${NPM} \u202e`), call);
    expect(verdict?.counts).to.deep.equal({ "known-secret": 2, "npm-token": 1, invisible: 1 });
    expect(verdict)
      .to.have.property("value")
      .that.deep.equals(text(`${MARK} ${MARK} ${NPM} \\u{202e}`));
  });

  it("lets through and counts what a rule only reports", async () => {
    const policy = await created({ rules: { "npm-token": "report" } });
    expect(await policy.after?.(text(NPM), call)).to.deep.equal({ kind: "pass", counts: { "npm-token": 1 } });
  });

  it("redacts secrets, paths and stacks in messages of progress", async () => {
    const policy = await created();
    expect(policy.message?.("npm-98765 in /srv/data/x\n    at a (/b/c.js:1:2)", call)).to.deep.equal({
      kind: "rewrite",
      value: `${MARK} in [redacted:path]\n[redacted:stack]`,
      counts: { "known-secret": 1, path: 1, stack: 1 },
    });
    expect(policy.message?.("3 of 10 files", call)).to.deep.equal({ kind: "pass" });
  });

  it("redacts a stack and paths in an error", async () => {
    const policy = await created();
    const verdict = await policy.after?.(
      {
        ...text(
          "ENOENT: open '/srv/my data/x.txt'\n    at open (/srv/a.js:1:2)\n    at b (node:fs:3)\nhome /home/me, C:\\\\a\\\\b.",
        ),
        isError: true,
      },
      call,
    );
    expect(verdict)
      .to.have.property("value")
      .that.deep.equals({
        ...text("ENOENT: open '[redacted:path]'\n[redacted:stack]\nhome ~, [redacted:path]."),
        isError: true,
      });
  });

  it("redacts paths of every kind in an error, and leaves URLs, requests, relative paths and a plain slash", async () => {
    const policy = await created();
    const verdict = await policy.after?.(
      {
        ...text(
          "/etc/passwd file:///etc/x \\\\\\\\nas\\\\share\\\\f D:/x/y https://h/a/b a/b/c ./a/b / 1/2 GET /a/b at:/var/lib/y",
        ),
        isError: true,
      },
      call,
    );
    expect(verdict)
      .to.have.property("value")
      .that.deep.equals({
        ...text(
          "[redacted:path] [redacted:path] [redacted:path] [redacted:path] https://h/a/b a/b/c ./a/b / 1/2 GET /a/b at:[redacted:path]",
        ),
        isError: true,
      });
  });

  it("redacts a traceback of Python in an error", async () => {
    const policy = await created();
    const verdict = await policy.after?.(
      {
        ...text('Traceback (most recent call last):\n  File "/srv/a.py", line 1, in f\n    g()\nValueError: no'),
        isError: true,
      },
      call,
    );
    expect(verdict)
      .to.have.property("value")
      .that.deep.equals({ ...text("[redacted:stack]\nValueError: no"), isError: true });
  });

  it("redacts an error's text and keeps it an error", async () => {
    const policy = await created();
    const verdict = await policy.after?.(failure("DENIED", "npm-98765 was refused"), call);
    expect(verdict)
      .to.have.property("value")
      .that.deep.equals(failure("DENIED", `${MARK} was refused`));
  });

  it("passes an answer that holds nothing, with nothing counted", async () => {
    const policy = await created();
    expect(await policy.after?.(text("nothing"), call)).to.deep.equal({ kind: "pass" });
  });
});
