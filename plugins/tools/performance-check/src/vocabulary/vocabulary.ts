/** The names that rules look for, as data: what blocks, what queries. A project may add its own. */

/** What a call waits for. `cpu` is long computation: hashing, compression. */
export type BlockingGroup = "sleep" | "http" | "file" | "path" | "process" | "database" | "cpu" | "input";

export interface BlockingCall {
  /** The resolved name, such as `requests.get`; the last part may be `*`: `requests.*` is every call of the module. */
  readonly call: string;
  /** What to call instead in an async function, such as `aiohttp`. */
  readonly instead: string;
}

/** Which methods of a library's objects make a round trip to the database. */
export interface QueryMethods {
  /** The library, for messages: `Django`. */
  readonly library: string;
  /** The type of the object, as the model names it: `django.QuerySet`, `sqlalchemy.Session`. */
  readonly receiver: string;
  /** Methods that run a query. */
  readonly runs: readonly string[];
  /** Methods that write. */
  readonly writes: readonly string[];
  /** Methods that only build the query further: what they return has the same type. */
  readonly builds: readonly string[];
}

export interface Vocabulary {
  readonly blocking: Readonly<Record<BlockingGroup, readonly BlockingCall[]>>;
  readonly queries: readonly QueryMethods[];
}

export interface VocabularyAddition {
  readonly blocking?: { readonly [Group in BlockingGroup]?: readonly BlockingCall[] | undefined } | undefined;
  readonly queries?: readonly QueryMethods[] | undefined;
}

/** `addition` behind `base`: names of a project add to ours and never take one away. */
export function extend(base: Vocabulary, addition: VocabularyAddition): Vocabulary {
  const blocking = { ...base.blocking };
  for (const group of Object.keys(blocking) as BlockingGroup[]) {
    blocking[group] = [...base.blocking[group], ...(addition.blocking?.[group] ?? [])];
  }
  return { blocking, queries: [...base.queries, ...(addition.queries ?? [])] };
}
