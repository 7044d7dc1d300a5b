/** What a method of a database library is called on: by its type, by what made it, by where it comes from, by its name. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";

const PRISMA = "@prisma/client.PrismaClient";
const REPOSITORY = "typeorm.Repository";

/** Types as the vocabulary names them. */
interface Receivers {
  /** What the text says. */
  readonly told: readonly string[];
  /** What names make likely. */
  readonly guessed: readonly string[];
}

export function receiversOf(receiver: SyntaxNode, model: Model): Receivers {
  const inner = model.dialect.unwrap(receiver);
  const told = [model.typeOf(inner)?.name ?? ""];
  const guessed: string[] = [];
  const name = lastName(inner, model);
  const member = model.dialect.member(inner);
  const owner = member === undefined ? "" : lastName(member.object, model);
  // prisma.user.findMany(): the client's property is the table.
  if (isPrisma(inner, model) || (member !== undefined && isPrisma(member.object, model))) told.push(PRISMA);
  if (/^(db|models?|sequelize)$/i.test(owner) && isCapital(name)) guessed.push("sequelize.Model");
  if (name === "entityManager" || (name === "manager" && /(dataSource|connection|queryRunner)$/i.test(owner))) {
    guessed.push("typeorm.EntityManager");
  }
  const maker = makerOf(inner, model);
  if (/^get\w*Repository$/.test(maker)) told.push(REPOSITORY);
  if (/(Repository|Repo)$/.test(name)) guessed.push(REPOSITORY);
  if (maker === "collection" || /collection$/i.test(name)) guessed.push("mongodb.Collection");
  if (inner.kind === "identifier" && (/^(model|define)$/.test(maker) || isTable(inner, model))) {
    guessed.push("mongoose.Model");
  }
  return { told, guessed };
}

/** `prisma` for `prisma` and for `this.prisma`. */
export function lastName(expression: SyntaxNode, model: Model): string {
  const inner = model.dialect.unwrap(expression);
  return model.dialect.member(inner)?.name ?? (inner.kind === "identifier" ? inner.text : "");
}

/** The last part of what is called to make the value. */
function makerOf(value: SyntaxNode, model: Model): string {
  if (value.kind === "call_expression") return model.calleeTail(value);
  const [definition, more] = model.bindingOf(value)?.definitions ?? [];
  const made = definition?.form === "assignment" && more === undefined ? definition.value : undefined;
  const call = made?.kind === "await_expression" ? made.children[0] : made;
  return call?.kind === "call_expression" ? model.calleeTail(call) : "";
}

function isPrisma(client: SyntaxNode, model: Model): boolean {
  return /^prisma$/i.test(lastName(client, model)) || model.typeOf(client)?.name === PRISMA;
}

/** A class that stands for a table: one of the file's, of a module of models, or one that a snippet leaves out. */
function isTable(name: SyntaxNode, model: Model): boolean {
  const [definition] = model.bindingOf(name)?.definitions ?? [];
  if (definition === undefined) return isCapital(name.text) && !(name.text in globalThis);
  const { imported, value, form } = definition;
  if (form === "import") {
    return isCapital(name.text) && /^[.@~].*(models?|entit(y|ies)|schemas?|db|database)\b/i.test(imported ?? "");
  }
  const heritage = form === "class" ? value?.children.find(({ kind }) => kind === "class_heritage") : undefined;
  return /^extends\s+(\w+\.)?(Model|BaseEntity)\b/.test(heritage?.text ?? "");
}

const isCapital = (name: string): boolean => /^[A-Z]/.test(name);
