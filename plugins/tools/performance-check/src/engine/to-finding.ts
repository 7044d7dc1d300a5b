/** Makes a finding of a report: the rule's words where the report has none, places, names, the fix. */
import type { Finding } from "../finding.js";
import type { Model } from "../model/model.js";
import type { Details, Rule } from "../rule.js";
import type { SyntaxNode } from "./syntax-tree.js";

export function toFinding(rule: Rule, node: SyntaxNode, details: Details, model: Model): Finding {
  const { tree, start, end } = node;
  const functionName = model.functionName(node);
  const loop = details.loop ?? model.loopOf(node);
  const fix = rule.fix?.(node, model);
  return {
    rule: rule.id,
    category: rule.category,
    severity: details.severity ?? rule.severity,
    confidence: details.confidence ?? rule.confidence,
    message: details.message ?? rule.message,
    suggestion: details.suggestion ?? rule.suggestion,
    start,
    end,
    line: node.line,
    column: tree.columnAt(start),
    endLine: tree.lineAt(end),
    endColumn: tree.columnAt(end),
    ...(functionName === undefined ? {} : { functionName }),
    ...(loop === undefined ? {} : { loopLine: loop.line }),
    ...(fix === undefined ? {} : { fix }),
  };
}
