/** The grammars: loaded when a language is first met, once in a process, and kept. */
import { fileURLToPath } from "node:url";
import { Language as Compiled, Parser } from "web-tree-sitter";
import type { Language } from "./language.js";
import { enlargeStack, type ParserModule } from "./parser-stack.js";
import { type Kind, type Shape, shapeOf } from "./shape.js";

const FILES: Readonly<Record<Language, string>> = {
  python: "tree-sitter-python/tree-sitter-python.wasm",
  javascript: "tree-sitter-javascript/tree-sitter-javascript.wasm",
  typescript: "tree-sitter-typescript/tree-sitter-typescript.wasm",
  tsx: "tree-sitter-typescript/tree-sitter-tsx.wasm",
};

export interface Grammar {
  readonly language: Language;
  readonly compiled: Compiled;
  /** By the grammar's own number; `ERROR`, which has none, is the last. */
  readonly kinds: readonly Kind[];
  readonly errorKind: number;
  /** By kind, what a walk may save itself: see Shape. */
  readonly shapes: readonly Shape[];
  /** Field names by number; none has 0. */
  readonly fields: readonly (string | null)[];
}

const loaded = new Map<Language, Promise<Grammar>>();

/** @throws Error when a grammar's file cannot be read: the package is broken */
export function loadGrammar(language: Language): Promise<Grammar> {
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const loading = load(language);
  loaded.set(language, loading);
  return loading;
}

let started: Promise<void> | undefined;

async function start(): Promise<void> {
  const module: ParserModule = {};
  await Parser.init(module);
  await enlargeStack(module);
}

async function load(language: Language): Promise<Grammar> {
  started ??= start();
  await started;
  const compiled = await Compiled.load(fileURLToPath(import.meta.resolve(FILES[language])));
  // Hidden kinds are holes in the list.
  const kinds = Array.from(compiled.types, (name, id) => ({ name: name ?? "", isNamed: compiled.nodeTypeIsNamed(id) }));
  const errorKind = kinds.push({ name: "ERROR", isNamed: true }) - 1;
  const { fields } = compiled;
  return { language, compiled, kinds, errorKind, shapes: kinds.map((kind) => shapeOf(kind, fields)), fields };
}
