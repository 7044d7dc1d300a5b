/** A relation of a row that is loaded once per iteration. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { isMild } from "../../model/python/circumstances.js";
import { loads, type QueryChain, queryChain } from "../../model/python/query-chain.js";
import { type Relation, relationOf } from "../../model/python/relations.js";
import type { Details, Rule } from "../../rule.js";

export const nPlusOneRelation: Rule = {
  id: "py/n-plus-one-relation",
  languages: ["python"],
  category: "n_plus_one_query",
  severity: "high",
  confidence: "high",
  enabledByDefault: true,
  message: "a relation is loaded once per row",
  suggestion: "load the relation with the rows: select_related(), prefetch_related(), joinedload()",
  doc: `
\`for book in Book.objects.all(): print(book.author.name)\` runs one query for the books, and then one for the author of
each. The relation is loaded when it is first read, so nothing in the loop looks like a query.

Where the model is in the same file, its fields say what is a relation. Where it is not, a chain of two attributes
(\`user.profile.name\`), a manager's method (\`user.orders.all()\`) or, for SQLAlchemy, an attribute that is iterated or
counted speaks for one, with low confidence; dates, files and enumerations have parts of their own and are left out.

Quiet when the query loads the relation (\`select_related\`, \`prefetch_related\`, \`options\`, \`lazy="joined"\`), or has
arguments that cannot be read; low in tests and migrations; for \`values()\`, for \`author_id\`, and for what is only assigned. Each relation of a loop is
reported once.

On HyperKitty, Postorius and LAVA 23 findings; 20 were read. All ran a query per row but two properties that cache, which
is why a Django attribute that is merely iterated says nothing any more: its managers cannot be.
`,
  codes: ["nplusone lazy-load", "django-silk n+1"],
  on: { kinds: ["for_statement", "for_in_clause"] },
  check: (loop, model, report) => {
    const row = loop.field("left");
    const rows = loop.field("right");
    const binding = row && model.bindingOf(row);
    const chain = rows && binding && queryChain(rows, model);
    if (chain === undefined || binding === undefined) return;
    const body = loop.kind === "for_statement" ? loop.field("body") : loop.parent;
    const reported = new Set<string>();
    for (const use of model.usesOf(binding)) {
      const attribute = use.parent;
      if (attribute?.kind !== "attribute" || attribute.field("object") !== use) continue;
      if (body === undefined || !use.isWithin(body) || isWritten(attribute)) continue;
      const name = attribute.field("attribute")?.text ?? "";
      if (name.startsWith("_") || reported.has(name) || loads(chain, name)) continue;
      const relation = relationOf(attribute, chain, model);
      if (relation === undefined) continue;
      reported.add(name);
      const mild: Details = isMild(use, model) ? { severity: "low" } : {};
      report(attribute, { ...detailsOf(attribute.text, name, relation, chain, loop), ...mild });
    }
  },
};

function detailsOf(text: string, name: string, relation: Relation, chain: QueryChain, loop: SyntaxNode): Details {
  const { isMany, isDeclared } = relation;
  return {
    message: `${text} is loaded by a query of its own for every row`,
    suggestion: `add ${loaderOf(name, isMany, chain)} to the query`,
    confidence: isDeclared ? "high" : "low",
    loop: loop.kind === "for_statement" ? loop : (loop.parent ?? loop),
  };
}

function loaderOf(name: string, isMany: boolean, { library, className }: QueryChain): string {
  if (library === "Django") return isMany ? `prefetch_related("${name}")` : `select_related("${name}")`;
  const owner = className?.slice(className.lastIndexOf(".") + 1) ?? "Model";
  return isMany ? `options(selectinload(${owner}.${name}))` : `options(joinedload(${owner}.${name}))`;
}

const isWritten = (attribute: SyntaxNode): boolean =>
  (attribute.parent?.kind === "assignment" && attribute.fieldName === "left") ||
  attribute.parent?.kind === "delete_statement";
