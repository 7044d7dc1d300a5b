/** What a project brings of its own: `.portcullis`, beneath the root that a call stands in. Read anew when it changed. */
import { createHash } from "node:crypto";
import type { Ground, Standing } from "@portcullis/plugin-api";
import type { Rule } from "../rule.js";
import { builtInRules } from "../rules/built-in-rules.js";
import { Checker } from "../source/checker.js";
import { RecentlyUsed } from "../source/recently-used.js";
import type { RuleSet } from "../task.js";
import { defaultVocabulary } from "../vocabulary/default-vocabulary.js";
import type { Vocabulary } from "../vocabulary/vocabulary.js";
import { readOwnRules } from "./own-rules.js";
import { withOwnVocabulary } from "./own-vocabulary.js";
import { SettingsError } from "./settings-error.js";

const FOLDER = ".portcullis";
const VOCABULARY = "vocabulary.yml";
const MAX_BYTES = 64 * 1024;
const MAX_FILES = 32;
/** Projects that a process remembers. */
const CAPACITY = 8;
/** Milliseconds for the tests of all rules of a project. */
const TIME = 1500;

/** What checks the files of a project. */
export class Project {
  readonly #checkers: Partial<Record<RuleSet, Checker>> = {};

  constructor(
    /** Of the rules that the project brings. */
    readonly ownRules: readonly Rule[],
    private readonly vocabulary: Vocabulary,
  ) {}

  checker(set: RuleSet): Checker {
    const rules = [...builtInRules, ...this.ownRules].filter((rule) => set === "all" || rule.enabledByDefault);
    this.#checkers[set] ??= new Checker(rules, this.vocabulary);
    return this.#checkers[set];
  }
}

/** A settings file's text, by its path beneath the root. */
type Texts = ReadonlyMap<string, string>;

export class Projects {
  /** Of texts that belong to no project. */
  readonly none = new Project([], defaultVocabulary);
  readonly #known = new RecentlyUsed<Project>(CAPACITY);

  /** @throws {@link SettingsError} when what it brings cannot be used */
  async of(ground: Ground): Promise<Project> {
    const texts = textsOf(ground);
    if (texts.size === 0) return this.none;
    const key = createHash("sha256")
      .update(JSON.stringify([...texts]))
      .digest("base64");
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const project = await read(texts);
    this.#known.set(key, project, 1);
    return project;
  }
}

async function read(texts: Texts): Promise<Project> {
  let vocabulary = defaultVocabulary;
  const taken = new Set(builtInRules.map(({ id }) => id));
  const deadline = performance.now() + TIME;
  const rules: Rule[] = [];
  for (const [file, text] of texts) {
    if (file.endsWith(`${FOLDER}/${VOCABULARY}`)) vocabulary = withOwnVocabulary(vocabulary, file, text);
    else rules.push(...(await readOwnRules(file, text, { taken, vocabulary, deadline })));
  }
  return new Project(rules, vocabulary);
}

/** The vocabulary first, then the rules by name. */
function textsOf(ground: Ground): Texts {
  const texts = new Map<string, string>();
  const folder = ground.top === "." ? FOLDER : `${ground.top}/${FOLDER}`;
  for (const [relative, isWanted] of [
    [folder, (name: string) => name === VOCABULARY],
    [`${folder}/rules`, (name: string) => name.endsWith(".yml")],
  ] as const) {
    const standing = ground.enter(relative);
    if (standing.kind === "refused" && standing.why === "missing") continue;
    const listed = standing.kind === "directory" ? standing.list() : standing;
    if (standing.kind !== "directory" || listed.kind !== "listed") throw unusable(relative);
    const names = listed.entries
      .map(({ name }) => name)
      .filter(isWanted)
      .sort();
    if (names.length > MAX_FILES) throw new SettingsError(relative, 1, `more than ${MAX_FILES} files`);
    for (const name of names) texts.set(`${relative}/${name}`, textOf(standing, name));
  }
  return texts;
}

function textOf(standing: Standing, name: string): string {
  const read = standing.read(name, MAX_BYTES);
  const file = `${standing.relative}/${name}`;
  if (read.kind === "too-large") throw new SettingsError(file, 1, `is larger than ${MAX_BYTES / 1024} KB`);
  if (read.kind !== "bytes") throw unusable(file);
  return read.bytes.toString();
}

const unusable = (file: string): SettingsError => new SettingsError(file, 1, "cannot be read");
