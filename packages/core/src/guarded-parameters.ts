/** Finds the guarded parameters of a tool's input: in its schema, at start; in its arguments, at each call. */
import { type GuardHint, type GuardKind } from "@portcullis/plugin-api";
import { z } from "zod";

/** A place in a tool's input that a policy must admit. */
export interface GuardedParameter {
  /** As a person would point at it: `root_paths[]`. */
  readonly name: string;
  readonly kind: GuardKind;
  readonly hint: GuardHint;
}

/** One guarded string of one call. */
export interface Site {
  readonly parameter: GuardedParameter;
  readonly raw: string;
  /** Puts the capability in the string's place. */
  readonly put: (capability: unknown) => void;
}

/** Thrown for an input schema in which a guarded string could pass unseen. */
export class SchemaUnsupported extends Error {}

type Put = (value: unknown) => void;
/** Visits the guarded strings in a value, copying what holds them. */
type Visit = (value: unknown, put: Put, sites: Site[]) => void;

/** The guarded parameters of a tool. */
export interface GuardedInput {
  readonly parameters: readonly GuardedParameter[];
  /** Copies parsed arguments, as deep as guarded strings stand in them, and lists these with the way to replace them. */
  readonly sites: (args: Readonly<Record<string, unknown>>) => { args: Record<string, unknown>; sites: Site[] };
}

/** @throws {@link SchemaUnsupported} */
export function guardedInput(input: z.ZodObject): GuardedInput {
  const parameters: GuardedParameter[] = [];
  const visit = visitorOf(input, "", parameters);
  return {
    parameters,
    sites(args) {
      let copy: Record<string, unknown> = args;
      const sites: Site[] = [];
      visit?.(args, (value) => (copy = value as Record<string, unknown>), sites);
      return { args: copy, sites };
    },
  };
}

const guardSchema = z.looseObject({ kind: z.string().min(1) });

/** A visitor for what may stand at a place; none when nothing guarded can. */
function visitorOf(schema: z.core.$ZodType, name: string, found: GuardedParameter[]): Visit | undefined {
  const inner = (next: z.core.$ZodType, suffix = "") => visitorOf(next, name + suffix, found);
  const guard = z.globalRegistry.get(schema)?.guard;
  if (guard !== undefined) {
    const { kind, ...hint } = guardSchema.parse(guard);
    const parameter = { name, kind: kind as GuardKind, hint };
    found.push(parameter);
    return (raw, put, sites) => {
      if (typeof raw === "string") sites.push({ parameter, raw, put });
    };
  }
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case "object": {
      if (def.catchall) unguarded(def.catchall, `${name}.*`);
      const properties = Object.entries(def.shape).flatMap(([key, value]): [string, Visit][] => {
        const visit = inner(value, name === "" ? key : `.${key}`);
        return visit === undefined ? [] : [[key, visit]];
      });
      return properties.length === 0 ? undefined : visitObject(properties);
    }
    case "array": {
      const element = inner(def.element, "[]");
      return element === undefined ? undefined : visitArray(() => element);
    }
    case "tuple": {
      const items = def.items.map((item, index) => inner(item, `[${index}]`));
      const rest = def.rest ? inner(def.rest, "[]") : undefined;
      return [...items, rest].every((item) => item === undefined) ? undefined : visitArray((at) => items[at] ?? rest);
    }
    case "record": {
      unguarded(def.keyType, `${name}.*`);
      const value = inner(def.valueType, ".*");
      return value === undefined
        ? undefined
        : (held, put, sites) => visitObject(Object.keys(held ?? {}).map((key) => [key, value]))(held, put, sites);
    }
    case "union": {
      const options = def.options.map((option) => ({ option, visit: inner(option) }));
      if (options.every(({ visit }) => visit === undefined)) return undefined;
      // The first option that takes the value is the one that zod took.
      return (value, put, sites) =>
        options.find(({ option }) => z.safeParse(option, value).success)?.visit?.(value, put, sites);
    }
    case "intersection":
      unguarded(def.left, name);
      unguarded(def.right, name);
      return undefined;
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
      return inner(def.innerType);
    case "string":
    case "number":
    case "boolean":
    case "null":
    case "literal":
    case "enum":
    case "any":
    case "unknown":
    case "never":
    case "template_literal":
      if ("coerce" in def && def.coerce) break;
      return undefined;
  }
  throw new SchemaUnsupported(
    `${name === "" ? "The input" : name} is made with z.${def.type}${"coerce" in def ? " and coercion" : ""}, which may change a value between the policies and the tool`,
  );
}

function unguarded(schema: z.core.$ZodType, name: string): void {
  const found: GuardedParameter[] = [];
  visitorOf(schema, name, found);
  if (found.length > 0) throw new SchemaUnsupported(`${name} is guarded where its capability could not take its place`);
}

const visitObject =
  (properties: readonly (readonly [string, Visit])[]): Visit =>
  (value, put, sites) => {
    if (typeof value !== "object" || value === null) return;
    const copy: Record<string, unknown> = { ...value };
    put(copy);
    for (const [key, visit] of properties) visit(copy[key], (capability) => (copy[key] = capability), sites);
  };

const visitArray =
  (visitAt: (index: number) => Visit | undefined): Visit =>
  (value, put, sites) => {
    if (!Array.isArray(value)) return;
    const copy: unknown[] = [...value];
    put(copy);
    for (const [index, item] of copy.entries()) {
      visitAt(index)?.(item, (capability) => (copy[index] = capability), sites);
    }
  };
