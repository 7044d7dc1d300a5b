/** Runs rules over one file: parse, copy, one walk that asks each rule about the nodes it is indexed by. */
import { type Tree } from "web-tree-sitter";
import type { Finding } from "../finding.js";
import { dialectOf } from "../model/dialects.js";
import { Model } from "../model/model.js";
import type { Details, Rule } from "../rule.js";
import type { Vocabulary } from "../vocabulary/vocabulary.js";
import { buildTree } from "./build-tree.js";
import { type Grammar, loadGrammar } from "./grammar.js";
import { type Language, MAX_SOURCE } from "./language.js";
import { parse } from "./parse.js";
import { RuleIndex } from "./rule-index.js";
import type { SyntaxNode, SyntaxTree } from "./syntax-tree.js";
import { toFinding } from "./to-finding.js";

/** Milliseconds for one file: what is not done by then is left out, and the analysis says so. */
const TIME = 1000;

export interface Comment {
  readonly line: number;
  readonly text: string;
  /** Whether code stands before it in its line. */
  readonly isTrailing: boolean;
}

export interface SyntaxProblem {
  readonly line: number;
  readonly column: number;
}

export interface Analysis {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  readonly comments: readonly Comment[];
  readonly syntaxErrors: readonly SyntaxProblem[];
  /** False when the source has text and no statement of it could be read. */
  readonly isReadable: boolean;
  /** Why parts of the source were not looked at. */
  readonly incomplete?: "size" | "depth" | "time";
}

const NOTHING: Analysis = { findings: [], comments: [], syntaxErrors: [], isReadable: true };

export class Analyser {
  readonly #indexes = new Map<Language, RuleIndex>();

  /** @param rules - those to run, of any language */
  constructor(
    private readonly rules: readonly Rule[],
    private readonly vocabulary: Vocabulary,
  ) {}

  /** Loads the language's grammar when it is the first file of it. Everything behind that is synchronous. */
  async analyse(source: string, language: Language): Promise<Analysis> {
    if (source.length > MAX_SOURCE) return { ...NOTHING, incomplete: "size" };
    const grammar = await loadGrammar(language);
    const deadline = performance.now() + TIME;
    const parsed = parse(source, grammar, deadline);
    if (parsed === undefined) return { ...NOTHING, incomplete: "time" };
    try {
      return this.#check(source, parsed, grammar, deadline);
    } finally {
      parsed.delete();
    }
  }

  #check(source: string, parsed: Tree, grammar: Grammar, deadline: number): Analysis {
    const built = buildTree(source, parsed, grammar, deadline);
    if (built === undefined) return { ...NOTHING, incomplete: "time" };
    const { tree, errors, isTooDeep } = built;
    const index = this.#indexOf(grammar);
    const model = new Model(tree, dialectOf(grammar.language), this.vocabulary);
    const findings: Finding[] = [];
    let isLate = false;
    const ask = (rule: Rule, node: SyntaxNode): void => {
      isLate ||= performance.now() > deadline;
      if (isLate) return;
      const report = (at: SyntaxNode, details: Details = {}) => findings.push(toFinding(rule, at, details, model));
      rule.check(node, model, report);
    };
    isLate = !index.queried(parsed, tree, deadline, ask);
    if (!isLate) index.walk(tree, model, ask);
    findings.sort((a, b) => a.start - b.start || a.end - b.end);
    return {
      findings,
      comments: tree.comments.map((row) => commentAt(tree, row)),
      syntaxErrors: errors.map((offset) => ({ line: tree.lineAt(offset), column: tree.columnAt(offset) })),
      isReadable: errors.length === 0 || tree.root.children.some(({ kind: name }) => name !== "ERROR"),
      ...(isLate ? { incomplete: "time" } : isTooDeep ? { incomplete: "depth" } : {}),
    };
  }

  #indexOf(grammar: Grammar): RuleIndex {
    const known = this.#indexes.get(grammar.language);
    if (known !== undefined) return known;
    const rules = this.rules.filter(({ languages }) => languages.includes(grammar.language));
    const index = new RuleIndex(rules, grammar, this.vocabulary);
    this.#indexes.set(grammar.language, index);
    return index;
  }
}

function commentAt(tree: SyntaxTree, row: number): Comment {
  const comment = tree.node(row);
  const lineStart = tree.source.lastIndexOf("\n", comment.start - 1) + 1;
  const isTrailing = tree.source.slice(lineStart, comment.start).trim() !== "";
  return { line: comment.line, text: comment.text, isTrailing };
}
