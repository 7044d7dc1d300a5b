/** One call's search in one process, over all of its starts, until it is done or cut. */

import { Chooser } from "@portcullis/ignore-rules";
import type { Clock, Job } from "@portcullis/plugin-api";
import { OwnShare } from "../fresh/own-share.js";
import { TreeWalk } from "../fresh/tree-walk.js";
import type { Visit } from "../fresh/visit.js";
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

  constructor(
    private readonly task: SearchTask,
    private readonly job: Job<News>,
    private readonly trees: Trees,
    known: Known,
    clock: Clock,
  ) {
    this.#pace = new Pace(job, this.#tally, clock, task.query.until);
    this.#files = new FileSearch(task.query, known, this.#tally, this.#pace);
  }

  /** @throws what the job was aborted with */
  async run(): Promise<Found> {
    const cut = await this.#search().catch((error: unknown): "time" => {
      if (error instanceof TimeIsUp) return "time";
      throw error;
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

  /** Leaves directories to another process. */
  giveAway(): Given {
    return { kind: "given", start: this.#walk?.start ?? 0, below: this.#walk?.walk.giveAway() ?? [] };
  }

  async #search(): Promise<Found["cut"]> {
    const { query, starts } = this.task;
    const chooser = new Chooser(query.choice);
    let [reads, skipped] = [0, 0];
    const walks = new Map<string, { readonly walk: TreeWalk; readonly visit: Visit }>();
    for (const [index, { start, below, share }] of starts.entries()) {
      const ground = this.job.grounds[index];
      if (ground === undefined) continue;
      const root = ground.rootIndex === 0 ? {} : { root: ground.rootIndex };
      const key = keyOf(ground);
      const visit = walks.get(key)?.visit ?? (await this.trees.visit(ground, query.strict));
      visit.leave();
      const top = this.trees.at(ground);
      const several = starts.length > 1 || (below?.length ?? 0) > 1;
      const walk = walks.get(key)?.walk ?? new TreeWalk(top, visit, chooser, new OwnShare(share), this.#tally, several);
      walks.set(key, { walk, visit });
      this.#walk = { start, walk };
      for (const path of below ?? [ground.relative]) {
        for (const file of walk.files(path)) {
          const searching = file === undefined ? undefined : this.#files.look(file, root, visit);
          if (searching !== undefined) await searching;
          if (query.stopAtLimit && this.#files.isFull) return "limit";
          // To look at the clock costs as much as to skip a file.
          const hasRead = this.#files.reads > reads;
          reads = this.#files.reads;
          if ((hasRead || ++skipped % 16 === 0) && this.#pace.isDue) await this.#pace.pause(visit);
        }
      }
    }
    return undefined;
  }
}
