/** The module of a search process: what it knows of the trees, and the calls that it searches for. */
import { defineWorker, type Job, type WorkerGiven } from "@portcullis/plugin-api";
import { OwnShare } from "./fresh/own-share.js";
import { spare } from "./fresh/spare.js";
import { questionOf, TrigramIndex } from "./index/trigram-index.js";
import { matcherOf } from "./match/matcher.js";
import { Scanner } from "./match/scanner.js";
import { IndexBuilder } from "./shard/index-builder.js";
import { Memo } from "./shard/memo.js";
import { ShardSearch } from "./shard/shard-search.js";
import type { Answer, News, SearchTask, SpareTask, Task } from "./shard/task.js";
import { Texts } from "./shard/texts.js";
import { Trees } from "./shard/trees.js";

/** How often it is looked for trees that nobody asks for. */
const LOOK_MS = 60_000;

export default defineWorker<Task, Answer, News>((given) => {
  const shard = new Shard(given);
  return (task, job) => {
    if (task.kind === "share") return shard.giveAway(task.search);
    return task.kind === "spare" ? shard.spare(task, job) : shard.perform(task, job);
  };
});

class Shard {
  readonly #index = new TrigramIndex();
  readonly #memo = new Memo();
  readonly #scanner = new Scanner();
  readonly #texts = new Texts(this.#scanner.kept);
  readonly #trees: Trees;
  readonly #builder: IndexBuilder;
  /** At work now. */
  readonly #searches = new Map<string, Set<ShardSearch>>();
  #working = 0;

  constructor(private readonly given: WorkerGiven) {
    this.#trees = new Trees(given.clock, (file) => {
      this.#index.remove(file);
      this.#memo.forget(file);
      this.#texts.forget(file);
    });
    this.#builder = new IndexBuilder(this.#index, this.#texts, this.#trees);
    setInterval(() => this.#dropUnused(), LOOK_MS).unref();
  }

  async perform(task: SearchTask, job: Job<News>): Promise<Answer> {
    const { patterns, clock } = this.given;
    const { plan } = task.query;
    const { every, oneOf } = plan.requirement;
    const known = {
      matcher: matcherOf(plan, patterns, this.#scanner),
      counted: this.#memo.of(JSON.stringify([plan.pattern, plan.ignoreCase, plan.wholeWord])),
      texts: this.#texts,
      index: this.#index,
      question: every.length + oneOf.length === 0 ? undefined : questionOf(plan),
    };
    const search = new ShardSearch(task, job, this.#trees, known, clock, () => this.#working === 1);
    const searches = this.#searches.get(task.search) ?? new Set();
    this.#searches.set(task.search, searches.add(search));
    this.#working += 1;
    try {
      return await search.run();
    } finally {
      this.#working -= 1;
      searches.delete(search);
      if (searches.size === 0) this.#searches.delete(task.search);
      this.#dropUnused();
      setImmediate(() => this.#buildIndex());
    }
  }

  async giveAway(search: string): Promise<Answer> {
    for (const one of this.#searches.get(search) ?? []) {
      const given = await one.giveAway();
      if (given.below.length > 0) return given;
    }
    return { kind: "given", start: 0, below: [] };
  }

  spare({ share, weight }: SpareTask, { grounds: [ground] }: Job<News>): Answer {
    const below = ground === undefined ? [] : spare(this.#trees.at(ground).top, new OwnShare(share), weight);
    return { kind: "given", start: 0, below };
  }

  #dropUnused(): void {
    if (this.#working === 0) this.#trees.dropUnused();
  }

  #buildIndex(): void {
    this.#builder
      .build(() => this.#working === 0)
      .catch((error: unknown) => this.given.log.error("the index is not built", { error: String(error) }));
  }
}
