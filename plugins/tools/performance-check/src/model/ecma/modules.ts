/** The names of modules, and what an expression takes out of one. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";

/** `fs` for "node:fs"; a path stays as it is written. */
export function moduleName(source: SyntaxNode): string {
  return source.text.slice(1, -1).replace(/^node:/, "");
}

/** A package's default import has the package's own name (`fs.readFile` after `import fs from "fs"`). */
export function defaultOf(module: string): string {
  return module.startsWith(".") ? `${module}.default` : module;
}

/** @returns `fs.promises` for `require("node:fs").promises`; nothing when the expression loads no module */
export function importedModule(expression: SyntaxNode): string | undefined {
  switch (expression.kind) {
    case "member_expression": {
      const object = expression.field("object");
      const module = object && importedModule(object);
      const name = expression.field("property")?.text;
      return module === undefined || name === undefined ? undefined : `${module}.${name}`;
    }
    case "await_expression":
    case "parenthesized_expression": {
      const [inner] = expression.children;
      return inner && importedModule(inner);
    }
    case "call_expression": {
      const callee = expression.field("function");
      const [source, more] = expression.field("arguments")?.children ?? [];
      const isLoading = callee?.kind === "import" || callee?.text === "require";
      return isLoading && source?.kind === "string" && more === undefined ? moduleName(source) : undefined;
    }
    default:
      return undefined;
  }
}
