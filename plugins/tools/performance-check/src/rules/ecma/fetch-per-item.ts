/** An HTTP request awaited once per item of a loop. */

import type { SyntaxNode } from "../../engine/syntax-tree.js";
import { chainOf } from "../../model/ecma/chain.js";
import { perItemLoop } from "../../model/ecma/per-item.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";

const CLIENTS = /^(axios|got|ky|needle|superagent|undici)(\.(default|delete|fetch|get|head|patch|post|put|request))?$/;
const FETCH = /^(fetch|window\.fetch|node-fetch|cross-fetch|isomorphic-fetch|undici\.fetch|\$fetch)$/;

export const fetchPerItem: Rule = {
  id: "js/fetch-per-item",
  languages: ["javascript", "typescript", "tsx"],
  category: "n_plus_one_query",
  severity: "low",
  confidence: "medium",
  enabledByDefault: true,
  message: "an HTTP request per item, each waiting for the one before",
  suggestion: "one request for all items if the service has one, else Promise.all with a limit",
  doc: `
\`fetch\`, axios, got, ky or undici awaited in a loop: n round trips, one after the other.

Quiet when the request asks for nothing of the item, for pages and cursors, for retries and delays, in \`while\` loops
and tests, over short literals, and when the loop ends behind it.
`,
  codes: [],
  on: { kinds: ["await_expression"] },
  check: (awaited, model, report) => {
    const [operand] = awaited.children;
    const call = operand && requestOf(operand, model);
    const loop = call && perItemLoop({ call }, model);
    if (call === undefined || loop === undefined || loop.kind === "call_expression") return;
    report(call, { loop });
  },
};

function requestOf(operand: SyntaxNode, model: Model): SyntaxNode | undefined {
  return chainOf(operand, model)
    .map(({ call }) => call)
    .find((call) => {
      const name = model.calleeName(call) ?? "";
      return FETCH.test(name) || CLIENTS.test(name);
    });
}
