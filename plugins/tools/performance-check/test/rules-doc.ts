/** The page of the rules, from the rules and their cases. `node dist-test/<this file>` writes it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../../../test/repository.js";
import type { Cases, Rule } from "../src/rule.js";

export const PAGE = "plugins/tools/performance-check/rules.md";

/** The package shows its tool alone; its insides are read where they are built. */
const load = (file: string) => import(new URL(file, import.meta.resolve("@portcullis/tool-performance-check")).href);
const { builtInRules }: typeof import("../src/rules/built-in-rules.js") = await load("./rules/built-in-rules.js");
const { CATEGORIES }: typeof import("../src/finding.js") = await load("./finding.js");

const ABOUT = `# The rules of performance_check

Made from the rules by \`npm run docs\`. A rule that is off by default runs when \`rules\` names it.
`;

export async function page(): Promise<string> {
  const rules = builtInRules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const tables = CATEGORIES.map((category) =>
    table(
      category,
      rules.filter((rule) => rule.category === category),
    ),
  );
  return [ABOUT, ...tables, ...(await Promise.all(rules.map(section)))].join("\n");
}

function table(category: string, rules: readonly Rule[]): string {
  const rows = rules.map((rule) => [
    `[${rule.id}](#${slugOf(rule.id)})`,
    rule.severity,
    rule.confidence,
    rule.fix === undefined ? "" : "yes",
    rule.enabledByDefault ? "" : "off",
  ]);
  const cells = [["rule", "severity", "confidence", "fix", "by default"], ["---", "---", "---", "---", "---"], ...rows];
  return `**${category}**\n\n${cells.map((row) => `| ${row.join(" | ")} |`).join("\n")}\n`;
}

async function section({ id, languages, message, suggestion, doc, codes }: Rule): Promise<string> {
  const file = `./rules/${id.replace(/^py\//, "python/").replace(/^js\//, "ecma/")}.cases.js`;
  const { cases }: { readonly cases: Cases } = await load(file);
  const [example] = cases.bad;
  const elsewhere = codes.length === 0 ? [] : [`Elsewhere: ${codes.join(", ")}.\n`];
  return [
    `## ${id}\n`,
    `${message}: ${suggestion}\n`,
    `${doc.trim()}\n`,
    ...(example === undefined
      ? []
      : [`\`\`\`${example.language ?? languages[0]}\n${example.code.trimEnd()}\n\`\`\`\n`]),
    ...elsewhere,
  ].join("\n");
}

/** As the tool writes it into `doc`. */
const slugOf = (id: string): string => id.replace(/[^\w-]/g, "");

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(root, PAGE), await page());
