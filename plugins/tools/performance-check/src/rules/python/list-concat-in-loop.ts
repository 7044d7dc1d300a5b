/** A list that a loop copies to make it longer. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Fix } from "../../finding.js";
import type { Model } from "../../model/model.js";
import { growingLoop } from "../../model/python/growing-loop.js";
import { isShort, leavesAtOnce } from "../../model/python/loops.js";
import type { Rule } from "../../rule.js";

export const listConcatInLoop: Rule = {
  id: "py/list-concat-in-loop",
  languages: ["python"],
  category: "inefficient_loop",
  severity: "medium",
  confidence: "high",
  enabledByDefault: true,
  message: "every iteration copies the list to make it longer",
  suggestion: "append() or extend()",
  doc: `
\`items = items + [x]\` makes a new list of all that is there: n steps copy n² elements. \`append\`, \`extend\` and \`+=\`
add in place. \`items = [*items, x]\` and \`items = [x] + items\` are the same mistake.

Quiet when the list starts anew in each iteration, when it is not known to be one, in a loop over a few constants, and in
one that is left at once. The fix is offered for a list that the function made itself and looks at behind the loop only,
so that nobody can hold the copy that is no longer made.

Real code keeps old lists on purpose (\`path + [node]\` given to a recursive call); that is no assignment to the same name
and is left alone.
`,
  codes: ["ruff RUF005"],
  on: { kinds: ["assignment"] },
  check: (statement, model, report) => {
    const target = statement.field("left");
    const value = statement.field("right");
    if (target?.kind !== "identifier" || value === undefined) return;
    const added = addedTo(target, value);
    if (added === undefined || !isListLike(target, added, model)) return;
    const loop = growingLoop(target, model, (name, more) => addedTo(name, more) !== undefined);
    if (loop === undefined || isShort(loop) || leavesAtOnce(loop)) return;
    const atFront = value.kind === "binary_operator" && value.field("left") === added;
    report(
      statement,
      atFront ? { loop, suggestion: "append() and reverse() behind the loop, or deque.appendleft()" } : { loop },
    );
  },
  fix: (statement, model) => fixOf(statement, model),
};

/** What is added: `b` of `a = a + b` or `a = b + a`, the whole list of `a = [*a, b]`. */
function addedTo(target: SyntaxNode, value: SyntaxNode): SyntaxNode | undefined {
  const isTarget = (node: SyntaxNode | undefined) => node?.kind === "identifier" && node.text === target.text;
  if (value.kind === "list") {
    const [first] = value.children;
    return first?.kind === "list_splat" && isTarget(first.children[0]) && value.children.length > 1 ? value : undefined;
  }
  if (value.kind !== "binary_operator" || !value.hasToken("+")) return undefined;
  const left = value.field("left");
  const right = value.field("right");
  if (isTarget(left)) return right;
  return isTarget(right) ? left : undefined;
}

function isListLike(target: SyntaxNode, added: SyntaxNode, model: Model): boolean {
  return model.typeOf(added)?.name === "list" || firstTypes(target, model).every((name) => name === "list");
}

/** The types that the name has before anything is added to it. */
function firstTypes(target: SyntaxNode, model: Model): (string | undefined)[] {
  const binding = model.bindingOf(target);
  const first = binding?.definitions.filter(
    ({ name, value }) => value === undefined || addedTo(name, value) === undefined,
  );
  if (first === undefined || first.length === 0) return [undefined];
  return first.map(({ value }) => (value === undefined ? undefined : model.typeOf(value)?.name));
}

function fixOf(statement: SyntaxNode, model: Model): Fix | undefined {
  const target = statement.field("left");
  const value = statement.field("right");
  if (target === undefined || value?.kind !== "binary_operator" || value.field("left")?.text !== target.text)
    return undefined;
  const added = value.field("right");
  const binding = model.bindingOf(target);
  if (added === undefined || binding === undefined || model.typeOf(added)?.name !== "list") return undefined;
  if (binding.scope !== model.scopes.scopeOf(target)) return undefined;
  const loop = model.loopsOf(target).at(-1);
  const [first, second, third] = binding.definitions;
  const isOwn = first?.value?.kind === "list" && second?.name === target && third === undefined;
  const uses = model.usesOf(binding).filter((use) => use !== first?.name && use.row < statement.row);
  const inside = model
    .usesOf(binding)
    .filter((use) => loop !== undefined && use.isWithin(loop) && !use.isWithin(statement));
  if (!isOwn || uses.length > 0 || inside.length > 0) return undefined;
  const [element, ...others] = added.kind === "list" ? added.children : [];
  const isOne = element !== undefined && others.length === 0 && element.kind !== "list_splat";
  const text = isOne ? `${target.text}.append(${element.text})` : `${target.text}.extend(${added.text})`;
  return {
    title: isOne ? "Append to the list" : "Extend the list",
    edits: [{ start: statement.start, end: statement.end, text }],
  };
}
