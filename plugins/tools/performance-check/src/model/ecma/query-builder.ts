/** Queries that a chain of calls builds: Knex, Kysely, Drizzle, TypeORM's query builder. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import type { Link } from "./chain.js";
import { lastName } from "./query-receiver.js";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** What a chain of a query builder goes through. */
const STEPS = words("andWhere del first from innerJoin insert into join leftJoin pluck select set update values where");
const WRITES = words("del delete insert update");
/** What runs a query of TypeORM's builder. */
const RUNS = words("execute getCount getMany getManyAndCount getOne getOneOrFail getRawMany getRawOne");
const NAMES = /^(knex|db|database|trx|tx|conn|connection)$/;
const TYPES = /^(knex(\.|\(|$)|kysely\.Kysely$|drizzle-orm\/[^.]+\.drizzle\(\)$)/;
const BEGINNINGS = /^(select|insert\w*|update\w*|delete\w*|from)$/;

interface Built {
  readonly method: string;
  readonly isWrite: boolean;
  readonly call: SyntaxNode;
  readonly receiver: SyntaxNode;
}

export function builderQuery(links: readonly Link[], model: Model): Built | undefined {
  const root = links.at(-1);
  const [last] = links;
  if (root === undefined || last?.method === undefined || links.length < 2) return undefined;
  const receiver = root.receiver ?? root.call.field("function");
  const methods = links.flatMap(({ method }) => method ?? []);
  const isOfTypeorm = methods.includes("createQueryBuilder") && RUNS.has(last.method);
  if (receiver === undefined || !(isOfTypeorm || begins(root, receiver, methods, model))) return undefined;
  return { method: last.method, isWrite: methods.some((method) => WRITES.has(method)), call: last.call, receiver };
}

/** `knex("users").where(...)`, `db.select().from(users)`. */
function begins(root: Link, receiver: SyntaxNode, methods: readonly string[], model: Model): boolean {
  const [table] = root.call.field("arguments")?.children ?? [];
  const isBegun = root.method === undefined ? table?.kind === "string" : BEGINNINGS.test(root.method);
  if (!isBegun || !methods.some((method) => STEPS.has(method))) return false;
  return (
    NAMES.test(lastName(receiver, model)) || TYPES.test(model.typeOf(receiver)?.name ?? model.resolve(receiver) ?? "")
  );
}
