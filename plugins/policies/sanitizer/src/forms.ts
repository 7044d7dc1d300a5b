/** How a secret may be written: plain, and in the encodings that come between a program and its output. */

/** Every form of a secret that is looked for, each also as it stands within JSON. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString("hex");
  const forms = [
    secret,
    [...secret].reverse().join(""),
    hex,
    hex.toUpperCase(),
    ...base64Forms(bytes),
    ...urlForms(bytes),
    ...jsonForms(secret),
  ];
  return forms.flatMap((form) => [form, jsonForm(form)]);
}

/**
 * Base64 writes three bytes as four characters, so what a secret becomes hangs on where in the text it starts. Of each
 * of the three alignments: the characters that the secret alone determines.
 */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const own = encoded.slice(Math.ceil((before * 8) / 6), end);
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** What encoders leave alone: JavaScript's components, RFC 3986, Python's paths, forms. */
const LEFT_ALONE = [/[\w.~!*'()-]/, /[\w.~-]/, /[\w.~/-]/, /[\w.*-]/];

/** They differ, too, in how they write a space and in the case of the digits. */
function urlForms(bytes: Buffer): string[] {
  return LEFT_ALONE.map((kept) => percentEncoded(bytes, kept))
    .flatMap((form) => [form, form.replaceAll("%20", "+")])
    .flatMap((form) => [form, form.replace(/%../g, (digits) => digits.toLowerCase())]);
}

function percentEncoded(bytes: Buffer, kept: RegExp): string {
  const encode = (byte: number) => {
    const char = String.fromCharCode(byte);
    return byte < 0x80 && kept.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  };
  return Array.from(bytes, encode).join("");
}

/** Python's writers escape all but ASCII, PHP's the slash; and JSON stands within JSON. */
function jsonForms(secret: string): string[] {
  const json = jsonForm(secret);
  const ascii = json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return [json, ascii, json.replaceAll("/", "\\/"), jsonForm(json)];
}

const jsonForm = (text: string): string => JSON.stringify(text).slice(1, -1);
