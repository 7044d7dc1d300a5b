/** One call's search in one process, over all of its starts, until it is done or cut. */

import { Chooser } from "@portcullis/ignore-rules";
import type { Clock, Job } from "@portcullis/plugin-api";
import { OwnShare } from "../fresh/own-share.js";
import type { Survey } from "../fresh/surveys.js";
import type { TrackedFile } from "../fresh/tracked-file.js";
import { TreeWalk } from "../fresh/tree-walk.js";
import type { Visit } from "../fresh/visit.js";
import type { Place } from "../output.js";
import { Tally } from "../tally.js";
import { FileSearch, type Known } from "./file-search.js";
import { Pace, TimeIsUp } from "./pace.js";
import type { Found, Given, News, SearchTask } from "./task.js";
import { keyOf, type Trees } from "./trees.js";

export class ShardSearch {
  readonly #tally = new Tally();
  readonly #pace: Pace;
  readonly #files: FileSearch;
  /** The walk that is under way, and of which start. */
  #walk: { readonly start: number; readonly walk: TreeWalk } | undefined;
  #begin = () => {};
  readonly #begun = new Promise<void>((resolve) => {
    this.#begin = resolve;
  });

  /** @param isAlone - whether no other call is at work in this process */
  constructor(
    private readonly task: SearchTask,
    private readonly job: Job<News>,
    private readonly trees: Trees,
    known: Known,
    clock: Clock,
    private readonly isAlone: () => boolean,
  ) {
    this.#pace = new Pace(job, this.#tally, clock, task.query.until);
    this.#files = new FileSearch(task.query, known, this.#tally, this.#pace);
  }

  /** @throws what the job was aborted with */
  async run(): Promise<Found> {
    const cut = await this.#search()
      .catch((error: unknown): "time" => {
        if (error instanceof TimeIsUp) return "time";
        throw error;
      })
      .finally(() => {
        this.#walk = undefined;
        this.#begin();
      });
    const matches = this.#files.matches.rows();
    const files = this.#files.files.rows();
    return {
      kind: "found",
      counts: this.#tally.counts,
      matches: [...matches.rows],
      files: [...files.rows],
      more: matches.more || files.more,
      cut,
    };
  }

  /** Leaves directories to another process: none before it has begun. */
  async giveAway(): Promise<Given> {
    await this.#begun;
    return { kind: "given", start: this.#walk?.start ?? 0, below: this.#walk?.walk.giveAway() ?? [] };
  }

  async #search(): Promise<Found["cut"]> {
    const { query, starts } = this.task;
    const chooser = new Chooser(query.choice);
    const walks = new Map<string, { readonly walk: TreeWalk; readonly visit: Visit }>();
    try {
      for (const [index, { start, below, share }] of starts.entries()) {
        const ground = this.job.grounds[index];
        if (ground === undefined) continue;
        const root = ground.rootIndex === 0 ? {} : { root: ground.rootIndex };
        const key = keyOf(ground);
        const visit = walks.get(key)?.visit ?? (await this.trees.visit(ground, query.strict));
        visit.leave();
        const { top, surveys } = this.trees.at(ground);
        const alone = starts.length === 1 && below === undefined;
        const asked = JSON.stringify([ground.relative, share, query.choice]);
        const survey = alone ? surveys.recall(asked, top, visit) : undefined;
        if (survey !== undefined) {
          this.#tally.leftOut(survey.leftOut);
          return await this.#through(this.#remaining(survey), root, visit);
        }
        const several = starts.length > 1 || (below?.length ?? 0) > 1;
        const unreadable = (path: string) => this.#tally.unreadable(path);
        const walk =
          walks.get(key)?.walk ??
          new TreeWalk(top, visit, chooser, new OwnShare(share), unreadable, several, this.isAlone);
        walks.set(key, { walk, visit });
        this.#walk = { start, walk };
        const runs = alone
          ? surveys.record(asked, walk, ground.relative, visit)
          : walk.files(below ?? [ground.relative]);
        const cut = await this.#through(runs, root, visit);
        if (cut !== undefined) return cut;
      }
      return undefined;
    } finally {
      for (const { walk } of walks.values()) this.#tally.leftOut(walk.leftOut);
    }
  }

  *#remaining({ batches, others }: Survey): Generator<readonly TrackedFile[]> {
    for (const batch of batches) yield this.#files.ruleOut(batch);
    yield others;
  }

  async #through(
    runs: Iterable<readonly TrackedFile[]>,
    root: Pick<Place, "root">,
    visit: Visit,
  ): Promise<Found["cut"]> {
    visit.leave();
    for (const run of runs) {
      if (this.#pace.isDueBetween) await this.#pause(visit);
      let [reads, skipped] = [this.#files.reads, 0];
      for (const file of run) {
        if (file.gone) continue;
        const searching = this.#files.look(file, root, visit);
        if (searching !== undefined) {
          await searching;
          visit.leave();
        }
        if (this.task.query.stopAtLimit && this.#files.isFull) return "limit";
        // To look at the clock costs as much as to skip a file.
        if (this.#files.reads === reads && ++skipped % 16 !== 0) continue;
        reads = this.#files.reads;
        if (this.#pace.isDue) await this.#pause(visit);
      }
    }
    return undefined;
  }

  #pause(visit: Visit): Promise<void> {
    this.#begin();
    return this.#pace.pause(visit);
  }
}
