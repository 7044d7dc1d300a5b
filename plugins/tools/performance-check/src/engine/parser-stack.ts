/**
 * Gives the parser a larger stack. Its own has 64 KB at the start of its memory, and nothing checks its end: source that
 * makes it recurse some 2,000 times (`<div>` as often, in TypeScript) writes over the parser's data, and every later
 * parse in the process fails, or worse. With 8 MB, V8's own stack ends first, and that is an exception.
 */
import { Language } from "web-tree-sitter";

/** What `Parser.init` makes of the object that it is given. Addresses and sizes are bytes. */
export interface ParserModule {
  readonly _malloc?: (size: number) => number;
  readonly _calloc?: (count: number, size: number) => number;
}

const BYTES = 8 * 1024 * 1024;
/** As much as describes a language: read, and never used. */
const NO_LANGUAGE = 1024;

/**
 * The stack's pointer is shared with grammars, and with nobody else: so a module of WebAssembly that sets it is loaded
 * as one.
 *
 * @param module - after the parser's start
 */
export async function enlargeStack({ _malloc, _calloc }: ParserModule): Promise<void> {
  if (_malloc === undefined || _calloc === undefined) throw new Error("the parser's memory cannot be reached");
  await Language.load(settingStack(_malloc(BYTES) + BYTES, _calloc(1, NO_LANGUAGE)));
}

/** A module whose one function sets the pointer, and gives the address of a language. It is called when it is loaded. */
function settingStack(pointer: number, language: number): Uint8Array {
  const [i32, constant, setGlobal, end] = [0x7f, 0x41, 0x24, 0x0b];
  const body = [0, constant, ...leb(pointer), setGlobal, 0, constant, ...leb(language), end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    // No memory and no table of its own.
    ...section(0, [...text("dylink.0"), 1, 4, 0, 0, 0, 0]),
    // Its function: from nothing to a number.
    ...section(1, [1, 0x60, 0, 1, i32]),
    ...section(2, [1, ...text("env"), ...text("__stack_pointer"), 3, i32, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text("tree_sitter_none"), 0, 0]),
    ...section(10, [1, body.length, ...body]),
  ]);
}

const section = (id: number, body: readonly number[]): number[] => [id, ...leb(body.length), ...body];
const text = (value: string): number[] => [value.length, ...Buffer.from(value)];

/** A number as WebAssembly writes it: seven bits a byte, the lowest first, signed. */
function leb(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const low = rest & 0x7f;
    if (rest >> 6 === 0) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}
