/** A database query awaited once per item of a loop. */
import { perItemLoop } from "../../model/ecma/per-item.js";
import { queryOf } from "../../model/ecma/query.js";
import type { Rule } from "../../rule.js";

/** Methods whose callback makes a promise per item: js/n-plus-one-map has those. */
const MAPS = new Set(["map", "flatMap", "filter"]);

export const nPlusOneQuery: Rule = {
  id: "js/n-plus-one-query",
  languages: ["javascript", "typescript", "tsx"],
  category: "n_plus_one_query",
  severity: "high",
  confidence: "high",
  enabledByDefault: true,
  message: "a database query per item of the loop",
  suggestion: "one query for all: where in (ids), a join or include, a bulk write",
  doc: `
A query of Prisma, TypeORM, Sequelize, Mongoose, Knex, Drizzle or pg that is awaited once per item costs a round trip
for each: 1,000 items at 1 ms are a second. The receiver is known by its import, its type (\`Repository<User>\`), by
what made it (\`new PrismaClient()\`), by a method that only they have (\`findMany\`, \`findByPk\`), or by SQL text.

A write is medium, because order and transactions may ask for it. Quiet when the query asks for nothing of the item,
when it asks for many at once (\`in:\`, \`$in\`, chunks, pages), when the next iteration needs what this one found, in
retries, \`while\` loops, tests, over short literals, and when each item is another table. On 48 MB of npm packages it
speaks 96 times; of 45 that we read all are a query per item but two bulk inserts, now left alone. Migrations have most
of them, and there a slow loop may be good enough.
`,
  codes: [],
  on: { kinds: ["await_expression"] },
  check: (awaited, model, report) => {
    const [operand] = awaited.children;
    const query = operand && queryOf(operand, model);
    const loop = query && perItemLoop(query, model);
    if (query === undefined || loop === undefined) return;
    if (loop.kind === "call_expression" && MAPS.has(model.calleeTail(loop))) return;
    report(query.call, {
      message: `${query.method}() is a query of ${query.library} for every item of the loop`,
      severity: query.isWrite ? "medium" : "high",
      loop,
    });
  },
};
