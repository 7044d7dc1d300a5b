/** Whether an expression runs a query of a database library. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";
import { chainOf } from "./chain.js";
import { builderQuery } from "./query-builder.js";
import { lastName, receiversOf } from "./query-receiver.js";

export interface Query {
  /** Its name, or "the database" where only names tell that there is one. */
  readonly library: string;
  readonly method: string;
  readonly isWrite: boolean;
  /** The call of the method, within the chain. */
  readonly call: SyntaxNode;
  readonly receiver: SyntaxNode;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Methods that no other kind of object has: whatever they are called on, it is a table. */
const TELLING_READS = words(
  "$queryRaw $queryRawUnsafe countDocuments findAndCountAll findAndCountBy findById findByPk findFirst findFirstOrThrow findMany findOneBy findOneByOrFail findOneOrFail findUnique findUniqueOrThrow",
);
const TELLING_WRITES = words(
  "$executeRaw $executeRawUnsafe findByIdAndDelete findByIdAndUpdate findOneAndDelete findOneAndReplace findOneAndUpdate findOrCreate",
);
const RUN = /^(query|execute|exec|raw|all|get|run|any|one|oneOrNone|manyOrNone|none)$/;
const SQL = /^["'`]\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i;
const UNKNOWN = "the database";

type Kind = Pick<Query, "library" | "isWrite">;

/** @param expression - what is awaited, or returned as a promise */
export function queryOf(expression: SyntaxNode, model: Model): Query | undefined {
  const links = chainOf(expression, model);
  for (const { call, method, receiver } of links) {
    if (method === undefined || receiver === undefined) continue;
    const kind = ofVocabulary(method, receiver, model) ?? ofTellingName(method) ?? ofSql(method, call);
    if (kind !== undefined) return { ...kind, method, call, receiver };
  }
  const built = builderQuery(links, model);
  if (built !== undefined) return { library: UNKNOWN, ...built };
  const [{ call, method, receiver } = {}] = links;
  if (call === undefined || method === undefined || receiver === undefined) return undefined;
  const kind = ofStore(method, receiver, model);
  return kind && { ...kind, method, call, receiver };
}

function ofVocabulary(method: string, receiver: SyntaxNode, model: Model): Kind | undefined {
  const known = model.vocabulary.queries.filter(({ runs, writes }) => runs.includes(method) || writes.includes(method));
  if (known.length === 0) return undefined;
  const { told, guessed } = receiversOf(receiver, model);
  const entry = known.find((methods) => told.includes(methods.receiver));
  if (entry !== undefined) return { library: entry.library, isWrite: entry.writes.includes(method) };
  const likely = known.find((methods) => guessed.includes(methods.receiver));
  return likely && { library: UNKNOWN, isWrite: likely.writes.includes(method) };
}

function ofTellingName(method: string): Kind | undefined {
  const isWrite = TELLING_WRITES.has(method);
  return isWrite || TELLING_READS.has(method) ? { library: UNKNOWN, isWrite } : undefined;
}

/** `client.query("SELECT ...")`, whatever the client is. */
function ofSql(method: string, call: SyntaxNode): Kind | undefined {
  const [text] = call.field("arguments")?.children ?? [];
  if (!RUN.test(method) || text === undefined || !SQL.test(text.text)) return undefined;
  return { library: UNKNOWN, isWrite: !/^["'`]\s*(SELECT|WITH)/i.test(text.text) };
}

/** `db.getUser(id)`: whatever `db` is, it is asked over a wire or a disk. */
function ofStore(method: string, receiver: SyntaxNode, model: Model): Kind | undefined {
  if (!/^(db|database|dao)$|(Dao|DAO)$/.test(lastName(receiver, model))) return undefined;
  const isWrite = /^(create|delete|insert|save|update|upsert)([A-Z]|$)/.test(method);
  return isWrite || /^(count|fetch|find|get|load)([A-Z]|$)/.test(method) ? { library: UNKNOWN, isWrite } : undefined;
}
