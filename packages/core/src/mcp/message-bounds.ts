/**
 * Bounds on a message's text, found in one pass over it before JSON.parse makes anything of it: a parsed array takes
 * many times the memory of its text, and deep values overflow the stacks of those that walk them.
 */

const MAX_DEPTH = 64;
/** Elements of arrays and members of objects. */
const MAX_VALUES = 100_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What a text is seen to be without being parsed. It need not be JSON: that is for the parser to say. */
export interface Seen {
  /** Why it must not be parsed. */
  readonly fault: string | undefined;
  /** Where the value of the outermost object's `id` begins; -1 when there is none, or the object is a response. */
  readonly idAt: number;
}

/** For each depth, whether what is open there is the value of a key `constructor`. */
const isConstructor = new Uint8Array(MAX_DEPTH + 1);

/** Looks through a text in linear time. Keys are read as they would be parsed, escapes included. */
export function look(text: string): Seen {
  let fault: string | undefined;
  let idAt = -1;
  let isResponse = false;
  let depth = 0;
  let values = 0;
  let key = "";
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const from = at + 1;
        at = endOfString(text, from);
        const colon = skipSpace(text, at + 1);
        if (text.charCodeAt(colon) !== COLON) break;
        key = keyOf(text, from, at);
        if (key === "__proto__" || (key === "prototype" && isConstructor[depth] === 1)) fault ??= "a forbidden key";
        if (depth !== 1) break;
        if (key === "id") idAt = skipSpace(text, colon + 1);
        else if (key === "result" || key === "error") isResponse = true;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        depth += 1;
        values += 1;
        if (depth > MAX_DEPTH) fault ??= `deeper than ${MAX_DEPTH} levels`;
        else isConstructor[depth] = key === "constructor" ? 1 : 0;
        key = "";
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        key = "";
        break;
    }
  }
  if (values > MAX_VALUES) fault ??= `more than ${MAX_VALUES} values`;
  return { fault, idAt: isResponse ? -1 : idAt };
}

/** The index of the quote that ends a string; the text's length when none does. */
function endOfString(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((quote - before) % 2 === 1) return quote;
  }
  return text.length;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); isSpace(code); code = text.charCodeAt(at)) at += 1;
  return at;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** The longest key that matters, `constructor`, with each of its characters escaped. */
const MAX_KEY = "\\u0063".length * "constructor".length;

function keyOf(text: string, from: number, to: number): string {
  if (to - from > MAX_KEY) return "";
  const written = text.slice(from, to);
  if (!written.includes("\\")) return written;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    return "";
  }
}
