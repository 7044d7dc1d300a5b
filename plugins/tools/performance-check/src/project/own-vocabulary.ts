/** Names that a project adds to those that rules look for: `.portcullis/vocabulary.yml`. */
import { z } from "zod";
import { extend, type Vocabulary } from "../vocabulary/vocabulary.js";
import { readSettings } from "./settings-file.js";

const name = z.string().min(1).max(200);
const names = z.array(name).max(500).default([]);
const calls = z
  .array(z.strictObject({ call: name, instead: name }))
  .max(500)
  .optional();

const ownVocabulary = z.strictObject({
  blocking: z
    .strictObject({
      sleep: calls,
      http: calls,
      file: calls,
      path: calls,
      process: calls,
      database: calls,
      cpu: calls,
      input: calls,
    })
    .default({}),
  queries: z
    .array(z.strictObject({ library: name, receiver: name, runs: names, writes: names, builds: names }))
    .max(100)
    .default([]),
});

/** @throws SettingsError at the first fault */
export function withOwnVocabulary(base: Vocabulary, file: string, text: string): Vocabulary {
  return extend(base, readSettings(file, text, ownVocabulary).value);
}
