/** `readFileSync` and its like where others wait: in an async function or in a request handler. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Fix, Severity } from "../../finding.js";
import { waiting } from "../../model/ecma/waiting.js";
import type { Model } from "../../model/model.js";
import type { Rule } from "../../rule.js";
import type { BlockingGroup } from "../../vocabulary/vocabulary.js";

const GROUPS = ["file", "path", "process", "cpu"] as const satisfies readonly BlockingGroup[];
/** Modules with all of fs and more. */
const FS_LIKE = /^(fs-extra|graceful-fs)\./;
/** Functions of fs whose promise takes and gives the same. */
const PROMISED = /^fs\.(appendFile|copyFile|mkdir|mkdtemp|readFile|readdir|rename|rm|rmdir|unlink|writeFile)Sync$/;
/** Where an `await` needs no parentheses. */
const LOOSE =
  /^(arguments|array|assignment_expression|expression_statement|pair|return_statement|variable_declarator)$/;

export const syncIoInAsync: Rule = {
  id: "js/sync-io-in-async",
  languages: ["javascript", "typescript", "tsx"],
  category: "blocking_io_in_async",
  severity: "high",
  confidence: "high",
  enabledByDefault: true,
  message: "a synchronous call stops the event loop",
  suggestion: "the asynchronous form, awaited",
  doc: `
A call whose name ends in \`Sync\` stops the whole process until the disk, the other process or the computation is done.
In an async function the other tasks wait, in a request handler (critical) all other requests. Looking at a path
(\`existsSync\`, \`statSync\`) is low: it is short, but it is not free on a network disk.

Quiet at the top level, in functions that are neither async nor handlers, in scripts (\`#!\`, \`main\`, a function
called where it stands), in tests, in worker threads, for a process with the terminal (\`stdio: "inherit"\`), and in a
block that ends with \`process.exit\`. On 48 MB of npm packages 145 findings: all block; 85 only look at a path, most of
them in command line tools, where nobody waits.
`,
  codes: ["n/no-sync"],
  on: { blocking: GROUPS },
  check: (call, model, report) => {
    const found = blockingCall(call, model);
    const who = found && waiting(call, model);
    if (found === undefined || who === undefined || hasTerminal(call)) return;
    report(call, {
      message: `${found.name}() stops the event loop: all other ${who} wait`,
      suggestion: found.instead,
      severity: severityOf(found.group, who),
    });
  },
  fix: (call, model) => toPromise(call, model),
};

interface Found {
  readonly name: string;
  readonly group: BlockingGroup;
  readonly instead: string;
}

function blockingCall(call: SyntaxNode, model: Model): Found | undefined {
  const name = model.calleeName(call)?.replace(FS_LIKE, "fs.");
  if (name === undefined) return undefined;
  for (const group of GROUPS) {
    const known = model.vocabulary.blocking[group].find((blocking) => blocking.call === name);
    if (known !== undefined) return { name, group, instead: known.instead };
  }
  return undefined;
}

/** `{ stdio: "inherit" }`: a person is at the terminal, and waits as well. */
function hasTerminal(call: SyntaxNode): boolean {
  return /\bstdio:\s*(["']inherit["']|\[0, 1, 2\])/.test(call.field("arguments")?.text ?? "");
}

function severityOf(group: BlockingGroup, who: "requests" | "tasks"): Severity {
  if (group === "path") return "low";
  return who === "requests" ? "critical" : "high";
}

/** `await fs.promises.readFile()` for `fs.readFileSync()`, where `fs` is the imported module. */
function toPromise(call: SyntaxNode, model: Model): Fix | undefined {
  const callee = call.field("function");
  const object = callee?.field("object");
  const [definition, more] = (object && model.bindingOf(object)?.definitions) ?? [];
  const fn = model.enclosingFunction(call);
  const body = fn?.field("body");
  const method = PROMISED.exec(model.calleeName(call) ?? "")?.[1];
  if (callee?.kind !== "member_expression" || object === undefined || method === undefined) return undefined;
  if (definition?.imported !== "fs" || more !== undefined || callee.text.includes("?.")) return undefined;
  if (fn === undefined || body === undefined || !model.dialect.isAsync(fn) || !call.isWithin(body)) return undefined;
  const isLoose = LOOSE.test(call.parent?.kind ?? "");
  if (!isLoose && beginsStatement(call)) return undefined;
  const [before, behind] = isLoose ? ["", ""] : ["(", ")"];
  const awaited = { start: call.start, end: callee.end, text: `${before}await ${object.text}.promises.${method}` };
  const closed = { start: call.end, end: call.end, text: behind };
  return { title: `Await fs.promises.${method}()`, edits: isLoose ? [awaited] : [awaited, closed] };
}

/** A parenthesis there could be taken for a call of the line before. */
function beginsStatement(call: SyntaxNode): boolean {
  return [...call.ancestors()].some(({ kind, start }) => kind === "expression_statement" && start === call.start);
}
