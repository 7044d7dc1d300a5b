/** Text to manifest: YAML or JSON, variables filled in, every fault with its line and column. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type Fault, StartError } from "./fault.js";
import { type At, type Manifest, manifestSchema } from "./manifest.js";

/** What `${…}` in a manifest's strings may name, beside the environment. */
export interface Surroundings {
  /** `${workspace}`, and where relative plugin paths start. */
  readonly folder: string;
  /** `${state}`: this server's own folder. It need not exist. */
  readonly state: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads a manifest's file. @throws {@link StartError} with all of its faults */
export function readManifest(file: string, around: Omit<Surroundings, "folder">): Manifest {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new StartError([
      { code: "MANIFEST_UNREADABLE", at: file, message: "There is no manifest that can be read." },
    ]);
  }
  return parseManifest(text, file, { ...around, folder: path.dirname(path.resolve(file)) });
}

/**
 * Parses a manifest's text.
 *
 * @param name - stands for the file in faults
 * @throws {@link StartError} with all of its faults
 */
export function parseManifest(text: string, name: string, around: Surroundings): Manifest {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const locate = (at: At): string => place(offsetOf(document, at));

  // Warnings count: an unresolved tag or a duplicate key would mean something else to its author than to us.
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw new StartError(
      broken.map(({ message, pos }) => ({ code: "MANIFEST_SYNTAX", at: place(pos[0]), message: `${message}.` })),
    );
  }

  const faults: Fault[] = [];
  const written = plain(document, name);
  const filled = fill(written, [], variables(around), (at, message, mend) =>
    faults.push({ code: "VARIABLE_UNKNOWN", at: locate(at), message, mend }),
  );
  const parsed = manifestSchema.safeParse(filled);
  if (!parsed.success) faults.push(...parsed.error.issues.flatMap((issue) => explain(issue, locate)));
  if (faults.length > 0 || !parsed.success) throw new StartError(faults);

  const hash = createHash("sha256").update(text).digest("hex");
  return { ...parsed.data, folder: around.folder, hash, locate };
}

function plain(document: Document, name: string): unknown {
  try {
    // A few lines of aliases can stand for millions of nodes: yaml counts them, and throws.
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new StartError([{ code: "MANIFEST_SYNTAX", at: name, message: `${String(error)}.` }]);
  }
}

/**
 * Tells of a zod issue at its place; for unknown keys, at each key.
 *
 * @param whole - what was parsed, in a word
 */
export function explain(
  issue: z.core.$ZodIssue,
  locate: (at: At) => string,
  code = "MANIFEST_INVALID",
  whole = "manifest",
): Fault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      code,
      at: locate([...issue.path, key]),
      message: `${whole}: ${[...issue.path, key].map(String).join(".")} is not known.`,
      mend: "Remove the key, or mend its spelling.",
    }));
  }
  const named = [whole, ...(issue.path.length === 0 ? [] : [issue.path.map(String).join(".")])].join(": ");
  return [{ code, at: locate(issue.path), message: `${named}: ${issue.message}.` }];
}

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

type Complain = (at: At, message: string, mend: string) => void;

const variables =
  ({ folder, state, environment }: Surroundings) =>
  (name: string): string | undefined => {
    if (name === "workspace") return folder;
    if (name === "state") return state;
    const variable = name.startsWith("env:") ? name.slice("env:".length) : "";
    return Object.hasOwn(environment, variable) ? environment[variable] : undefined;
  };

/** Fills `${…}` in every string of a value. Keys are left alone. */
function fill(value: unknown, at: At, named: (name: string) => string | undefined, complain: Complain): unknown {
  if (typeof value === "string") {
    return value.replace(/\$\{([^}]*)\}/g, (written, name: string) => {
      const filled = named(name);
      if (filled !== undefined) return filled;
      const mend = name.startsWith("env:")
        ? `Set ${name.slice("env:".length)} in the environment that starts the server.`
        : `Write \${workspace}, \${state} or \${env:NAME}.`;
      complain(at, `${written} has no value.`, mend);
      return written;
    });
  }
  if (Array.isArray(value)) return value.map((item, index) => fill(item, [...at, index], named, complain));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fill(item, [...at, key], named, complain)]),
    );
  }
  return value;
}
