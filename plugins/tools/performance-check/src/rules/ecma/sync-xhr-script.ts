/** What stops a page: a synchronous request, a script without async or defer. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";

const ALLOWED = new Set(["async", "defer", "noModule"]);

export const syncXhrScript: Rule = {
  id: "js/sync-xhr-script",
  languages: ["javascript", "typescript", "tsx"],
  category: "blocking_io_in_async",
  severity: "high",
  confidence: "high",
  enabledByDefault: true,
  message: "the page stands still until the request is answered",
  suggestion: "fetch(), awaited; for a script, async, defer or type=module",
  doc: `
\`xhr.open(method, url, false)\` and \`$.ajax({ async: false })\` stop the page until the answer is there. A \`<script
src>\` in JSX without \`async\`, \`defer\` or \`type="module"\` stops the parser in the same way.

Quiet for inline scripts, for components (\`<Script>\`), where attributes are spread into the tag, and where the third
argument of \`open\` is not the word \`false\`.
`,
  codes: ["biome noSyncScripts", "next/no-sync-scripts"],
  on: { kinds: ["jsx_opening_element", "jsx_self_closing_element"], calls: ["open", "ajax"] },
  check: (node, model, report) => {
    if (node.kind.startsWith("jsx_")) {
      if (isBlockingScript(node)) report(node, { message: "the parser waits until the script is loaded and run" });
    } else if (isSyncOpen(node, model) || isSyncAjax(node, model)) report(node);
  },
};

function isBlockingScript(tag: SyntaxNode): boolean {
  if (tag.field("name")?.text !== "script") return false;
  const attributes = tag.children.filter(({ fieldName }) => fieldName === "attribute");
  // A spread may bring any attribute.
  if (attributes.some(({ kind }) => kind !== "jsx_attribute")) return false;
  const names = attributes.map((attribute) => attribute.children[0]?.text ?? "");
  if (!names.includes("src") || names.some((name) => ALLOWED.has(name))) return false;
  const type = attributes.find((_, at) => names[at] === "type")?.children[1];
  return type === undefined || (type.kind === "string" && /^.text\/javascript.$/.test(type.text));
}

function isSyncOpen(call: SyntaxNode, model: Model): boolean {
  const [method, , isAsync] = call.field("arguments")?.children ?? [];
  const request = model.dialect.member(call.field("function") ?? call);
  if (request?.name !== "open" || isAsync?.kind !== "false") return false;
  return (
    model.typeOf(request.object)?.name === "XMLHttpRequest" ||
    /^.(GET|POST|PUT|DELETE|HEAD|PATCH).$/i.test(method?.text ?? "")
  );
}

function isSyncAjax(call: SyntaxNode, model: Model): boolean {
  if (!/^(\$|jQuery)\.ajax$/.test(model.calleeName(call) ?? "")) return false;
  const options = call.field("arguments")?.children.find(({ kind }) => kind === "object");
  return (options?.children ?? []).some(
    (pair) => pair.field("key")?.text === "async" && pair.field("value")?.kind === "false",
  );
}
