/**
 * What could carry a secret out: 50 secrets in every encoding at every place of an answer; and what is taken for one and
 * is none, on the sources of the packages that are installed here. `ATTACKS=long` reads up to 20 MB of them.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { loadPatterns } from "@portcullis/core";
import { failure, type Policy, type Result, text } from "@portcullis/plugin-api";
import sanitizer from "@portcullis/policy-sanitizer";
import { expect } from "chai";
import { describe, it } from "mocha";
import { call, quiet } from "../../plugins/policies/sanitizer/test/call.js";
import { root } from "../repository.js";

const long = process.env.ATTACKS === "long";

/** In characters: so that no package fills the sample by itself. */
const PER_PACKAGE = 100_000;

const created = async (environment: Record<string, string>): Promise<Policy> =>
  sanitizer.create(sanitizer.options.parse({}), { environment, log: quiet, patterns: await loadPatterns() });

const base64At = (before: string) => (secret: string) => Buffer.from(`${before}${secret} tail`).toString("base64");
const strewn = (char: string) => (secret: string) => [...secret].join(char);
const encodings: Record<string, (secret: string) => string> = {
  plain: (secret) => secret,
  reversed: (secret) => [...secret].reverse().join(""),
  "base64, first alignment": base64At(""),
  "base64, second alignment": base64At("u"),
  "base64, third alignment": base64At("u:"),
  "base64, broken over lines": (secret) => base64At("u")(secret).replace(/.{8}/g, "$&\r\n"),
  base64url: (secret) => Buffer.from(`?${secret}`).toString("base64url"),
  "hex, lower case": (secret) => Buffer.from(secret).toString("hex"),
  "hex, upper case": (secret) => Buffer.from(secret).toString("hex").toUpperCase(),
  "URL, component": encodeURIComponent,
  "URL, form": (secret) => new URLSearchParams({ q: secret }).toString().slice(2),
  "URL, path": (secret) => encodeURIComponent(secret).replaceAll("%2F", "/"),
  "URL, lower-case digits": (secret) => encodeURIComponent(secret).replace(/%../g, (digits) => digits.toLowerCase()),
  JSON: (secret) => JSON.stringify(secret),
  "JSON within JSON": (secret) => JSON.stringify(JSON.stringify({ secret })),
  "strewn with spaces of no width": strewn("\u200b"),
  "strewn with joiners": strewn("\u2060"),
  "strewn with tags": strewn("\u{e0041}"),
  "broken over lines": strewn("\n  "),
};
const bytes = (value: string) => Buffer.from(`\0\x01 ${value} \xff`).toString("base64");
const halved = (value: string) => {
  const letters = [...value];
  const middle = letters.length >> 1;
  return { content: [letters.slice(0, middle), letters.slice(middle)].flatMap((half) => text(half.join("")).content) };
};
const places: Record<string, (value: string) => Result> = {
  text: (value) => text(`a ${value} b`),
  "error text": (value) => failure("FAILED", value),
  "two blocks": halved,
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

/** What a reader makes of a text: characters of no width and line breaks are nothing to it. */
const read = (value: string) => value.replace(/[\u200b\u2060\u{e0041}]|\\u\{(?:200b|2060|e0041)\}|[\r\n]+ */gu, "");

/** All that a client could read out of an answer: its JSON, its strings, its bytes, its texts one after another. */
function readable(result: Result): string[] {
  const strings: string[] = [];
  JSON.stringify(result, (key, value: unknown) => {
    strings.push(key);
    if (typeof value === "string") strings.push(value, Buffer.from(value, "base64").toString());
    return value;
  });
  strings.push(result.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
  return strings.map(read);
}

describe("attacks on the sanitizer", () => {
  it(`get none of ${secrets.length} secrets out, in no encoding, at no place`, async function () {
    this.timeout(60_000);
    const policy = await created(Object.fromEntries(secrets.map((secret, index) => [`S${index}_SECRET`, secret])));
    const escapes: string[] = [];
    let attempts = 0;
    for (const [encoding, encode] of Object.entries(encodings)) {
      for (const [place, put] of Object.entries(places)) {
        for (const secret of secrets) {
          const verdict = await policy.after?.(put(encode(secret)), call);
          attempts += 1;
          const encoded = read(encode(secret)).replace(/^["\\]+|["\\]+$/g, "");
          const out = verdict?.kind === "rewrite" ? readable(verdict.value) : [secret];
          if (out.some((part) => part.includes(secret) || part.includes(encoded))) {
            escapes.push(`${encoding}, ${place}: ${secret}`);
          }
        }
      }
    }
    console.log(`      secrets: ${attempts} attempts, ${escapes.length} escapes`);
    expect(escapes.slice(0, 20)).to.deep.equal([]);
  });

  it("get none of them out in a message of progress", async () => {
    const policy = await created(Object.fromEntries(secrets.map((secret, index) => [`S${index}_SECRET`, secret])));
    const escapes = Object.entries(encodings).flatMap(([encoding, encode]) =>
      secrets.flatMap((secret) => {
        const verdict = policy.message?.(`at ${encode(secret)} now`, call);
        const out = verdict?.kind === "rewrite" ? read(verdict.value) : secret;
        const encoded = read(encode(secret)).replace(/^["\\]+|["\\]+$/g, "");
        return out.includes(secret) || out.includes(encoded) ? [`${encoding}: ${secret}`] : [];
      }),
    );
    console.log(
      `      messages: ${secrets.length * Object.keys(encodings).length} attempts, ${escapes.length} escapes`,
    );
    expect(escapes.slice(0, 20)).to.deep.equal([]);
  });

  it("make it take at most one piece in 100 KB of packages' sources for a secret", async function () {
    this.timeout(120_000);
    const policy = await created({});
    const limit = (long ? 20 : 3) * 1_000_000;
    const counted: Record<string, number> = {};
    const report: string[] = [];
    let size = 0;
    let packages = 0;
    for (const folder of packageFolders()) {
      if (size >= limit) break;
      packages += 1;
      let own = 0;
      for (const file of sourcesBelow(folder)) {
        if (own >= PER_PACKAGE) break;
        const source = readFileSync(file, "utf8");
        own += source.length;
        const counts = (await policy.after?.(text(source), call))?.counts ?? {};
        for (const [rule, count] of Object.entries(counts)) {
          if (rule === "invisible") continue;
          counted[rule] = (counted[rule] ?? 0) + count;
          report.push(`${rule} ${count} ${file.slice(root.length)}`);
        }
      }
      size += own;
    }
    const hits = Object.values(counted).reduce((sum, count) => sum + count, 0);
    const rate = hits / (size / 102_400);
    console.log(`      sources: ${packages} packages, ${size} bytes, ${hits} hits, ${rate.toFixed(3)} per 100 KB`);
    for (const line of report) console.log(`        ${line}`);
    expect(size).to.be.greaterThan(limit / 2);
    expect(rate).to.be.at.most(1);
  });
});

/** The folders of the packages that are installed, in the order of their names. */
function packageFolders(): string[] {
  const modules = join(root, "node_modules");
  return (
    readdirSync(modules, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .flatMap((entry) =>
        entry.name.startsWith("@")
          ? readdirSync(join(modules, entry.name)).map((name) => join(modules, entry.name, name))
          : [join(modules, entry.name)],
      )
      // The workspace's own stand there as links.
      .filter((folder) => !folder.includes("/@portcullis/"))
  );
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:[cm]?[jt]s|json|md|ya?ml|py)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size <= 500_000)
    .sort();
}
