/** The insides that tests look at. The package shows its tool alone: they are read where they are built. */
const load = (file: string) => import(new URL(file, import.meta.resolve("@portcullis/tool-keyword-search")).href);

export const { blocks }: typeof import("../src/blocks.js") = await load("blocks.js");
export const { questionOf, TrigramIndex }: typeof import("../src/index/trigram-index.js") =
  await load("index/trigram-index.js");
export const { matcherOf }: typeof import("../src/match/matcher.js") = await load("match/matcher.js");
export const { Scanner }: typeof import("../src/match/scanner.js") = await load("match/scanner.js");
export const { every }: typeof import("../src/match/occurrences.js") = await load("match/occurrences.js");
export const { maskedText }: typeof import("../src/plan/masked.js") = await load("plan/masked.js");
export const { planOf }: typeof import("../src/plan/plan.js") = await load("plan/plan.js");
export const { Texts }: typeof import("../src/shard/texts.js") = await load("shard/texts.js");
export const { Trees }: typeof import("../src/shard/trees.js") = await load("shard/trees.js");
