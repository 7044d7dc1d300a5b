/** A file of a project's settings: YAML, held to a schema, every fault with its line. */
import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { SettingsError } from "./settings-error.js";

/** A few lines of aliases can stand for millions of nodes. */
const MAX_ALIASES = 100;

type At = readonly PropertyKey[];

export interface SettingsFile<T> {
  readonly value: T;
  /** @param at - the keys that lead to the fault */
  fault(at: At, what: string): SettingsError;
}

/**
 * @param file - its path beneath the root
 * @throws {@link SettingsError} at the first fault
 */
export function readSettings<Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
): SettingsFile<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parsed(text, lines, file);
  const fault = (at: At, what: string) => new SettingsError(file, lineOf(lines, offsetOf(document, at)), what);
  const [broken] = [...document.errors, ...document.warnings];
  if (broken !== undefined) throw new SettingsError(file, lineOf(lines, broken.pos[0]), broken.message);
  const result = schema.safeParse(plain(document, fault));
  if (result.success) return { value: result.data, fault };
  const [issue] = result.error.issues;
  const at = issue?.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : (issue?.path ?? []);
  throw fault(at, [at.join("."), issue?.message].filter(Boolean).join(": "));
}

function parsed(text: string, lines: LineCounter, file: string): Document {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false });
  } catch (error) {
    // What is nested deeper than the stack.
    if (error instanceof RangeError) throw new SettingsError(file, 1, "is nested too deep");
    throw error;
  }
}

function plain(document: Document, fault: (at: At, what: string) => SettingsError): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    throw fault([], "has too many aliases, or one of nothing");
  }
}

const lineOf = (lines: LineCounter, offset: number): number => Math.max(1, lines.linePos(offset).line);

/** Where a part stands; for a part that is not there, where its nearest holder does. */
function offsetOf(document: Document, at: At): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const key of at) {
    const child: unknown = isMap(node)
      ? node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key))
      : isSeq(node)
        ? node.items[Number(key)]
        : undefined;
    if (child === undefined) break;
    offset = startOf(isPair(child) ? child.key : child) ?? offset;
    node = isPair(child) ? child.value : child;
  }
  return offset;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
