/** What we know without a project's additions, of all languages. */
import { ecmaVocabulary } from "./ecma.js";
import { pythonVocabulary } from "./python.js";
import { extend, type Vocabulary } from "./vocabulary.js";

export const defaultVocabulary: Vocabulary = extend(pythonVocabulary, ecmaVocabulary);
