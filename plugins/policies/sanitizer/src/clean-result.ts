/** Walks an answer: its blocks, what is encoded in them, `structuredContent` and `_meta`, values, keys and numbers. */
import type { Content, Result } from "@portcullis/plugin-api";
import { type Cleaning, cleanText, cut } from "./clean-text.js";
import { type Counts, type Finding, joined, markOf } from "./finding.js";
import type { Scanner } from "./scanner.js";

/** The answer as it may leave; the same object when nothing of it had to change. */
export function cleanResult(result: Result, cleaning: Cleaning, counts: Counts): Result {
  const withPlaces = result.isError === true || cleaning.paths === "everywhere";
  if (isClean(result, cleaning, withPlaces)) return result;

  const clean = (text: string) => cleanText(text, cleaning, withPlaces, counts);
  const { content, ...rest } = result;
  const texts = textsOf(content);
  const found = findAcross(texts, cleaning.scanner);
  let next = 0;
  const cleanBlockText = (text: string) => {
    const bare = cleanText(text, cleaning, withPlaces, counts, found[next]);
    next += 1;
    return cut(bare, cleaning.maxTextBytes, counts);
  };
  const cleaned = {
    ...result,
    ...cleanStrings(rest, clean),
    content: content.map((block): Content => {
      const held = heldInBytes(block, cleaning.scanner);
      if (held !== undefined) {
        counts[held.rule] = (counts[held.rule] ?? 0) + 1;
        return held.action === "report" ? block : { type: "text", text: markOf(held.rule) };
      }
      const text = textOf(block);
      if (text === undefined) return cleanStrings(block, clean);
      const bare = cleanBlockText(text);
      // What is withheld is the block, its other strings included.
      const whole = found[next - 1]?.find(({ action }) => action === "withhold");
      if (whole !== undefined) return { type: "text", text: markOf(whole.rule) };
      if (block.type === "resource") {
        const { resource, ...around } = block;
        const { text: _, ...others } = { text, ...resource };
        return { ...cleanStrings(around, clean), resource: { ...cleanStrings(others, clean), text: bare } };
      }
      const { text: _, ...others } = { text, ...block };
      return { ...cleanStrings({ ...others, type: "text" as const }, clean), text: bare };
    }),
  };
  // What was only counted, or looked suspect where two strings meet, changes nothing.
  return JSON.stringify(cleaned) === JSON.stringify(result) ? result : cleaned;
}

/** One look at everything at once: nearly every answer ends here. */
function isClean({ content, ...rest }: Result, cleaning: Cleaning, withPlaces: boolean): boolean {
  const texts = textsOf(content);
  const all = stringsOf([rest, content]).join("\n");
  const counts: Counts = {};
  if (cleanText(all, cleaning, withPlaces, counts) !== all || Object.keys(counts).length > 0) return false;
  if (texts.length > 1 && cleaning.scanner.find(texts.join("")).length > 0) return false;
  if (texts.some((text) => cut(text, cleaning.maxTextBytes, counts) !== text)) return false;
  return !content.some((block) => heldInBytes(block, cleaning.scanner) !== undefined);
}

/** Each string, key and number as text. */
function stringsOf(value: unknown): string[] {
  const strings: string[] = [];
  JSON.stringify(value, (key, part: unknown) => {
    strings.push(key);
    if (typeof part === "string" || typeof part === "number") strings.push(String(part));
    return part;
  });
  return strings;
}

const textOf = (block: Content): string | undefined => {
  if (block.type === "text") return block.text;
  return block.type === "resource" && "text" in block.resource ? block.resource.text : undefined;
};

const textsOf = (content: readonly Content[]): string[] =>
  content.flatMap((block) => {
    const text = textOf(block);
    return text === undefined ? [] : [text];
  });

/** What is found in each text, and the part in it of what is found in all of them, one after another. */
function findAcross(texts: readonly string[], scanner: Scanner): Finding[][] {
  const found = texts.map((text) => scanner.find(text));
  if (texts.length < 2) return found;
  const across = scanner.find(texts.join(""));
  let offset = 0;
  return texts.map((text, index) => {
    const length = Buffer.byteLength(text);
    const [from, to] = [offset, offset + length];
    offset = to;
    const parts = across
      .filter(({ start, end }) => start < to && end > from && (start < from || end > to))
      .map((one) => ({ ...one, start: Math.max(0, one.start - from), end: Math.min(length, one.end - from) }));
    return [...(found[index] ?? []), ...parts];
  });
}

/** What a block's bytes hold. They cannot be mended from outside of their format. */
function heldInBytes(block: Content, scanner: Scanner): Finding | undefined {
  const encoded = base64Of(block);
  if (encoded === undefined) return undefined;
  const found = [...scanner.find(encoded), ...scanner.find(Buffer.from(encoded, "base64").toString())];
  return found.find(({ action }) => action !== "report") ?? joined(found)[0];
}

function base64Of(block: Content): string | undefined {
  if (block.type === "image" || block.type === "audio") return block.data;
  return block.type === "resource" && "blob" in block.resource ? block.resource.blob : undefined;
}

/** Cleans every string, key and number of a value, as it will be sent. */
function cleanStrings<T>(value: T, clean: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => {
    if (typeof part === "string") return clean(part);
    if (typeof part === "number") {
      const text = String(part);
      return clean(text) === text ? part : clean(text);
    }
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [clean(key), inner]));
  });
}
